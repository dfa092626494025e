"""What some pieces would cost, delivered: a quote without a basket."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption, DeliveryRequest, WantedLine
from comptoir.inventory import facade as inventory
from comptoir.offers.contracts import Estimate, Wish
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import DeliveryCharge, QuoteRequest, RequestedLine


def estimate(
    wishes: Sequence[Wish],
    context: ShopperContext,
    *,
    country: str = "",
    postcode: str = "",
    delivery: str = "",
    codes: Sequence[str] = (),
) -> Estimate:
    """Prices, VAT, stock and ways to deliver, as of `context.now`; writes nothing and holds nothing.

    `country` is the market's first when it is empty; `delivery` is the code of a DeliveryOption, else the
    cheapest is taken. Refuses CannotDeliver (a `delivery` that is not possible), Invalid and TaxUnknown.
    """
    ids = [wish.variant_id for wish in wishes]
    found = catalog.sellable(ids, market=context.market.code, now=context.now)
    sold = {variant: item for variant, item in found.items() if item.published}
    stock = inventory.outlook(list(sold), market=context.market.code, today=context.now.date())
    available = {variant: stock[variant].sellable for variant in sold}
    asked = _asked(wishes, sold, country or context.market.countries[0], postcode)
    options = fulfilment.options(asked, context)
    chosen = fulfilment.promise(delivery, asked, context) if delivery else next(iter(options), None)
    request = QuoteRequest(
        lines=_lines(wishes, sold), country=asked.country, codes=tuple(codes), delivery=_charges(chosen),
        promoted=True, customer_id=context.customer_id,
    )
    return Estimate(
        quote=pricing.quote(request, context),
        delivery=options,
        chosen=chosen,
        available=available,
        not_sold=tuple(dict.fromkeys(variant for variant in ids if variant not in sold)),
    )


def _asked(wishes: Sequence[Wish], sold: dict[UUID, Sellable], country: str, postcode: str) -> DeliveryRequest:
    lines = tuple(
        WantedLine(
            variant_id=wish.variant_id, quantity=wish.quantity, weight_g=sold[wish.variant_id].weight_g,
            nature=sold[wish.variant_id].nature,
        )
        for wish in wishes
        if wish.variant_id in sold
    )
    return DeliveryRequest(lines=lines, country=country, postcode=postcode)


def _lines(wishes: Sequence[Wish], sold: dict[UUID, Sellable]) -> tuple[RequestedLine, ...]:
    return tuple(
        RequestedLine(
            variant_id=wish.variant_id,
            quantity=wish.quantity,
            tax_category=sold[wish.variant_id].tax_category,
            product_id=sold[wish.variant_id].product_id,
            is_money=sold[wish.variant_id].nature == catalog.GIFT_CARD,
        )
        for wish in wishes
        if wish.variant_id in sold
    )


def _charges(option: DeliveryOption | None) -> tuple[DeliveryCharge, ...]:
    if option is None or option.kind == NO_PARCEL:
        return ()
    return (DeliveryCharge(code=option.code, name=option.name, amount=option.charge),)

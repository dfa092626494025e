"""Goods with the way that brings them: which ways there are, what they cost and what all of it comes to. A basket, its
order and an estimate are built here, so that they say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption, DeliveryRequest, WantedLine
from comptoir.inventory.contracts import Outlook
from comptoir.kit.money import Money
from comptoir.offers.contracts import Wish
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import DeliveryCharge, Quote, QuoteRequest, RequestedLine


def asked(wishes: Sequence[Wish], sold: Mapping[UUID, Sellable], country: str, postcode: str) -> DeliveryRequest:
    """What is to be brought where: of what is sold the pieces that are wished for."""
    lines = tuple(
        WantedLine(
            variant_id=wish.variant_id, quantity=wish.quantity, weight_g=sold[wish.variant_id].weight_g,
            nature=sold[wish.variant_id].nature,
        )
        for wish in wishes
        if wish.variant_id in sold
    )  # fmt: skip
    return DeliveryRequest(lines=lines, country=country, postcode=postcode)


def ways(
    wishes: Sequence[Wish], sold: Mapping[UUID, Sellable], stock: Mapping[UUID, Outlook], context: ShopperContext, *,
    country: str, postcode: str,
) -> tuple[DeliveryOption, ...]:  # fmt: skip
    """How the pieces that can be had may come, of each as many as there are; none where there are none."""
    there = [
        Wish(variant_id=wish.variant_id, quantity=min(wish.quantity, stock[wish.variant_id].sellable))
        for wish in wishes
        if wish.variant_id in sold and stock[wish.variant_id].sellable
    ]
    return fulfilment.options(asked(there, sold, country, postcode), context, stock=stock) if there else ()


def chosen_delivery(options: Sequence[DeliveryOption], wanted: str) -> tuple[DeliveryOption | None, bool]:
    """The wanted way, and whether it is really that one, as the only one without a parcel always is; else the cheapest
    that brings it, else any."""
    for option in options:
        if option.code == wanted or option.kind == NO_PARCEL:
            return option, True
    brought = [option for option in options if option.kind == "ship"]
    return next(iter(brought or options), None), False


def quote(
    wishes: Sequence[Wish], sold: Mapping[UUID, Sellable], chosen: DeliveryOption | None, context: ShopperContext, *,
    country: str, codes: Sequence[str], customer_id: UUID | None,
) -> Quote:  # fmt: skip
    """The goods that are sold and the chosen delivery. VAT of a collection is the shop's, but for what is taxed where
    the buyer is: in their country, when it is known, else in the market's first. `customer_id` is who has logged in."""
    lines = tuple(
        RequestedLine(
            variant_id=wish.variant_id,
            quantity=wish.quantity,
            tax_category=sold[wish.variant_id].tax_category,
            country=country if catalog.taxed_at_home(sold[wish.variant_id].nature) else "",
            product_id=sold[wish.variant_id].product_id,
            is_money=sold[wish.variant_id].nature == catalog.GIFT_CARD,
        )
        for wish in wishes
        if wish.variant_id in sold
    )
    is_brought = chosen is not None and chosen.kind != NO_PARCEL
    charges = (
        (DeliveryCharge(code=chosen.method, name=chosen.name, amount=chosen.charge),) if chosen and is_brought else ()
    )
    taxed_in = chosen.place.country if chosen and chosen.place else country
    request = QuoteRequest(
        lines=lines, country=taxed_in, delivery=charges, codes=tuple(codes), promoted=True, customer_id=customer_id
    )
    return pricing.quote(request, context)


def freed_for_one(
    options: Sequence[DeliveryOption], line: RequestedLine, context: ShopperContext
) -> tuple[DeliveryOption, ...]:
    """Ways to deliver at what promotions leave of their charge for this line alone, before a basket is known; the
    cheapest first."""
    country, charges = context.market.countries[0], [option for option in options if option.kind == "ship"]
    # What is free is said for all ways; the promotions are asked with the dearest, where they save most.
    brought = max(charges, key=lambda option: option.charge.minor, default=None)
    if brought is None:
        return tuple(options)
    charge = DeliveryCharge(code=brought.method, name=brought.name, amount=brought.charge)
    request = QuoteRequest(
        lines=(line,), country=country, delivery=(charge,), promoted=True, customer_id=context.customer_id
    )
    return tuple(sorted(freed(options, pricing.quote(request, context)), key=lambda option: option.charge.minor))


def freed(options: Sequence[DeliveryOption], quote: Quote) -> tuple[DeliveryOption, ...]:
    """Ways to deliver at what promotions leave of their charge."""
    if quote.free_ways is not None and not quote.free_ways:
        return tuple(options)
    free = quote.free_ways
    return tuple(
        replace(option, charge=Money(0, option.charge.currency)) if free is None or option.method in free else option
        for option in options
    )

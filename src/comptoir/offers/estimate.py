"""What some pieces would cost, delivered: a quote without a basket."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.catalog import facade as catalog
from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.offers import delivered
from comptoir.offers.contracts import Estimate, Wish
from comptoir.org.contracts import ShopperContext


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
    country = country or context.market.countries[0]
    options = delivered.ways(wishes, sold, stock, context, country=country, postcode=postcode)
    chosen = next(iter(options), None)
    if delivery:
        asked = delivered.asked(wishes, sold, country, postcode)
        chosen = fulfilment.promise(delivery, asked, context, stock=stock)
    quote = delivered.quote(
        wishes, sold, chosen, context, country=country, codes=codes, customer_id=context.customer_id
    )
    return Estimate(
        quote=quote,
        delivery=delivered.freed(options, quote),
        chosen=chosen,
        available={variant: stock[variant].sellable for variant in sold},
        not_sold=tuple(dict.fromkeys(variant for variant in ids if variant not in sold)),
    )

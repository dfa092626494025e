"""The basket as it stands now: everything re-checked at each look."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.checkout import at_request, baskets, rules
from comptoir.checkout.baskets import StoredBasket
from comptoir.checkout.contracts import BasketLineView, BasketView
from comptoir.customers import facade as customers
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.offers import facade as offers
from comptoir.org.contracts import ShopperContext
from comptoir.payments import facade as payments
from comptoir.pricing.contracts import Quote


def count(basket_id: UUID, context: ShopperContext) -> int:
    """How many pieces, for the header; 0 when there is no such open basket, or it is somebody else's."""
    found = sql.row(
        "SELECT coalesce(sum(l.quantity), 0) FROM checkout_basketline l JOIN checkout_basket b ON b.id = l.basket_id"
        " WHERE b.id = %s AND b.state = 'open' AND (b.owner_id IS NULL OR b.owner_id = %s)",
        [basket_id, context.customer_id],
    )
    return int(found[0]) if found else 0


def view(basket_id: UUID, context: ShopperContext) -> BasketView:
    """Refuses NotFound."""
    return assess(baskets.read(basket_id, context), context)


def assess(basket: StoredBasket, context: ShopperContext) -> BasketView:
    """Prices, stock, ways to deliver and what stands in the way, as of `context.now`. Reads only."""
    ids = [line.variant_id for line in basket.lines]
    items = catalog.sellable(ids, market=context.market.code, now=context.now) if ids else {}
    stock = inventory.outlook(ids, market=context.market.code, today=context.now.date())
    available = {variant: stock[variant].sellable for variant in ids}
    country = basket.country or context.market.countries[0]
    sold = {v: item for v, item in items.items() if item.published}
    options = offers.ways(basket.lines, sold, stock, context, country=country, postcode=basket.postcode)
    chosen, as_wished = offers.chosen_delivery(options, basket.delivery)
    travels = any(catalog.travels(item.nature) for item in items.values())
    quoted = quote(basket, sold, chosen, country, context)
    priced = rules.by_variant(quoted)
    lines = tuple(
        BasketLineView(
            item=items[line.variant_id],
            quantity=line.quantity,
            available=available[line.variant_id],
            **priced.get(line.variant_id, rules.UNPRICED),
            **rules.still_to_come(stock[line.variant_id], line.quantity),
        )
        for line in basket.lines
        if line.variant_id in items
    )
    contact = customers.contact(basket.address_id) if basket.address_id else None
    return BasketView(
        id=basket.id,
        version=basket.version,
        state=basket.state,
        lines=lines,
        quote=quoted,
        delivery=offers.freed(options, quoted),
        chosen=chosen,
        delivery_is_chosen=as_wished,
        contact=contact,
        country=country,
        postcode=basket.postcode,
        tenders=payments.tenders(
            collects=chosen is not None and chosen.kind == "collect", legal_entity=context.market.legal_entity
        ),
        notices=rules.notices(
            lines,
            {line.variant_id: line.seen for line in basket.lines},
            lost_delivery=bool(basket.delivery) and not as_wished and bool(lines) and travels,
        ),
        blockers=rules.blockers(
            lines,
            has_contact=contact is not None,
            has_address=contact is not None and all((contact.street, contact.postcode, contact.city)),
            chosen=chosen,
            is_wished=as_wished,
        ),
        at_request=at_request.sentence(at_request.natures(items.values())),
    )


def quote(
    basket: StoredBasket,
    sold: Mapping[UUID, Sellable],
    chosen: DeliveryOption | None,
    country: str,
    context: ShopperContext,
) -> Quote:
    """What the basket comes to with this delivery."""
    return offers.quote_delivered(
        basket.lines, sold, chosen, context, country=country, codes=basket.codes, customer_id=basket.owner_id
    )

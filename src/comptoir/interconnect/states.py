"""The present state of things, as plain values that both sides can compare. One batch, a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.customers import facade as customers
from comptoir.interconnect import naming, rules
from comptoir.interconnect.contracts import Party, Record
from comptoir.inventory import facade as inventory
from comptoir.orders import facade as orders
from comptoir.pricing import facade as pricing

State = dict[str, Any]


def states(kind: str, keys: Collection[str], party: Party) -> dict[str, State]:
    """State by our key; what is not there (any more), or is another storefront's order, is left out."""
    match kind:
        case "product":
            found = catalog.products([UUID(key) for key in keys])
            return {str(key): _product(record, party) for key, record in found.items()}
        case "price":
            prices = pricing.current([UUID(key) for key in keys], market=party.market, currency=party.currency)
            return {
                str(key): {"amount": {"minor": price.amount.minor, "currency": price.amount.currency}}
                for key, price in prices.items()
            }
        case "stock":
            return _stock({rules.level_key(key) for key in keys})
        case "order":
            return _orders([UUID(key) for key in keys], party)
    people = customers.people([UUID(key) for key in keys])
    fields = rules.FIELDS["customer"]
    return {str(key): {name: getattr(contact, name) for name in fields} for key, contact in people.items()}


def records(kind: str, keys: Collection[str], party: Party) -> list[Record]:
    """What a party is given of `keys`, in their order, under its own names."""
    found = states(kind, keys, party)
    names = naming.names_of(kind, found, party)
    return [
        Record(
            kind=kind, id=names[key][0], linked=names[key][1], state=found[key], checksum=rules.checksum(found[key])
        )
        for key in keys
        if key in names
    ]  # fmt: skip


def _product(record: ProductRecord, party: Party) -> State:
    variants = [variant for variant in record.variants if variant.active]
    names = naming.called("variant", (variant.id for variant in variants), party) if party.system else {}
    return {
        "name": dict(record.name),
        "description": dict(record.description),
        "brand": record.brand,
        "category": [dict(node.name) for node in record.category.trail] if record.category else [],
        "nature": record.nature,
        "tax_category": record.tax_category,
        "variants": [
            {
                "id": names[variant.id][0] if variant.id in names else variant.external_id,
                "sku": variant.sku,
                "gtins": list(variant.gtins),
                "weight_g": variant.weight_g,
            }
            for variant in variants
        ],
    }


def _stock(levels: Collection[tuple[UUID, UUID]]) -> dict[str, State]:
    found = inventory.availability({variant for variant, _place in levels})
    return {
        f"{level.variant_id}/{level.location_id}": {"on_hand": level.on_hand, "available": level.available}
        for places in found.values()
        for level in places
        if (level.variant_id, level.location_id) in levels
    }


def _orders(ids: Collection[UUID], party: Party) -> dict[str, State]:
    found = {key: one for key, one in orders.briefs(ids).items() if one.storefront == party.storefront}
    variants = naming.called("variant", (line[0] for one in found.values() for line in one.lines), party)
    buyers = naming.called("customer", (one.customer_id for one in found.values()), party)
    return {str(key): _order(one, variants, buyers) for key, one in found.items()}


def _order(
    one: orders.OrderBrief,
    variants: Mapping[UUID, tuple[str, bool]],
    buyers: Mapping[UUID, tuple[str, bool]],
) -> State:
    return {
        "number": one.number,
        "state": one.state,
        "placed_at": one.placed_at.isoformat(),
        "customer": buyers[one.customer_id][0],
        "currency": one.currency,
        "total_minor": one.total_minor,
        "paid_minor": one.paid_minor,
        "delivery_method": one.delivery_method,
        "lines": [
            {"variant": variants[line[0]][0], "sku": line[1], "quantity": line[2], "unit_minor": line[3],
             "total_minor": line[4]}
            for line in one.lines
        ],
    }

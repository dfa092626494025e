"""Each kind's own way to make a change true, in the caller's transaction, by the owning room's verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryDraft, ProductDraft, Revision, VariantDraft
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.interconnect import naming
from comptoir.interconnect.contracts import Item, Party
from comptoir.interconnect.errors import UnknownThing
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.interconnect import CustomerBrought
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet

REASON = "correction"


@dataclass(frozen=True, slots=True)
class Change:
    """An item with the fields that differ; `key` is ours, None for something new."""

    item: Item
    key: str | None
    fields: dict[str, Any]


def lock_of(kind: str, party: Party) -> tuple[str, str]:
    """What the kind's room wants held before anything is written."""
    return {"product": catalog.CATALOG, "price": ("price_list", party.market)}.get(kind, ("exchange", kind))


def write(kind: str, changes: Sequence[Change], party: Party, origin: Origin, now: datetime) -> dict[str, str]:
    """Do it; answers our key by the item's id. Refuses what the rooms refuse, and UnknownThing."""
    return WRITERS[kind](changes, party, origin, now)


def _products(changes: Sequence[Change], party: Party, origin: Origin, now: datetime) -> dict[str, str]:
    if nameless := [one.item.id for one in changes if one.key is None and not one.fields.get("name")]:
        raise Invalid({f"{nameless[0]}.name": "missing"})
    revised = [_revision(UUID(one.key), one.fields) for one in changes if one.key and set(one.fields) - {"variants"}]
    if revised:
        catalog.revise_products(revised, origin=origin, now=now)
    drafts = {one.item.id: _draft(one, party) for one in changes if one.key is None or "variants" in one.fields}
    keys = {one.item.id: one.key for one in changes if one.key}
    if drafts:
        done = catalog.upsert_products(list(drafts.values()), market=party.market, origin=origin, now=now)
        keys |= {id_: str(done.product_ids[draft.external_id]) for id_, draft in drafts.items()}
        named = {
            variant["id"]: done.variant_ids[draft.external_id]
            for one in changes
            if one.item.id in drafts
            for variant, draft in zip(one.fields.get("variants", ()), drafts[one.item.id].variants, strict=True)
        }
        naming.remember("variant", named, party)
    naming.remember("product", {id_: UUID(key) for id_, key in keys.items()}, party)
    return keys


def _revision(product_id: UUID, fields: dict[str, Any]) -> Revision:
    return Revision(
        product_id=product_id,
        name=Localised(fields["name"]) if "name" in fields else None,
        description=Localised(fields["description"]) if "description" in fields else None,
        brand=fields.get("brand", ""),
        category=_category(fields.get("category")),
        tax_category=fields.get("tax_category"),
        nature=fields.get("nature"),
    )


def _draft(one: Change, party: Party) -> ProductDraft:
    """The whole product where it is new, else its variants alone."""
    external_id = naming.own_id(one.item.id, party)
    if one.key:
        external_id = catalog.products([UUID(one.key)])[UUID(one.key)].external_id
    variants = one.fields.get("variants", ())
    known = naming.called("variant", naming.resolve("variant", [v["id"] for v in variants], party).values(), NOBODY)
    ids = naming.resolve("variant", [v["id"] for v in variants], party)
    return ProductDraft(
        external_id=external_id,
        name=Localised(one.fields.get("name", {})),
        description=Localised(one.fields.get("description", {})),
        brand=one.fields.get("brand", ""),
        category=_category(one.fields.get("category")),
        tax_category=one.fields.get("tax_category", "standard"),
        nature=one.fields.get("nature"),
        variants=tuple(
            VariantDraft(
                external_id=known[ids[v["id"]]][0] if v["id"] in ids else naming.own_id(v["id"], party),
                sku=v.get("sku") or v["id"], gtins=tuple(v.get("gtins", ())), weight_g=v.get("weight_g"),
            )
            for v in variants
        ),
        variants_only=one.key is not None,
    )  # fmt: skip


def _category(names: Sequence[dict[str, str]] | None) -> CategoryDraft | None:
    return CategoryDraft(names=tuple(Localised(name) for name in names)) if names else None


def _prices(changes: Sequence[Change], party: Party, origin: Origin, now: datetime) -> dict[str, str]:
    keys = _known(changes)
    wanted = [
        PriceToSet(
            variant_id=UUID(keys[one.item.id]),
            amount=Money(one.fields["amount"]["minor"], one.fields["amount"]["currency"]),
        )
        for one in changes
    ]
    if any(price.amount.currency != party.currency for price in wanted):
        raise Invalid({"amount.currency": "not_a_choice"})
    pricing.set_prices(wanted, market=party.market, origin=origin, now=now)
    naming.remember("variant", {id_: UUID(key) for id_, key in keys.items()}, party)
    return keys


def _stock(changes: Sequence[Change], party: Party, origin: Origin, now: datetime) -> dict[str, str]:
    """Counted levels, and differences, which may be sent again as long as they carry a version."""
    keys = _known(changes)
    levels: list[Adjustment] = []
    moves: list[Adjustment] = []
    for one in changes:
        variant, _, place = keys[one.item.id].partition("/")
        to = moves if "change" in one.fields else levels
        quantity = one.fields["change"] if "change" in one.fields else one.fields["on_hand"]
        to.append(Adjustment(variant_id=UUID(variant), location_id=UUID(place), quantity=quantity))
    if levels:
        inventory.set_levels(levels, reason=REASON, origin=origin, now=now)
    if moves:
        inventory.adjust(moves, kind="adjustment", reason=REASON, origin=origin, now=now)
    return keys


def _customers(changes: Sequence[Change], party: Party, origin: Origin, now: datetime) -> dict[str, str]:
    """A correction is a new address: orders keep those that they were promised to."""
    keys = {}
    for one in changes:
        known = customers.people([UUID(one.key)]) if one.key else {}
        present = known.get(UUID(one.key)) if one.key else None
        if present and one.fields.get("email", present.email).lower() != present.email.lower():
            raise Invalid({"email": "not_a_choice"})  # the e-mail names the person: another one is another person
        values = {name: getattr(present, name) for name in one.item.fields} if present else {}
        base = {f: getattr(present, f) for f in Contact.__dataclass_fields__} if present else {}
        contact = Contact(**{"email": "", "name": ""} | base | values | one.fields)
        named = customers.name_buyer(contact, with_address=bool(contact.street), locale=party.locale, now=now)
        keys[one.item.id] = str(named.customer_id)
        word = CustomerBrought(customer_id=named.customer_id, system=party.system)
        journal.append(word, origin=origin, occurred_at=now)
    naming.remember("customer", {id_: UUID(key) for id_, key in keys.items()}, party)
    return keys


def _known(changes: Sequence[Change]) -> dict[str, str]:
    for one in changes:
        if one.key is None:
            raise UnknownThing(id=one.item.id)
    return {one.item.id: one.key for one in changes if one.key}


NOBODY = Party(actor="", storefront="", market="", currency="", locale="")
WRITERS = {"product": _products, "price": _prices, "stock": _stock, "customer": _customers}

"""Kinds, fields, checksums and which events concern what: no database, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from comptoir.interconnect.contracts import Difference, Listed, Record, Sum
from comptoir.journal.contracts import Event

# What can be exchanged, and the fields that may have an owner.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "product": ("name", "description", "brand", "category", "nature", "tax_category", "variants"),
    "price": ("amount",),
    "stock": ("on_hand",),
    "order": ("state",),
    "customer": ("email", "name", "street", "more", "postcode", "city", "country", "phone"),
}
KINDS = tuple(FIELDS)
# A price is of a variant and a piece of stock of a variant at a place: their names are made of these.
LINKED_KINDS = ("product", "variant", "place", "order", "customer")
POLICIES = ("record", "refuse")
PAGES = 16
LARGEST_BATCH = 500
MOST_DIFFERENCES = 1_000


def checksum(state: Mapping[str, Any]) -> str:
    """16 hexadecimal digits: SHA-256 of the state as JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def page_of(identity: str) -> int:
    """The page (0 to 15) that an id stands on: the first hexadecimal digit of its SHA-256."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[0], 16)


def sums(found: Iterable[tuple[str, str]]) -> list[Sum]:
    """Each page's sum: SHA-256, 16 digits, of its lines "id checksum" sorted and joined by line feeds."""
    pages: list[list[str]] = [[] for _ in range(PAGES)]
    for identity, mark in found:
        pages[page_of(identity)].append(f"{identity} {mark}")
    return [
        Sum(
            page=number,
            count=len(lines),
            checksum=hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16],
        )
        for number, lines in enumerate(pages)
    ]


def differences(ours: Mapping[str, Record], theirs: Sequence[Listed]) -> list[Difference]:
    """What one side lacks and where both differ, by id; where the other side gave its state, field by field."""
    given = {one.id: one for one in theirs}
    found = [Difference(id=identity, what="missing_there") for identity in ours.keys() - given.keys()]
    found += [Difference(id=identity, what="missing_here") for identity in given.keys() - ours.keys()]
    for identity in ours.keys() & given.keys():
        mine, other = ours[identity].state, given[identity].state
        if other is None:
            if given[identity].checksum != ours[identity].checksum:
                found.append(Difference(id=identity, what="different"))
            continue
        fields = tuple(sorted(name for name in other if mine.get(name) != other[name]))
        if fields:
            found.append(
                Difference(
                    id=identity, what="different", fields=fields,
                    ours={name: mine.get(name) for name in fields}, theirs={name: other[name] for name in fields},
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: one.id)


Thing = tuple[str, str]  # kind, key


def things_of(event: Event, market: str) -> list[Thing]:
    """What an event changed, by kind and our key. Prices of another market concern nobody here."""
    payload, kind = event.payload, event.subject_kind
    if kind == "product":
        return [("product", event.subject_id)]
    if kind == "variant_price":
        return [("price", event.subject_id)] if payload.get("market") == market else []
    if kind == "customer":
        return [("customer", event.subject_id)]
    found: list[Thing] = [("order", event.subject_id)] if kind == "order" else []
    if event.name == "Order Placed":
        found.append(("customer", str(payload["customer_id"])))
    return found + [("stock", key) for key in _levels(payload)]


def _levels(payload: Mapping[str, Any]) -> list[str]:
    """Words of stock name variant and place by themselves or line by line."""
    rows = [payload, *(line for line in payload.get("lines", ()) if isinstance(line, dict))]
    place = payload.get("location_id")
    return [
        f"{row['variant_id']}/{row.get('location_id') or place}"
        for row in rows
        if "variant_id" in row and (row.get("location_id") or place)
    ]


def level_key(key: str) -> tuple[UUID, UUID]:
    """Variant and place of a stock key."""
    variant, _, place = key.partition("/")
    return UUID(variant), UUID(place)


def differing(present: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that would change. Of variants only those that are named are compared, field by field."""
    found = {}
    for name, value in wanted.items():
        if name == "variants":
            known = {one["id"]: one for one in present.get("variants", ())}
            if any(_new(known.get(one["id"], {}), one) for one in value):
                found[name] = value
        elif present.get(name) != value:
            found[name] = value
    return found


def _new(known: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return any(known.get(name) != value for name, value in given.items())

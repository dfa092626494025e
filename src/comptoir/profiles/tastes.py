"""Tastes: what somebody turns to, counted by identifier from what they looked at, put in a basket and bought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.journal.contracts import Event
from comptoir.kit import sql

CATEGORY, SIZE, BRAND, PRICE = "category", "size", "brand", "price"
REDUCED, FULL = "reduced", "full"
LOOKED, ADDED, BOUGHT = 1, 3, 5  # how much an act says
ACTS = {"Product Viewed": LOOKED, "Product Added": ADDED, "Product Added to Wishlist": ADDED}
COUNT = """
INSERT INTO profiles_taste AS kept (identifier_id, of, value, times, last_at)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::timestamptz[])
ON CONFLICT (identifier_id, of, value) DO UPDATE
SET times = kept.times + excluded.times, last_at = greatest(kept.last_at, excluded.last_at)
"""
Said = tuple[str, str, int]  # of what, which, how much it says


def count(events: Iterable[Event], whose: Mapping[UUID, int]) -> None:
    """Add what these events say; each event must come once."""
    known = [event for event in events if event.event_id in whose]
    kinds = catalog.tastes_of({line[0] for event in known for line in _variants(event)})
    times: Counter[tuple[int, str, str]] = Counter()
    last: dict[tuple[int, str, str], datetime] = {}
    for event in known:
        for of, value, much in [*_told(event.payload), *_looked_up(event, kinds)]:
            key = whose[event.event_id], of, value[:100]
            times[key] += much
            last[key] = max(last.get(key, event.occurred_at), event.occurred_at)
    if times:
        keys = sorted(times)
        columns = [list(column) for column in zip(*keys, strict=True)]
        sql.run(COUNT, [*columns, [times[key] for key in keys], [last[key] for key in keys]])


def _told(payload: Mapping[str, Any]) -> Iterable[Said]:
    """What the properties of a report say."""
    much = ACTS.get(str(payload.get("event")))
    properties = payload.get("properties")
    if not much or not isinstance(properties, dict):
        return []
    found = [(of, properties[of], much) for of in (CATEGORY, SIZE, BRAND) if isinstance(properties.get(of), str)]
    price, full = _number(properties.get("price")), _number(properties.get("list_price"))
    reduced = _number(properties.get("discount")) > 0 or bool(properties.get("coupon")) or price < full
    told = [each for each in found if each[1].strip()]
    return [*told, (PRICE, REDUCED if reduced else FULL, much)] if price else told


def _looked_up(event: Event, kinds: Mapping[UUID, Mapping[str, str]]) -> Iterable[Said]:
    """What the catalogue says of the variants of our own words."""
    for variant, much in _variants(event):
        yield from ((of, value, much) for of, value in kinds.get(variant, {}).items())


def _variants(event: Event) -> Collection[tuple[UUID, int]]:
    if event.name == "Order Placed":
        lines = event.payload["lines"]
        return [(UUID(line["variant_id"]), BOUGHT * line["quantity"]) for line in lines if line.get("variant_id")]
    if event.name == "Product Added" and event.payload.get("variant_id"):
        return [(UUID(event.payload["variant_id"]), ADDED)]
    return []


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0

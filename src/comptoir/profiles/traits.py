"""Traits: what sources state of somebody, and what follows from their orders. Kept by identifier."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from comptoir.journal.contracts import Event
from comptoir.kit import sql

HEARD = """
SELECT event_id, name, value FROM profiles_heard WHERE event_id = ANY(%s::uuid[]) AND kind = 'trait'
"""
# The later statement of a source holds; of two at one instant, whichever came first, the larger text.
STATE = """
INSERT INTO profiles_trait AS kept (identifier_id, name, value, at, source)
SELECT DISTINCT ON (t.identifier_id, t.name, t.source) t.*
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::timestamptz[], %s::text[])
    AS t(identifier_id, name, value, at, source)
ORDER BY t.identifier_id, t.name, t.source, t.at DESC, t.value DESC
ON CONFLICT (identifier_id, name, source) DO UPDATE SET value = excluded.value, at = excluded.at
WHERE (excluded.at, excluded.value) > (kept.at, kept.value)
"""
BUY = """
INSERT INTO profiles_bought (order_id, identifier_id, placed_at, stands, channel, currency, total_minor, pieces,
                             delivery_method)
SELECT order_id, identifier_id, placed_at, true, channel, currency, total_minor, pieces, delivery_method
FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[])
    AS t(order_id, identifier_id, placed_at, channel, currency, total_minor, pieces, delivery_method)
ON CONFLICT (order_id) DO NOTHING
"""
CHANGE = "UPDATE profiles_bought SET total_minor = %s, pieces = %s WHERE order_id = %s"
FALL = "UPDATE profiles_bought SET stands = false WHERE order_id = %s"
CHANGES = ("Order Changed", "Order Lines Cancelled")
FALLS = ("Order Cancelled", "Order Expired")

# What follows from orders is said by `profiles_computed`, here of each identifier alone.
COMPUTE = """
WITH each AS (
    SELECT * FROM profiles_computed((SELECT %(ids)s::bigint[]), (SELECT %(ids)s::bigint[]))
), gone AS (
    DELETE FROM profiles_trait AS t USING unnest((SELECT %(ids)s::bigint[])) AS asked(identifier_id)
    WHERE t.identifier_id = asked.identifier_id AND t.source = 'computed'
    AND NOT EXISTS (SELECT FROM each WHERE each.owner = t.identifier_id AND each.name = t.name)
)
INSERT INTO profiles_trait AS kept (identifier_id, name, value, at, source)
SELECT owner, name, value, at, 'computed' FROM each ORDER BY owner, name
ON CONFLICT (identifier_id, name, source) DO UPDATE SET value = excluded.value, at = excluded.at
WHERE (kept.at, kept.value) IS DISTINCT FROM (excluded.at, excluded.value)
"""
COMPUTED_FROM = frozenset(("Order Placed", *CHANGES, *FALLS, "Shipment Ready"))


def state(events: Sequence[Event], whose: Mapping[UUID, int]) -> None:
    """Keep what sources stated in these events, under the identifier that each is of."""
    told = {event.event_id: event for event in events if event.event_id in whose}
    rows = []
    for event_id, name, value in sql.rows(HEARD, [list(told)]):
        event = told[event_id]
        rows.append((whose[event_id], name, json.dumps(value, ensure_ascii=False), event.occurred_at, _source(event)))
    if rows:
        sql.run(STATE, [list(column) for column in zip(*rows, strict=True)])


def buy(events: Iterable[Event], whose: Mapping[UUID, int]) -> None:
    """Follow the orders of these events, and compute anew what depends on them."""
    heard = [each for each in events if each.name in COMPUTED_FROM and each.event_id in whose]
    placed = [_bought(each, whose[each.event_id]) for each in heard if each.name == "Order Placed"]
    if placed:
        sql.run(BUY, [list(column) for column in zip(*placed, strict=True)])
    for event in heard:  # an order is placed before it is changed, so this is their order
        payload = event.payload
        if event.name in CHANGES:
            sql.run(CHANGE, [payload["total_minor"], _pieces(payload), payload["order_id"]])
        elif event.name in FALLS:
            sql.run(FALL, [payload["order_id"]])
    compute({whose[each.event_id] for each in heard})


def compute(identifiers: Collection[int]) -> None:
    if identifiers:
        sql.run(COMPUTE, {"ids": sorted(identifiers)})


def _bought(event: Event, identifier: int) -> tuple[object, ...]:
    payload = event.payload
    return (
        payload["order_id"], identifier, event.occurred_at, event.origin.channel, payload["currency"],
        payload["total_minor"], _pieces(payload), payload["delivery_method"][:60],
    )  # fmt: skip


def _pieces(payload: Mapping[str, list[Mapping[str, int]]]) -> int:
    return sum(int(line["quantity"]) for line in payload["lines"] if line.get("variant_id"))


def _source(event: Event) -> str:
    return event.origin.source[:100]

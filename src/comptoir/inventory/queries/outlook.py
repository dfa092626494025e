"""What is here, what is on its way and what may be sold of it: one statement for any number of variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from comptoir.inventory import rules
from comptoir.inventory.contracts import Coming, Outlook, PlaceStock, WaitingInfo
from comptoir.inventory.offered import offer
from comptoir.kit import sql

OUTLOOK = """
SELECT 1, variant_id, location_id, on_hand, reserved, safety, NULL::uuid, NULL::text, NULL::date
FROM inventory_stocklevel WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
UNION ALL
SELECT 2, variant_id, location_id, room, pieces::int, kept_until::int, sale_id, kind, ready_on
FROM inventory_ahead
WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[]))) AND market = %(market)s AND ready_on > %(today)s
UNION ALL
SELECT 3, variant_id, location_id, pieces, 0, 0, id, reference, expected_on
FROM inventory_coming WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
UNION ALL
SELECT 4, variant_id, NULL, 0, 0, 0, NULL, NULL, NULL
FROM inventory_endless WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
ORDER BY 1, 2, 9, 3
"""

QUEUE = """
SELECT id, order_id, variant_id, location_id, quantity - served, ready_on FROM inventory_waiting
WHERE state IN ('held', 'firm') AND (%(variant_id)s::uuid IS NULL OR variant_id = %(variant_id)s)
ORDER BY queued_at, id
"""

SUPPLY = """
SELECT variant_id, location_id, pieces, reference, expected_on FROM inventory_coming
WHERE variant_id = ANY(%s::uuid[]) ORDER BY expected_on, id
"""


def outlook(variant_ids: Collection[UUID], *, market: str, today: date) -> dict[UUID, Outlook]:
    """The stock of each variant in every place, what comes when, and what `market` may sell of it ahead."""
    if not variant_ids:
        return {}
    places: dict[UUID, list[PlaceStock]] = defaultdict(list)
    ahead: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    coming: dict[UUID, list[Coming]] = defaultdict(list)
    kept: dict[UUID, date] = {}
    endless: set[UUID] = set()
    given = {"variants": list(variant_ids), "market": market, "today": today}
    for part, variant_id, location_id, first, second, third, identity, text, day in sql.rows(OUTLOOK, given):
        if part == 1:
            level = PlaceStock(
                variant_id=variant_id, location_id=location_id, on_hand=first, reserved=second, safety=third
            )
            places[variant_id].append(level)
        elif part == 2:
            ahead[variant_id].append((identity, variant_id, location_id, text, first, day, second))
            if third:
                kept[variant_id] = day
        elif part == 4:
            endless.add(variant_id)
        else:
            line = Coming(
                variant_id=variant_id, location_id=location_id, reference=text, expected_on=day, pieces=first,
                late=rules.is_late(day, today),
            )  # fmt: skip
            coming[variant_id].append(line)
    offers = {variant_id: offer(found) for variant_id, found in ahead.items()}
    return {
        variant_id: Outlook(
            variant_id=variant_id,
            places=tuple(places[variant_id]),
            coming=tuple(coming[variant_id]),
            ahead=offers.get(variant_id),
            not_before=kept.get(variant_id),
            is_endless=variant_id in endless,
        )
        for variant_id in variant_ids
    }


def waiting(variant_id: UUID | None = None) -> tuple[WaitingInfo, ...]:
    """Who waits, the longest first, with what is to serve them as things stand now."""
    found = sql.rows(QUEUE, {"variant_id": variant_id})
    if not found:
        return ()
    supply: dict[rules.Place, list[tuple[tuple[str, date], int]]] = defaultdict(list)
    for variant, place, pieces, reference, day in sql.rows(SUPPLY, [sorted({row[2] for row in found})]):
        supply[variant, place].append(((reference, day), pieces))
    brought: dict[UUID, tuple[str, date] | None] = {}
    for place in {(row[2], row[3]) for row in found}:
        line = [(row[0], row[4]) for row in found if (row[2], row[3]) == place]
        brought |= rules.covered(line, supply[place])
    return tuple(
        WaitingInfo(
            order_id=order_id, variant_id=variant, location_id=place, quantity=pieces, ready_on=ready_on,
            reference=by[0] if (by := brought[identity]) else "", expected_on=by[1] if by else None,
        )
        for identity, order_id, variant, place, pieces, ready_on in found
    )  # fmt: skip

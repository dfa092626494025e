"""Keep some pieces back from sale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book
from comptoir.inventory.rules import Place
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import SafetyStockSet
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid

ASKED = "unnest(%(variants)s::uuid[], %(places)s::uuid[], %(pieces)s::int[]) AS asked(variant_id, location_id, pieces)"
BEFORE = f"""
SELECT variant_id, location_id, coalesce(l.safety, 0), pieces
FROM {ASKED} LEFT JOIN inventory_stocklevel l USING (variant_id, location_id)
WHERE coalesce(l.safety, 0) <> pieces ORDER BY 1, 2
"""
# Rows are locked in the order of their ids, as everywhere.
CHANGE = f"""
WITH locked AS MATERIALIZED (
    SELECT l.id, pieces FROM inventory_stocklevel l JOIN {ASKED} USING (variant_id, location_id)
    WHERE l.safety <> pieces ORDER BY l.id FOR UPDATE OF l)
UPDATE inventory_stocklevel l SET safety = locked.pieces FROM locked WHERE l.id = locked.id
"""


def set_safety(variant_id: UUID, location_id: UUID, pieces: int, *, origin: Origin, now: datetime) -> None:
    """Sell a variant from a place only while more than `pieces` are free there, in a transaction of its own.

    The same number again writes nothing. Refuses Invalid below zero.
    """
    with transaction.atomic(durable=True):
        locks.hold(("safety_stock", variant_id))
        set_safeties({(variant_id, location_id): pieces}, origin=origin, now=now)


def set_safeties(wanted: Mapping[Place, int], *, origin: Origin, now: datetime) -> int:
    """The same for many variants and places, in the caller's transaction, which holds `("safety_stock", variant)` of
    each before its first write. Answers how many changed. Refuses Invalid below zero."""
    if not all(0 <= pieces <= rules.MOST_PIECES for pieces in wanted.values()):
        raise Invalid({"pieces": "out_of_range"})
    given = {
        "variants": [variant for variant, _place in wanted],
        "places": [place for _variant, place in wanted],
        "pieces": list(wanted.values()),
    }
    changed = sql.rows(BEFORE, given) if wanted else []
    if changed:
        book.open_levels([(variant, place) for variant, place, _before, _pieces in changed])
        told = [
            SafetyStockSet(variant_id=variant, location_id=place, before=before, pieces=pieces)
            for variant, place, before, pieces in changed
        ]
        journal.append(*told, origin=origin, occurred_at=now)
        sql.run(CHANGE, given)
    return len(changed)

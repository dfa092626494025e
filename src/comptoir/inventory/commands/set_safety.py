"""Keep some pieces back from sale."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import SafetyStockSet
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid

BEFORE = "SELECT safety FROM inventory_stocklevel WHERE variant_id = %s AND location_id = %s"
CHANGE = "UPDATE inventory_stocklevel SET safety = %s WHERE variant_id = %s AND location_id = %s"


def set_safety(variant_id: UUID, location_id: UUID, pieces: int, *, origin: Origin, now: datetime) -> None:
    """Sell a variant from a place only while more than `pieces` are free there, in a transaction of its own.

    The same number again writes nothing. Refuses Invalid below zero.
    """
    if not 0 <= pieces <= rules.MOST_PIECES:
        raise Invalid({"pieces": "out_of_range"})
    with transaction.atomic(durable=True):
        locks.hold(("safety_stock", variant_id))
        found = sql.row(BEFORE, [variant_id, location_id])
        before = found[0] if found else 0
        if before == pieces:
            return
        book.open_levels([(variant_id, location_id)])
        told = SafetyStockSet(variant_id=variant_id, location_id=location_id, before=before, pieces=pieces)
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(CHANGE, [pieces, variant_id, location_id])

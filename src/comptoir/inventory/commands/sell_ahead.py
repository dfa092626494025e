"""Say how much of a variant may be sold before it is here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book, queue
from comptoir.inventory.errors import AheadPromised
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import SaleAheadSet
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid

BEFORE = """
SELECT id, location_id, kind, most, promised, sent_from FROM inventory_saleahead WHERE variant_id = %s AND market = %s
"""
KEEP = """
INSERT INTO inventory_saleahead AS kept (id, variant_id, market, location_id, kind, most, promised, sent_from)
VALUES (%s, %s, %s, %s, %s, %s, 0, %s)
ON CONFLICT (variant_id, market) DO UPDATE
SET location_id = excluded.location_id, kind = excluded.kind, most = excluded.most, sent_from = excluded.sent_from
"""


def sell_ahead(
    variant_id: UUID,
    *,
    market: str,
    location_id: UUID,
    kind: str,
    most: int,
    sent_from: date | None = None,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Sell a variant in a market beyond what is on hand, as `kind` preorder or backorder, `most` pieces at a
    time, all served from `location_id`; in a transaction of its own.

    With `sent_from` it is sold against that day, else against what is announced to come in there. `most` 0
    ends it. The same terms again write nothing. Refuses Invalid and AheadPromised (fewer than are promised, or
    another place while orders wait at the first), and IdempotencyConflict.
    """
    if wrong := rules.ahead_errors(kind, most, sent_from, now.date()):
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("sale_ahead_of", f"{variant_id}:{market}"))
        queue.hold([variant_id])
        if idempotency.recall(idempotency_key) is not None:
            return
        before = sql.row(BEFORE, [variant_id, market])
        if before and (before[1], before[2], before[3], before[5]) == (location_id, kind, most, sent_from):
            idempotency.remember(idempotency_key, {"most": most}, now)
            return
        if before and (most < before[4] or (before[4] and location_id != before[1])):
            raise AheadPromised(promised=before[4])
        idempotency.remember(idempotency_key, {"most": most}, now)
        sale_id = before[0] if before else uuid7()
        book.open_levels([(variant_id, location_id)])
        told = SaleAheadSet(
            sale_id=sale_id, variant_id=variant_id, market=market, location_id=location_id, kind=kind, most=most,
            sent_from=sent_from.isoformat() if sent_from else "",
        )  # fmt: skip
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(KEEP, [sale_id, variant_id, market, location_id, kind, most, sent_from])

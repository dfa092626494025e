"""Reads of what is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from comptoir.inventory import rules
from comptoir.inventory.contracts import IncomingInfo, TransferInfo, TransferLineInfo
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

COLUMNS = "id, external_id, reference, variant_id, location_id, expected, received, expected_on, state"
INCOMING = f"""
SELECT {COLUMNS} FROM inventory_incoming
WHERE (%(state)s = '' OR state = %(state)s) AND (%(variant_id)s::uuid IS NULL OR variant_id = %(variant_id)s)
ORDER BY expected_on, id LIMIT %(limit)s
"""
INCOMING_BY_ID = f"SELECT {COLUMNS} FROM inventory_incoming WHERE external_id = %s"
TRANSFERS = """
SELECT t.id, t.reference, t.source_id, t.target_id, t.state, t.expected_on, t.sent_at, t.received_at,
       array_agg(l.variant_id ORDER BY l.id), array_agg(l.announced ORDER BY l.id),
       array_agg(l.sent ORDER BY l.id), array_agg(l.received ORDER BY l.id)
FROM inventory_transfer t JOIN inventory_transferline l ON l.transfer_id = t.id
WHERE (%(id)s::uuid IS NULL OR t.id = %(id)s) AND (%(state)s = '' OR t.state = %(state)s)
GROUP BY t.id ORDER BY t.announced_at DESC, t.id LIMIT %(limit)s
"""


def incoming(
    *, today: date, state: str = "", variant_id: UUID | None = None, limit: int = 100
) -> tuple[IncomingInfo, ...]:
    """Announced lines, the soonest first; of one state or variant."""
    found = sql.rows(INCOMING, {"state": state, "variant_id": variant_id, "limit": limit})
    return tuple(_line(row, today) for row in found)


def incoming_by_id(external_id: str, *, today: date) -> IncomingInfo:
    """Refuses NotFound."""
    found = sql.row(INCOMING_BY_ID, [external_id])
    if found is None:
        raise NotFound()
    return _line(found, today)


def transfers(*, state: str = "", limit: int = 100) -> tuple[TransferInfo, ...]:
    """Transfers with their lines, the newest first."""
    return tuple(_transfer(row) for row in sql.rows(TRANSFERS, {"id": None, "state": state, "limit": limit}))


def transfer(transfer_id: UUID) -> TransferInfo:
    """Refuses NotFound."""
    found = sql.row(TRANSFERS, {"id": transfer_id, "state": "", "limit": 1})
    if found is None:
        raise NotFound()
    return _transfer(found)


def _line(row: Sequence[Any], today: date) -> IncomingInfo:
    return IncomingInfo(
        id=row[0], external_id=row[1], reference=row[2], variant_id=row[3], location_id=row[4], expected=row[5],
        received=row[6], expected_on=row[7], state=row[8],
        late=row[8] == "announced" and rules.is_late(row[7], today),
    )  # fmt: skip


def _transfer(row: Sequence[Any]) -> TransferInfo:
    lines = zip(row[8], row[9], row[10], row[11], strict=True)
    return TransferInfo(
        id=row[0], reference=row[1], source_id=row[2], target_id=row[3], state=row[4], expected_on=row[5],
        sent_at=row[6], received_at=row[7],
        lines=tuple(
            TransferLineInfo(variant_id=variant, announced=announced, sent=sent, received=received)
            for variant, announced, sent, received in lines
        ),
    )  # fmt: skip

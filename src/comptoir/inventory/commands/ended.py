"""The active lines of an order that are about to end, released or taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from comptoir.inventory.commands import queue
from comptoir.kit import sql

# The order's own rows are cold: locking them before the journal keeps the hot levels for the last statement.
LOCKED = """
SELECT id, variant_id, location_id, quantity FROM inventory_reservation
WHERE order_id = %(order_id)s AND state IN ('held', 'firm')
  AND (%(location_id)s::uuid IS NULL OR location_id = %(location_id)s)
ORDER BY id FOR UPDATE
"""


class Line(NamedTuple):
    id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int


def locked_lines(order_id: UUID, location_id: UUID | None = None) -> list[Line]:
    """What an order holds, at one place or everywhere, locked until the transaction ends."""
    return [Line(*found) for found in sql.rows(LOCKED, {"order_id": order_id, "location_id": location_id})]


def told(lines: Sequence[Line | queue.Line]) -> list[dict[str, object]]:
    """The lines as the journal tells them."""
    return [
        {"variant_id": str(line.variant_id), "location_id": str(line.location_id), "quantity": line.quantity}
        for line in lines
    ]

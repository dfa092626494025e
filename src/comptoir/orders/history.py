"""What was agreed before and after each change, kept so that a change can be taken back and read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.inventory.contracts import Allocation
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.orders import lines
from comptoir.orders.lines import Line, Reckoned
from comptoir.orders.stored import Stored, Terms

INSERT = """
INSERT INTO orders_orderchange (id, order_id, version, kind, state, difference_minor, before, after, actor, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s)
"""
UNPAID = "SELECT id, before FROM orders_orderchange WHERE order_id = %s AND state = 'unpaid' ORDER BY version LIMIT 1"
BEFORE = "SELECT version, before->'lines' FROM orders_orderchange WHERE order_id = %s AND version = ANY(%s::int[])"
SETTLE = "UPDATE orders_orderchange SET state = %s WHERE order_id = %s AND state = 'unpaid'"


@dataclass(frozen=True, slots=True)
class Before:
    """What an unpaid change goes back to."""

    lines: list[Line]
    address_id: UUID
    method: str
    promise_id: UUID
    allocations: tuple[Allocation, ...]


def record(
    before: Stored, after: Reckoned, terms: Terms, *, kind: str, waits: bool = False,
    held: Sequence[Allocation] = (), actor: str, now: datetime,
) -> None:  # fmt: skip
    """Keep a change as the order's next version, in the caller's transaction. `held` are its pieces before. An
    earlier change no longer waits: none is made while one does."""
    settle(before.id, "settled")
    was = _plain(before.lines, before.address_id, before.delivery_method, before.promise_id) | {
        "held": [
            [str(part.variant_id), str(part.location_id), part.quantity, part.nature, part.counted] for part in held
        ]
    }
    now_is = _plain(after.lines, terms.address_id, terms.method, terms.promise_id)
    sql.run(
        INSERT,
        [
            uuid7(), before.id, before.version + 1, kind, "unpaid" if waits else "settled",
            after.total - before.total_minor, json.dumps(was), json.dumps(now_is), actor, now,
        ],
    )  # fmt: skip


def _plain(found: Sequence[Line], address_id: UUID, method: str, promise_id: UUID) -> dict[str, Any]:
    return {
        "lines": lines.stored(found), "address_id": str(address_id), "method": method, "promise_id": str(promise_id),
    }  # fmt: skip


def unpaid(order_id: UUID) -> Before | None:
    """What the change that waits for its difference goes back to; None when none waits."""
    found = sql.row(UNPAID, [order_id])
    if found is None:
        return None
    before = found[1]
    return Before(
        lines.restored(before["lines"]), UUID(before["address_id"]), before["method"], UUID(before["promise_id"]),
        tuple(
            Allocation(
                variant_id=UUID(variant), location_id=UUID(place), quantity=pieces,
                **dict(zip(("nature", "counted"), more, strict=False)),
            )
            for variant, place, pieces, *more in before["held"]
        ),
    )  # fmt: skip


def lines_before(order_id: UUID, versions: Sequence[int]) -> dict[int, dict[int, Line]]:
    """By the versions that changes made, the lines before each, by position."""
    found = sql.rows(BEFORE, [order_id, list(versions)])
    return {version: {line.position: line for line in lines.restored(kept)} for version, kept in found}


def settle(order_id: UUID, state: str) -> None:
    """The change that waited is settled or lapsed, in the caller's transaction."""
    sql.run(SETTLE, [state, order_id])

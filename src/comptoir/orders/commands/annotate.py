"""What staff add to an order for each other: notes and tags."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderNoted, OrderTagged, OrderUntagged
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import fold
from comptoir.orders.commands.moves import hold_order

LONGEST_NOTE = 4000
LONGEST_TAG = 40
NOTE = "INSERT INTO orders_note (id, order_id, text, actor, written_at) VALUES (%s, %s, %s, %s, %s)"
TAG = """
WITH made AS (
    INSERT INTO orders_tag (id, name, folded) VALUES (%s, %s, %s) ON CONFLICT (folded) DO NOTHING RETURNING id
)
SELECT id FROM made UNION ALL SELECT id FROM orders_tag WHERE folded = %s LIMIT 1
"""
KNOWN = "SELECT id FROM orders_tag WHERE folded = %s"
PUT = "INSERT INTO orders_ordertag (order_id, tag_id) VALUES (%s, %s) ON CONFLICT (order_id, tag_id) DO NOTHING"
TAKE = "DELETE FROM orders_ordertag WHERE order_id = %s AND tag_id = %s"


def add_note(
    order_id: UUID, text: str, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """Keep a note with its author and time; its text goes nowhere else. Answers its id.

    Refuses NotFound, Invalid (text), IdempotencyConflict.
    """
    text = text.replace("\r\n", "\n").strip()
    _check("text", text, LONGEST_NOTE)
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["note_id"])
        note_id = uuid7()
        sql.run(NOTE, [note_id, order_id, text, actor, now])
        idempotency.remember(idempotency_key, {"note_id": str(note_id)}, now)
        journal.append(
            OrderNoted(order_id=order_id, note_id=note_id), origin=order.origin(actor), occurred_at=now
        )
    return note_id


def tag_order(
    order_id: UUID, name: str, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> bool:
    """Put a tag on an order; false when it was there. Tags that differ by case or accents are one.

    Refuses NotFound, Invalid (tag), IdempotencyConflict.
    """
    name = " ".join(name.split())
    _check("tag", name, LONGEST_TAG)
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["done"])
        found = sql.row(TAG, [uuid7(), name, fold(name), fold(name)]) or sql.row(KNOWN, [fold(name)])
        assert found
        done = sql.run(PUT, [order_id, found[0]]) > 0
        idempotency.remember(idempotency_key, {"done": done}, now)
        if done:
            word = OrderTagged(order_id=order_id, tag_id=found[0])
            journal.append(word, origin=order.origin(actor), occurred_at=now)
    return done


def untag_order(
    order_id: UUID, name: str, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> bool:
    """Take a tag off an order; false when it was not there. Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["done"])
        found = sql.row(KNOWN, [fold(name)])
        done = found is not None and sql.run(TAKE, [order_id, found[0]]) > 0
        idempotency.remember(idempotency_key, {"done": done}, now)
        if found and done:
            word = OrderUntagged(order_id=order_id, tag_id=found[0])
            journal.append(word, origin=order.origin(actor), occurred_at=now)
    return done


def _check(field: str, text: str, longest: int) -> None:
    if not text:
        raise Invalid({field: "missing"})
    if len(text) > longest:
        raise Invalid({field: "too_long"})
    if any(char < " " and char not in "\n\t" for char in text):
        raise Invalid({field: "not_text"})

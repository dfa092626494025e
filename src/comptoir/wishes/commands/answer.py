"""Pieces came: those who wait are told, as many as there are pieces, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.wishes import StockRequestAnswered
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.wishes import rules

WAITING = """
SELECT count(*) FILTER (WHERE answered_at IS NULL), count(*) FILTER (WHERE answered_at > %(lately)s)
FROM wishes_stockrequest WHERE variant_id = %(variant)s
"""
ANSWER = """
UPDATE wishes_stockrequest SET answered_at = %(now)s
WHERE id = ANY(ARRAY(
    SELECT id FROM wishes_stockrequest WHERE variant_id = %(variant)s AND answered_at IS NULL
    ORDER BY asked_at, id LIMIT %(reached)s))
RETURNING id
"""
SENT = "UPDATE wishes_stockrequest SET email = '', customer_id = NULL WHERE id = %s"
FORGET_OLD = "DELETE FROM wishes_stockrequest WHERE answered_at < %s OR (answered_at IS NULL AND asked_at < %s)"
FORGET_SHARED = "DELETE FROM wishes_sharedwishes WHERE expires_at < %s"
LATELY = timedelta(days=1)


def answer_waiting(variant_id: UUID, *, queue: Callable[[UUID], object], now: datetime) -> int:
    """Mark the oldest requests and hand each to `queue`, a callable that takes its id, in the same transaction; answers
    how many. Nothing while there are no pieces for sale that nobody was told of."""
    pieces = sum(place.available for place in inventory.availability([variant_id]).get(variant_id, ()))
    if pieces <= 0:
        return 0
    with transaction.atomic(durable=True):
        locks.hold(("stock_requests", variant_id))
        ((waiting, lately),) = sql.rows(WAITING, {"variant": variant_id, "lately": now - LATELY})
        reached = rules.reached(waiting, pieces, lately)
        if not reached:
            return 0
        told = [row[0] for row in sql.rows(ANSWER, {"variant": variant_id, "now": now, "reached": reached})]
        origin = Origin(actor="system:wishes", channel="web", correlation=uuid7())
        words = [StockRequestAnswered(request_id=one, variant_id=variant_id) for one in told]
        journal.append(*words, origin=origin, occurred_at=now)
        for one in told:
            queue(one)
    return len(told)


def forget_address(request_id: UUID) -> None:
    """Its one message has left."""
    sql.run(SENT, [request_id])


def forget_old(now: datetime) -> int:
    """Requests that were answered half a year ago or waited for a year, and links that have ended."""
    gone = sql.run(FORGET_OLD, [now - rules.ANSWERED_KEPT, now - rules.WAITED])
    return gone + sql.run(FORGET_SHARED, [now])

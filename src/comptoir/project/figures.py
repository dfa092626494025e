"""Orders and payments counted from the journal: right after a crash, and the same from every process."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary import orders, payments
from comptoir.kit import sql

ORDERS = (
    orders.OrderPlaced,
    orders.OrderConfirmed,
    orders.OrderShipped,
    orders.OrderDelivered,
    orders.OrderCancelled,
    orders.OrderExpired,
)
PAYMENTS = (
    payments.PaymentRequested,
    payments.PaymentReceived,
    payments.PaymentRefused,
    payments.PaymentCancelled,
    payments.PaymentRefunded,
    payments.PaymentAwaited,
)
ADD = """
INSERT INTO project_figure AS kept (name, label, count)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) ORDER BY 1, 2
ON CONFLICT (name, label) DO UPDATE SET count = kept.count + excluded.count
"""
TENDERS = "SELECT id, tender FROM payments_paymentrequest WHERE id = ANY(%s)"


def count(events: list[Event]) -> None:
    """Two statements a batch at most."""
    asked = {UUID(event.payload["request_id"]) for event in events if "request_id" in event.payload}
    tenders = dict(sql.rows(TENDERS, [list(asked)])) if asked else {}
    counted: Counter[tuple[str, str]] = Counter()
    for event in events:
        request = event.payload.get("request_id")
        counted[event.name, tenders.get(UUID(request), "unknown") if request else event.origin.channel] += 1
    names, labels = zip(*counted, strict=True)
    sql.run(ADD, [list(names), list(labels), list(counted.values())])


FIGURES = Consumer(name="project.figures", words=(*ORDERS, *PAYMENTS), handle=count, purpose="service")


def counts() -> list[tuple[str, str, int]]:
    """Name of the word, means of payment or channel, how often."""
    return [(row[0], row[1], row[2]) for row in sql.rows("SELECT name, label, count FROM project_figure ORDER BY 1, 2")]


def rebuild() -> None:
    """Count anew from the first event that is kept; the next deliveries do it."""
    with transaction.atomic(durable=True):
        journal.rewind(FIGURES)
        sql.run("DELETE FROM project_figure")

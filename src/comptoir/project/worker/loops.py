"""The one list of what the worker does by itself; jobs that others ask for go through the queue."""

from __future__ import annotations

from datetime import datetime

from comptoir.catalog import jobs as catalog
from comptoir.checkout import facade as checkout
from comptoir.journal import facade as journal
from comptoir.kit import idempotency
from comptoir.orders import jobs as orders
from comptoir.project.consumers import CONSUMERS
from comptoir.project.worker.loop import Loop


def deliver(now: datetime) -> int:
    """One batch of the journal to each listener."""
    return sum(journal.deliver_once(consumer, now=now) for consumer in CONSUMERS)


LOOPS: list[Loop] = [
    Loop("payments", orders.work_payments, idle_seconds=0.1),
    Loop("journal", deliver, idle_seconds=0.2),
    Loop("payments overdue", orders.sweep_payments, idle_seconds=30),
    Loop("orders overdue", orders.sweep_orders, idle_seconds=15),
    Loop("pictures", catalog.work_pictures, idle_seconds=60),
    Loop("journal partitions", journal.make_partitions_ahead, idle_seconds=3600),
    Loop("shared baskets", checkout.forget_shared, idle_seconds=3600),
    Loop("idempotency", idempotency.forget_old, idle_seconds=3600),
]

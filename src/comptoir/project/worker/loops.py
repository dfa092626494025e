"""The one list of what the worker does by itself; jobs that others ask for go through the queue."""

from collections.abc import Callable
from datetime import datetime

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer
from comptoir.kit import idempotency
from comptoir.orders import jobs as orders
from comptoir.project.consumers import CONSUMERS
from comptoir.project.worker.loop import Loop


def _listen(consumer: Consumer) -> Callable[[datetime], int]:
    return lambda now: journal.deliver_once(consumer, now=now)


LOOPS: list[Loop] = [
    Loop("payments", orders.work_payments, idle_seconds=0.3),
    Loop("payments left open", orders.sweep_payments, idle_seconds=30),
    Loop("orders left unpaid", orders.sweep_orders, idle_seconds=10),
    Loop("partitions ahead", journal.make_partitions_ahead, idle_seconds=3600),
    Loop("old answers", idempotency.forget_old, idle_seconds=3600),
    *(Loop(f"listener {each.name}", _listen(each), idle_seconds=0.3) for each in CONSUMERS),
]

"""What orders do when they hear of themselves: they write to the buyer."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.orders import (
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderExpired,
    OrderLinesCancelled,
    OrderPartlyShipped,
    OrderReady,
    OrderShipped,
)
from comptoir.journal.vocabulary.payments import PaymentWaiting
from comptoir.kit import clock
from comptoir.orders import mail
from comptoir.orders.commands.bulk import work_bulk

KIND_OF = {
    OrderConfirmed.NAME: "confirmed",
    OrderReady.NAME: "ready",
    OrderShipped.NAME: "shipped",
    OrderCancelled.NAME: "cancelled",
    OrderExpired.NAME: "expired",
    OrderChanged.NAME: "changed",
    OrderLinesCancelled.NAME: "changed",
    OrderPartlyShipped.NAME: "partly_shipped",
    PaymentWaiting.NAME: "transfer",
}


def enqueue_mail(events: list[Event]) -> None:
    """One job per news, in the transaction that moves the cursor: read twice is still written once."""
    now = clock.now()
    wanted: list[JSONDict] = [
        {"order_id": event.subject_id, "kind": KIND_OF[event.name]} for event in events if event.is_news(now)
    ]
    if wanted:
        send_order_mail.batch_defer(*wanted)


# Thirteen tries over six hours, each five minutes later than the one before: mail servers have bad nights.
@app.task(name="orders.mail", queue="mail", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def send_order_mail(order_id: str, kind: str) -> None:
    mail.send(UUID(order_id), kind)


@app.task(name="orders.bulk", retry=RetryStrategy(max_attempts=5, wait=5))
def handle_together(run_id: str) -> None:
    """Chunk by chunk, so that a worker that is stopped loses at most one order's time."""
    while work_bulk(UUID(run_id), clock.now(), limit=100):
        pass


MAIL = Consumer(
    name="orders.mail",
    words=(
        OrderConfirmed, OrderReady, OrderPartlyShipped, OrderShipped, OrderChanged, OrderLinesCancelled,
        OrderCancelled, OrderExpired, PaymentWaiting,
    ),  # fmt: skip
    handle=enqueue_mail,
    purpose="service",
)

"""What downloads do when they hear of orders and files: they open what is paid, and write to the buyer."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.downloads import mail
from comptoir.downloads.commands.grant import grant
from comptoir.downloads.queries import untold, waiting
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.downloads import DigitalFileKept
from comptoir.journal.vocabulary.orders import OrderChanged, OrderConfirmed
from comptoir.journal.vocabulary.payments import PaymentReceived
from comptoir.kit import clock


def enqueue(events: list[Event]) -> None:
    """A job for each order that waits for a digital good, in the transaction that moves the cursor."""
    kept = {UUID(event.subject_id) for event in events if event.name == DigitalFileKept.NAME}
    heard = {UUID(event.subject_id) for event in events if event.name != DigitalFileKept.NAME}
    for order in sorted(waiting(order_ids=heard, product_ids=kept)):
        settle.configure(lock=f"downloads.settle:{order}").defer(order_id=str(order))


@app.task(name="downloads.settle", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=60))
def settle(order_id: str) -> None:
    """It tells also what a run before it opened and did not come to tell."""
    grant(UUID(order_id), now=clock.now())
    if untold(UUID(order_id)):
        tell.configure(lock=f"downloads.tell:{order_id}").defer(order_id=order_id)


@app.task(name="downloads.tell", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def tell(order_id: str) -> None:
    mail.send(UUID(order_id), now=clock.now())


PAID = Consumer(
    name="downloads.paid",
    words=(PaymentReceived, OrderConfirmed, OrderChanged, DigitalFileKept),
    handle=enqueue,
    purpose="service",
)

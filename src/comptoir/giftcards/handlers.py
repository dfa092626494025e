"""What gift cards do when they hear of orders: they settle the cards, and write to the buyer."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.catalog import facade as catalog
from comptoir.giftcards import mail
from comptoir.giftcards.commands.settle_cards import settle_cards
from comptoir.giftcards.queries import untold, with_cards
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.orders import OrderCancelled, OrderChanged, OrderLinesCancelled, OrderLineSupplied
from comptoir.journal.vocabulary.payments import PaymentAuthorised, PaymentReceived
from comptoir.kit import clock
from comptoir.orders import facade as orders


def enqueue(events: list[Event]) -> None:
    """A job for each order with cards, in the transaction that moves the cursor; one at a time of an order."""
    heard = {UUID(event.subject_id) for event in events}
    for order in sorted(with_cards(heard) | orders.of_nature(catalog.GIFT_CARD, heard)):
        settle.configure(lock=f"giftcards.settle:{order}").defer(order_id=str(order))


@app.task(name="giftcards.settle", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=60))
def settle(order_id: str) -> None:
    """It tells also what a run before it made and did not come to tell."""
    settle_cards(UUID(order_id), now=clock.now())
    if untold(UUID(order_id)):
        tell.configure(lock=f"giftcards.tell:{order_id}").defer(order_id=order_id)


@app.task(name="giftcards.tell", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def tell(order_id: str) -> None:
    mail.send(UUID(order_id), now=clock.now())


SOLD = Consumer(
    name="giftcards.sold",
    words=(
        PaymentReceived, PaymentAuthorised, OrderChanged, OrderLinesCancelled, OrderCancelled, OrderLineSupplied,
    ),
    handle=enqueue,
    purpose="service",
)  # fmt: skip

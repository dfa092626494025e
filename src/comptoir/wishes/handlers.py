"""What wishes do when they hear of stock: they ask for a look, and each answer is a message of its own."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.inventory import AheadStockReleased, SafetyStockSet, StockMoved, StockReleased
from comptoir.kit import clock
from comptoir.wishes import mail, queries
from comptoir.wishes.commands.answer import answer_waiting


def enqueue(events: list[Event]) -> None:
    """A job for each variant that came and that somebody waits for, in the transaction that moves the cursor."""
    came: set[str] = set()
    for event in events:
        if event.name == StockMoved.NAME and int(event.payload["quantity"]) <= 0:
            continue
        if "variant_id" in event.payload:
            came.add(str(event.payload["variant_id"]))
        came.update(str(line["variant_id"]) for line in event.payload.get("lines", ()))
    for variant_id in queries.waited_for([UUID(one) for one in sorted(came)]) if came else ():
        look.defer(variant_id=str(variant_id))


@app.task(name="wishes.look", retry=RetryStrategy(max_attempts=5, wait=5, linear_wait=60))
def look(variant_id: str) -> None:
    answer_waiting(UUID(variant_id), queue=lambda one: tell.defer(request_id=str(one)), now=clock.now())


@app.task(name="wishes.tell", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def tell(request_id: str) -> None:
    mail.send(UUID(request_id))


STOCK = Consumer(
    name="wishes.stock",
    words=(StockMoved, StockReleased, AheadStockReleased, SafetyStockSet),
    handle=enqueue,
    purpose="service",
)

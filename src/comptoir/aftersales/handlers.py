"""What after-sales do when they hear of themselves and of payments: they ask for jobs, which do the work."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.aftersales import mail, queries
from comptoir.aftersales.commands.close import close
from comptoir.aftersales.commands.give_rest import give_rest
from comptoir.aftersales.commands.stop_parcels import stop_parcels
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.aftersales import (
    WithdrawalDeclared,
    WithdrawalGoodsReturned,
    WithdrawalStoppedParcels,
)
from comptoir.journal.vocabulary.payments import PaymentDisputeClosed, PaymentRefunded, PaymentVoided
from comptoir.kit import clock

PATIENT = RetryStrategy(max_attempts=12, wait=5, linear_wait=300)
OF_PAYMENTS = (PaymentRefunded.NAME, PaymentVoided.NAME, PaymentDisputeClosed.NAME)


def enqueue(events: list[Event]) -> None:
    """Jobs in the transaction that moves the cursor: a batch that is read twice is worked on once."""
    for event in events:
        if event.name == WithdrawalDeclared.NAME:
            acknowledge.defer(withdrawal_id=event.payload["withdrawal_id"])
            stop.defer(withdrawal_id=event.payload["withdrawal_id"])
    paid = {event.subject_id for event in events if event.name in OF_PAYMENTS}
    decided = {event.subject_id for event in events if event.name == PaymentDisputeClosed.NAME}
    for unstopped in queries.unstopped_of(decided) if decided else ():
        stop.defer(withdrawal_id=str(unstopped))  # what was withheld may have kept it from being stopped
    moved = (WithdrawalGoodsReturned.NAME, WithdrawalStoppedParcels.NAME)
    told = {event.payload["withdrawal_id"] for event in events if event.name in moved}
    of_paid = {str(each) for each in queries.open_of(paid)} if paid else set()
    for withdrawal_id in sorted(told | of_paid):
        end.defer(withdrawal_id=withdrawal_id)


@app.task(name="aftersales.acknowledge", retry=PATIENT)
def acknowledge(withdrawal_id: str) -> None:
    mail.send(UUID(withdrawal_id), now=clock.now())


@app.task(name="aftersales.stop", retry=RetryStrategy(max_attempts=60, wait=5, linear_wait=60))
def stop(withdrawal_id: str) -> None:
    stop_parcels(UUID(withdrawal_id), now=clock.now())


@app.task(name="aftersales.close", retry=PATIENT)
def end(withdrawal_id: str) -> None:
    give_rest(UUID(withdrawal_id), now=clock.now())
    close(UUID(withdrawal_id), now=clock.now())


WITHDRAWALS = Consumer(
    name="aftersales.withdrawals",
    words=(
        WithdrawalDeclared, WithdrawalStoppedParcels, WithdrawalGoodsReturned, PaymentRefunded, PaymentVoided,
        PaymentDisputeClosed,
    ),
    handle=enqueue,
    purpose="service",
)  # fmt: skip

"""The worker's entrances: each is one step that answers how much it did."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from comptoir.orders.commands.close import expire_unpaid
from comptoir.orders.commands.refresh_payment import refresh_payment
from comptoir.orders.commands.settle_payment import settle_payment, settle_payments
from comptoir.orders.commands.take_back import lapse_unpaid_changes
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult

log = structlog.get_logger()
ACTOR = "system:worker"
RETURN_WITHIN = timedelta(minutes=2)
MOMENT = 0.1  # seconds that an answer may wait for the others
Answered = tuple[payments.Claimed, PaymentResult]


def work_payments(now: datetime, *, limit: int = 50) -> int:
    """Take requests from the queue, ask their provider, settle its answers.

    Answers that come within a moment are settled together: one transaction, one commit.
    """
    claimed = payments.claim(limit=limit, now=now)
    answered: list[Answered] = []
    began = time.monotonic()
    for claim in claimed:
        try:
            result = payments.call_provider(claim)
        except Exception:
            _failed(claim, now)
            continue
        if result.outcome == "unknown":
            _no_answer(claim, now)
        else:
            answered.append((claim, result))
        if time.monotonic() - began > MOMENT:
            _settle(answered, now)
            answered, began = [], time.monotonic()
    _settle(answered, now)
    return len(claimed)


def _settle(answered: Sequence[Answered], now: datetime) -> None:
    """One answer of each order, then what is left. When together fails, each alone: one order never fails another.

    Gift cards and store credits go alone from the start: two orders may meet at one account.
    """
    for claim, result in answered:
        if claim.tender in payments.STORED:
            _settle_alone(claim, result, now)
    waiting = [each for each in answered if each[0].tender not in payments.STORED]
    while waiting:
        together = list({claim.order_id: (claim, result) for claim, result in reversed(waiting)}.values())
        waiting = [each for each in waiting if each not in together]
        try:
            settle_payments([(claim.request_id, result) for claim, result in together], actor=ACTOR, now=now)
        except Exception:
            log.warning("settling each alone", payments=len(together), exc_info=True)
            for claim, result in together:
                _settle_alone(claim, result, now)


def _settle_alone(claim: payments.Claimed, result: PaymentResult, now: datetime) -> None:
    try:
        settle_payment(claim.request_id, result, actor=ACTOR, now=now)
    except Exception:
        _failed(claim, now)


def _failed(claim: payments.Claimed, now: datetime) -> None:
    """The others of the batch go on; the provider is asked what became of it before it is told again."""
    log.exception("payment failed", payment=str(claim.request_id))
    _no_answer(claim, now)


def _no_answer(claim: payments.Claimed, now: datetime) -> None:
    """Try later. After the last try the order no longer waits for this demand: the customer may choose another
    means, and the sweeper goes on asking."""
    if claim.last:
        given_up = PaymentResult(outcome="cancelled", amount=payments.request_info(claim.request_id).amount)
        settle_payment(claim.request_id, given_up, actor=ACTOR, now=now)
    else:
        payments.try_later(claim.request_id, now=now)


def sweep_payments(now: datetime) -> int:
    """Ask about demands that a provider may still hold: of customers who went to confirm and did not come back, and
    of those that were given up while the provider was being told."""
    settled = 0
    for request_id in payments.in_doubt(older_than=RETURN_WITHIN, now=now):
        settled += refresh_payment(request_id, actor=ACTOR, now=now)
    return settled


def sweep_orders(now: datetime) -> int:
    """Give back the stock of orders that nobody paid, and take back changes whose difference nobody paid."""
    return expire_unpaid(now) + lapse_unpaid_changes(now)

"""The worker's entrances: each is one step that answers how much it did."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from comptoir.orders.commands.close import expire_unpaid
from comptoir.orders.commands.refresh_payment import refresh_payment
from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.orders.commands.take_back import lapse_unpaid_changes
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult

log = structlog.get_logger()
ACTOR = "system:worker"
RETURN_WITHIN = timedelta(minutes=2)


def work_payments(now: datetime, *, limit: int = 20) -> int:
    """Take requests from the queue, ask their provider, settle its answers."""
    claimed = payments.claim(limit=limit, now=now)
    for claim in claimed:
        try:
            result = payments.call_provider(claim)
            if result.outcome == "unknown":
                _no_answer(claim, now)
            else:
                settle_payment(claim.request_id, result, actor=ACTOR, now=now)
        except Exception:
            # The others of the batch go on; the provider is asked what became of it before it is told again.
            log.exception("payment failed", payment=str(claim.request_id))
            _no_answer(claim, now)
    return len(claimed)


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

"""The worker's entrances: each is one step that answers how much it did."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from comptoir.orders.commands.close import expire_unpaid
from comptoir.orders.commands.refresh_payment import refresh_payment
from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.payments import facade as payments

log = structlog.get_logger()
ACTOR = "system:worker"
RETURN_WITHIN = timedelta(minutes=2)


def work_payments(now: datetime, *, limit: int = 20) -> int:
    """Take requests from the queue, ask their provider, settle its answers."""
    claimed = payments.claim(limit=limit, now=now)
    for claim in claimed:
        try:
            result = payments.call_provider(claim)
        except Exception:
            log.exception("payment_provider_failed", request_id=str(claim.request_id))
            continue  # the claim runs out, and the provider is asked before it is told again
        settle_payment(claim.request_id, result, actor=ACTOR, now=now)
    return len(claimed)


def sweep_payments(now: datetime) -> int:
    """Ask about customers who went to confirm a payment and did not come back."""
    settled = 0
    for request_id in payments.waiting_for_customer(older_than=RETURN_WITHIN, now=now):
        settled += refresh_payment(request_id, actor=ACTOR, now=now)
    return settled


def sweep_orders(now: datetime) -> int:
    """Give back the stock of orders that nobody paid."""
    return expire_unpaid(now)

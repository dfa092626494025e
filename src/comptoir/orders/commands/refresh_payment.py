"""Somebody wonders what became of a payment: the customer came back from the bank, or the sweeper passes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.payments import facade as payments


def refresh_payment(request_id: UUID, *, actor: str, now: datetime) -> bool:
    """Ask the provider and settle what it says; false when it has nothing new to say. Refuses NotFound.

    Also for a demand that we gave up meanwhile: who confirms late has paid, and gets the goods or the money back.
    """
    before = payments.request_info(request_id)
    if before.state == "requested" or not payments.may_still_be_paid(before):
        return False
    result = payments.ask_provider(request_id)
    if result is None or result.outcome in ("unknown", "action_required", before.state):
        payments.asked(request_id, now=now)
        return False
    settle_payment(request_id, result, actor=actor, now=now)
    return payments.request_info(request_id).state != before.state

"""Somebody wonders what became of a payment: the customer came back from the bank, or the sweeper passes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.payments import facade as payments


def refresh_payment(request_id: UUID, *, actor: str, now: datetime) -> bool:
    """Ask the provider and settle what it says; false when it has nothing new to say. Refuses NotFound."""
    before = payments.request_info(request_id)
    if before.state != "action_required":
        return False
    result = payments.ask_provider(request_id)
    if result is None or result.outcome in ("unknown", before.state):
        return False
    settle_payment(request_id, result, actor=actor, now=now)
    return True

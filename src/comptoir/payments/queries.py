"""Payments as others see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.payments import rules
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import RequestInfo, TenderOption

COLUMNS = """
SELECT id, order_id, kind, tender, token, amount_minor, currency, state, refusal_code, provider_reference,
       requested_at, answered_at
FROM payments_paymentrequest
"""


def tenders(*, collects: bool) -> tuple[TenderOption, ...]:
    """The means of payment that may be offered."""
    return tuple(option for option in rules.TENDERS if collects or not option.collect_only)


def requests_of(order_id: UUID) -> tuple[RequestInfo, ...]:
    """All demands and refunds of an order, oldest first."""
    return tuple(
        _info(row) for row in sql.rows(COLUMNS + " WHERE order_id = %s ORDER BY requested_at, id", [order_id])
    )


def request_info(request_id: UUID) -> RequestInfo:
    """Refuses NotFound."""
    found = sql.row(COLUMNS + " WHERE id = %s", [request_id])
    if found is None:
        raise NotFound()
    return _info(found)


def waiting_for_customer(*, older_than: timedelta, now: datetime, limit: int = 100) -> tuple[UUID, ...]:
    """Requests whose customer went to confirm and did not come back: the sweeper asks the provider."""
    found = sql.rows(
        "SELECT id FROM payments_paymentrequest WHERE state = 'action_required' AND answered_at < %s LIMIT %s",
        [now - older_than, limit],
    )
    return tuple(row[0] for row in found)


def queue_length() -> int:
    """How many requests wait for the worker."""
    found = sql.row("SELECT count(*) FROM payments_paymentrequest WHERE state = 'requested'")
    return int(found[0]) if found else 0


def _info(row: tuple[Any, ...]) -> RequestInfo:
    (
        identity,
        order_id,
        kind,
        tender,
        token,
        minor,
        currency,
        state,
        refusal,
        reference,
        requested,
        answered,
    ) = row
    action = PROVIDERS[tender].action_address(identity) if state == "action_required" else ""
    return RequestInfo(
        id=identity, order_id=order_id, kind=kind, tender=tender, token=token, state=state,
        amount=Money(minor, currency), refusal_code=refusal, provider_reference=reference,
        requested_at=requested, answered_at=answered, action_address=action,
    )  # fmt: skip

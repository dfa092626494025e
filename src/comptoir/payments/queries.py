"""Payments as others see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.payments import bank, rules, stored
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import RequestInfo, StoredValueInfo, TenderOption

# `next_attempt_at` is when the provider was last asked, once a demand has left the queue.
STORED = """
SELECT id, kind, last4, state, balance_minor, held_minor, currency, legal_entity, customer_id, expires_at
FROM payments_storedvalue
"""
CREDITS = """
 WHERE id IN (SELECT id FROM payments_paymentrequest
              WHERE order_id = %s AND kind = 'refund' AND tender = 'store_credit' AND token = '' AND state = 'paid')
 ORDER BY issued_at
"""
IN_DOUBT = """
SELECT id FROM payments_paymentrequest
WHERE kind = 'charge' AND next_attempt_at < %s
  AND (state IN ('waiting', 'authorised')
       OR (requested_at > %s AND (state = 'action_required' OR (state = 'cancelled' AND attempts > 0))))
ORDER BY next_attempt_at LIMIT %s
"""
BY_STORED = "SELECT id FROM payments_paymentrequest WHERE id = ANY(%s::uuid[]) AND tender = ANY(%s)"
AVAILABLE = "SELECT id, balance_minor - held_minor FROM payments_storedvalue WHERE id = ANY(%s::uuid[])"
COLUMNS = """
SELECT id, order_id, kind, tender, token, amount_minor, currency, state, refusal_code, provider_reference,
       requested_at, answered_at, charge_id, instead_of_id, reserved_minor, taken_minor,
       reserved_until
FROM payments_paymentrequest
"""


def tenders(*, collects: bool, legal_entity: str) -> tuple[TenderOption, ...]:
    """The means of payment that this company may offer; the test card only where the setting TEST_CARD says so."""
    return tuple(
        option
        for option in rules.TENDERS
        if (collects or not option.collect_only) and (settings.TEST_CARD or not option.test_only)
        if not option.needs or bank.has(legal_entity, option.needs)
    )


def tender_names() -> dict[str, Localised]:
    """What each means is called, offered or not: orders of the past were paid by it."""
    return {option.kind: option.name for option in rules.TENDERS}


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


def by_transfer_reference(reference: str) -> RequestInfo | None:
    """The demand or refund by transfer that has this creditor reference; None when there is none."""
    found = sql.row(
        COLUMNS + " WHERE tender = 'bank_transfer' AND provider_reference = %s ORDER BY requested_at LIMIT 1",
        [reference],
    )
    return _info(found) if found else None


def may_still_be_paid(request: RequestInfo) -> bool:
    """Whether money may still come by this demand, whatever we think of it now."""
    return request.kind == "charge" and rules.may_move(request.state, "paid")


def in_doubt(*, older_than: timedelta, now: datetime, limit: int = 100) -> tuple[UUID, ...]:
    """Demands that a provider was told of and that are neither paid nor refused, longest unasked first."""
    found = sql.rows(IN_DOUBT, [now - older_than, now - rules.DOUBT, limit])
    return tuple(row[0] for row in found)


def stored_value(account_id: UUID, *, legal_entity: str | None = None, now: datetime) -> StoredValueInfo:
    """Refuses NotFound, also for one of another legal entity than the named one."""
    found = sql.row(STORED + " WHERE id = %s", [account_id])
    if found is None or legal_entity not in (None, found[7]):
        raise NotFound()
    return _stored(found, now)


def stored_value_by_hash(hashes: list[bytes], *, now: datetime) -> StoredValueInfo | None:
    found = sql.row(STORED + " WHERE code_hash = ANY(%s)", [hashes])
    return _stored(found, now) if found else None


def credits_of(order_id: UUID, *, now: datetime) -> tuple[tuple[StoredValueInfo, str], ...]:
    """The store credits that refunds of an order made, each with its code: for its buyer."""
    found = sql.rows(STORED + CREDITS, [order_id])
    return tuple((_stored(row, now), stored.code_of(row[0])) for row in found)


def available_on(account_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What is neither spent nor claimed of these accounts just now, minor units: to be shown, not to be given."""
    return {row[0]: int(row[1]) for row in sql.rows(AVAILABLE, [list(account_ids)])}


def by_stored_value(request_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these demands and refunds that a gift card or store credit answers: no money comes or goes by them."""
    return {row[0] for row in sql.rows(BY_STORED, [list(request_ids), list(rules.STORED)])}


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
        charge_id,
        instead_of,
        reserved,
        taken,
        until,
    ) = row
    action = PROVIDERS[tender].action_address(identity) if state == "action_required" else ""
    return RequestInfo(
        id=identity, order_id=order_id, kind=kind, tender=tender, token=token, state=state,
        amount=Money(minor, currency), refusal_code=refusal, provider_reference=reference,
        requested_at=requested, answered_at=answered, charge_id=charge_id, instead_of=instead_of,
        reserved=Money(reserved, currency),
        taken=Money(taken, currency), reserved_until=until, action_address=action,
    )  # fmt: skip


def _stored(row: tuple[Any, ...], now: datetime) -> StoredValueInfo:
    identity, kind, last4, state, balance, held, currency, entity, customer, expires = row
    if state == "active" and expires is not None and expires <= now:
        state = "expired"
    elif state == "active" and balance - held <= 0:
        state = "empty"
    usable = balance - held if state == "active" else 0
    return StoredValueInfo(
        id=identity, kind=kind, last4=last4, state=state, balance=Money(balance, currency),
        available=Money(usable, currency), legal_entity=entity, customer_id=customer, expires_at=expires,
    )  # fmt: skip

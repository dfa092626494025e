"""The worker's side: take requests from the queue, call their provider outside every transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.ports import Demand

CLAIM = """
WITH taken AS (
    SELECT id, charge_id, claimed_until IS NOT NULL AS again FROM payments_paymentrequest
    WHERE state = 'requested' AND next_attempt_at <= %(now)s
      AND (claimed_until IS NULL OR claimed_until <= %(now)s)
    ORDER BY next_attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE payments_paymentrequest r
SET claimed_until = %(until)s, attempts = r.attempts + 1
FROM taken LEFT JOIN payments_paymentrequest charge ON charge.id = taken.charge_id
WHERE r.id = taken.id
RETURNING taken.again, r.attempts, r.order_id, r.id, r.kind, r.tender, r.token, r.amount_minor, r.currency,
          coalesce(charge.provider_reference, ''), r.final, r.legal_entity
"""
DEMAND = """
SELECT r.id, r.kind, r.tender, r.token, r.amount_minor, r.currency, coalesce(charge.provider_reference, ''), r.final,
       r.legal_entity
FROM payments_paymentrequest r LEFT JOIN payments_paymentrequest charge ON charge.id = r.charge_id
WHERE r.id = %s
"""
# The wait doubles with each try, to ten minutes at most.
RETRY = """
UPDATE payments_paymentrequest
SET claimed_until = %(now)s, next_attempt_at = %(now)s + least(2 ^ attempts, 600) * interval '1 second'
WHERE id = %(id)s AND state = 'requested'
"""
ASKED = "UPDATE payments_paymentrequest SET next_attempt_at = %s WHERE id = %s AND state <> 'requested'"


@dataclass(frozen=True, slots=True)
class Claimed:
    """`again` is true when there was a claim before: the provider is asked before it is told once more. `last` says
    that the demand is given up when this try brings no answer; a refund never is."""

    order_id: UUID
    kind: str
    tender: str
    demand: Demand
    again: bool
    last: bool

    @property
    def request_id(self) -> UUID:
        return self.demand.key


def claim(*, limit: int, now: datetime) -> tuple[Claimed, ...]:
    """Take up to `limit` requests for 30 seconds; other workers pass them by."""
    with transaction.atomic(durable=True):
        found = sql.rows(CLAIM, {"now": now, "until": now + rules.CLAIM, "limit": limit})
    return tuple(
        Claimed(
            order_id, *_demand_of(row), again=again, last=row[1] == "charge" and attempts >= rules.GIVE_UP_AFTER
        )
        for again, attempts, order_id, *row in found
    )


def call_provider(claimed: Claimed) -> PaymentResult:
    """The provider's answer. Must not be called in a transaction: the network has no place there."""
    if connection.in_atomic_block:
        raise RuntimeError("a provider is called outside every transaction")
    provider, demand = PROVIDERS[claimed.tender], claimed.demand
    if claimed.again and (answer := provider.ask(demand)) is not None:
        return answer
    told = {
        "charge": provider.charge, "refund": provider.refund, "capture": provider.capture, "void": provider.void,
    }  # fmt: skip
    return told[claimed.kind](demand)


def ask_provider(request_id: UUID) -> PaymentResult | None:
    """What the provider knows of a request now (the customer came back, or the sweeper wonders)."""
    if connection.in_atomic_block:
        raise RuntimeError("a provider is called outside every transaction")
    found = sql.row(DEMAND, [request_id])
    if found is None:
        raise LookupError(f"no payment request {request_id}")
    _kind, tender, demand = _demand_of(found)
    return PROVIDERS[tender].ask(demand)


def try_later(request_id: UUID, *, now: datetime) -> None:
    """The provider gave no answer: ask it again after 2, 4, 8 … seconds, at most ten minutes."""
    with transaction.atomic(durable=True):
        sql.run(RETRY, {"now": now, "id": request_id})


def asked(request_id: UUID, *, now: datetime) -> None:
    """The provider was asked and had nothing new to say: others in doubt come first."""
    with transaction.atomic(durable=True):
        sql.run(ASKED, [now, request_id])


def _demand_of(row: Sequence[Any]) -> tuple[str, str, Demand]:
    key, kind, tender, token, minor, currency, reference, final, legal_entity = row
    demand = Demand(
        key=key, token=token, amount=Money(minor, currency), reference=reference, final=final, kind=kind,
        legal_entity=legal_entity,
    )  # fmt: skip
    return kind, tender, demand

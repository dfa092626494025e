"""Write down what a provider answered, in the transaction that moves the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.payments import (
    PaymentAuthenticationRequired,
    PaymentAuthorised,
    PaymentAwaited,
    PaymentCancelled,
    PaymentReceived,
    PaymentRefunded,
    PaymentRefused,
    PaymentVoided,
    PaymentWaiting,
)
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.contracts import PaymentResult

ORDERS_OF = """
SELECT r.id, r.order_id FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN payments_paymentrequest r USING (id)
"""
READ = """
SELECT r.id, r.order_id, r.kind, r.state, r.tender, others.reserved, others.awaited
FROM unnest((SELECT %s::uuid[])) AS wanted(id)
JOIN payments_paymentrequest r ON r.id = wanted.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.reserved_minor - o.taken_minor) FILTER (WHERE o.state = 'authorised'), 0)::bigint AS reserved,
           coalesce(sum(o.amount_minor) FILTER (WHERE o.state = 'awaited'), 0)::bigint AS awaited
    FROM payments_paymentrequest o
    WHERE o.order_id = r.order_id AND o.kind = 'charge' AND o.id <> r.id
) AS others
ORDER BY r.id FOR UPDATE OF r
"""
MOVE = """
WITH answer AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(states)s::text[], %(references)s::text[], %(refusals)s::text[], %(receipts)s::uuid[],
        %(came)s::bigint[], %(signed)s::bigint[], %(currencies)s::text[], %(until)s::timestamptz[]
    ) AS a(id, state, reference, refusal, receipt, came, signed, currency, until)
), moved AS (
    UPDATE payments_paymentrequest r
    SET state = a.state, provider_reference = coalesce(nullif(a.reference, ''), r.provider_reference),
        refusal_code = a.refusal, answered_at = %(now)s, claimed_until = NULL, next_attempt_at = %(now)s,
        reserved_minor = CASE WHEN a.state = 'authorised' THEN a.came ELSE r.reserved_minor END,
        reserved_until = coalesce(a.until, r.reserved_until)
    FROM answer a WHERE r.id = a.id
    RETURNING r.id, r.order_id, r.kind, r.charge_id, r.final, a.state, a.reference, a.receipt, a.came, a.signed,
              a.currency
), charged AS (
    UPDATE payments_paymentrequest c
    SET taken_minor = c.taken_minor + CASE WHEN moved.kind = 'capture' THEN moved.came ELSE 0 END,
        state = CASE WHEN c.state <> 'authorised' THEN c.state
                     WHEN moved.kind = 'void' THEN CASE WHEN c.taken_minor > 0 THEN 'captured' ELSE 'cancelled' END
                     WHEN moved.final OR c.taken_minor + moved.came >= c.reserved_minor THEN 'captured'
                     ELSE c.state END
    FROM moved
    WHERE c.id = moved.charge_id AND moved.state = CASE moved.kind WHEN 'capture' THEN 'paid' ELSE 'voided' END
      AND moved.kind IN ('capture', 'void')
)
INSERT INTO payments_receipt (id, request_id, order_id, amount_minor, currency, provider_reference, received_at)
SELECT moved.receipt, moved.id, moved.order_id, moved.signed, moved.currency, moved.reference, %(now)s
FROM moved WHERE moved.state = 'paid'
"""
CANCEL = """
UPDATE payments_paymentrequest SET state = 'cancelled', claimed_until = NULL
WHERE order_id = %s AND kind = 'charge' AND state = ANY(%s) RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`moved` is false when the answer was known already or says nothing new; `received` is what came in by it
    (negative: went out). `reserved` and `awaited`, in minor units, are what the order's other charges have of it
    reserved at a provider, or to be paid at the counter."""

    order_id: UUID
    kind: str
    tender: str
    moved: bool
    state: str
    received: Money
    reserved: int
    awaited: int


def orders_of(request_ids: Sequence[UUID]) -> list[UUID]:
    """The order that each request belongs to; LookupError when there is no such request."""
    found = dict(sql.rows(ORDERS_OF, [list(request_ids)]))
    if len(found) < len(set(request_ids)):
        raise LookupError(f"no payment request among {request_ids} that is not in {found}")
    return [found[request_id] for request_id in request_ids]


def record(answers: Sequence[tuple[UUID, PaymentResult, Origin]], *, now: datetime) -> list[Recorded]:
    """Record each request's answer once, in the caller's transaction, which holds their orders; of one order one
    answer at a time. Two statements however many there are.

    Money is recorded with the amount that really came, whatever was asked.
    """
    standing = {row[0]: row[1:] for row in sql.rows(READ, [[request_id for request_id, _, _ in answers]])}
    recorded = [_recorded(result, *standing[request_id]) for request_id, result, _ in answers]
    moved = [
        (request_id, result, origin, each)
        for (request_id, result, origin), each in zip(answers, recorded, strict=True)
        if each.moved
    ]
    if moved:
        _move([(request_id, result, each) for request_id, result, _, each in moved], now)
    for request_id, result, origin, each in moved:
        journal.append(_word(request_id, each.order_id, each.kind, result), origin=origin, occurred_at=now)
    return recorded


def _recorded(
    result: PaymentResult, order_id: UUID, kind: str, state: str, tender: str, reserved: int, awaited: int
) -> Recorded:
    known = result.outcome == "unknown" or not rules.may_move(state, result.outcome)
    received = Money(0, result.amount.currency)
    if result.outcome == "paid" and not known:
        received = -result.amount if kind == "refund" else result.amount
    return Recorded(
        order_id=order_id, kind=kind, tender=tender, moved=not known, received=received, reserved=reserved,
        awaited=awaited, state=state if known else result.outcome,
    )  # fmt: skip


def _move(moved: Sequence[tuple[UUID, PaymentResult, Recorded]], now: datetime) -> None:
    results = [result for _, result, _ in moved]
    sql.run(
        MOVE,
        {
            "now": now, "ids": [request_id for request_id, _, _ in moved],
            "states": [result.outcome for result in results],
            "references": [result.reference for result in results],
            "refusals": [result.refusal_code for result in results], "receipts": [uuid7() for _ in results],
            "came": [result.amount.minor for result in results],
            "signed": [each.received.minor for _, _, each in moved],
            "currencies": [result.amount.currency for result in results],
            "until": [result.until for result in results],
        },
    )  # fmt: skip


def cancel_open(order_id: UUID, *, origin: Origin, now: datetime) -> None:
    """No longer ask for money that was not yet given, in the caller's transaction."""
    cancelled = sql.rows(CANCEL, [order_id, list(rules.OPEN_STATES)])
    words = [PaymentCancelled(request_id=row[0], order_id=order_id) for row in cancelled]
    journal.append(*words, origin=origin, occurred_at=now)


def _word(request_id: UUID, order_id: UUID, kind: str, result: PaymentResult) -> Word:
    minor, currency = result.amount.minor, result.amount.currency
    match result.outcome, kind:
        case "paid", "refund":
            return PaymentRefunded(
                request_id=request_id, order_id=order_id, amount_minor=minor, currency=currency
            )
        case "paid", _:
            return PaymentReceived(
                request_id=request_id, order_id=order_id, amount_minor=minor, currency=currency
            )
        case "refused", _:
            return PaymentRefused(request_id=request_id, order_id=order_id, refusal_code=result.refusal_code)
        case "awaited", _:
            return PaymentAwaited(request_id=request_id, order_id=order_id)
        case "cancelled", _:
            return PaymentCancelled(request_id=request_id, order_id=order_id)
        case "authorised", _:
            return PaymentAuthorised(
                request_id=request_id, order_id=order_id, amount_minor=minor, currency=currency
            )
        case "waiting", _:
            return PaymentWaiting(request_id=request_id, order_id=order_id)
        case "voided", _:
            return PaymentVoided(request_id=request_id, order_id=order_id, amount_minor=minor, currency=currency)
        case "action_required", _:
            return PaymentAuthenticationRequired(request_id=request_id, order_id=order_id)
    raise ValueError(f"no word for {result.outcome}")

"""Write down what a provider answered, in the transaction that moves the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.payments import (
    PaymentAuthenticationRequired,
    PaymentAwaited,
    PaymentCancelled,
    PaymentReceived,
    PaymentRefunded,
    PaymentRefused,
)
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.contracts import PaymentResult

ORDER_OF = "SELECT order_id FROM payments_paymentrequest WHERE id = %s"
READ = "SELECT order_id, kind, state, attempts FROM payments_paymentrequest WHERE id = %s FOR UPDATE"
MOVE = """
WITH moved AS (
    UPDATE payments_paymentrequest
    SET state = %(state)s, provider_reference = %(reference)s, refusal_code = %(refusal)s, answered_at = %(now)s,
        claimed_until = NULL
    WHERE id = %(id)s
    RETURNING id, order_id
)
INSERT INTO payments_receipt (id, request_id, order_id, amount_minor, currency, provider_reference, received_at)
SELECT %(receipt)s, moved.id, moved.order_id, %(amount)s, %(currency)s, %(reference)s, %(now)s
FROM moved WHERE %(state)s = 'paid'
"""
CANCEL = """
UPDATE payments_paymentrequest SET state = 'cancelled', claimed_until = NULL
WHERE order_id = %s AND kind = 'charge' AND state = ANY(%s) RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`moved` is false when the answer was known already or says nothing new; `received` is what came in by it
    (negative: went out)."""

    order_id: UUID
    kind: str
    moved: bool
    state: str
    received: Money


def order_of(request_id: UUID) -> UUID:
    """The order that a request belongs to; LookupError when there is no such request."""
    found = sql.row(ORDER_OF, [request_id])
    if found is None:
        raise LookupError(f"no payment request {request_id}")
    order_id: UUID = found[0]
    return order_id


def record(request_id: UUID, result: PaymentResult, *, origin: Origin, now: datetime) -> Recorded:
    """Record an answer once, in the caller's transaction, which holds the order.

    Money is recorded with the amount that really came, whatever was asked.
    """
    found = sql.row(READ, [request_id])
    if found is None:
        raise LookupError(f"no payment request {request_id}")
    order_id, kind, state, _attempts = found
    nothing = Money(0, result.amount.currency)
    if result.outcome == "unknown" or not rules.may_move(state, result.outcome):
        return Recorded(order_id=order_id, kind=kind, moved=False, state=state, received=nothing)
    received = nothing
    if result.outcome == "paid":
        received = -result.amount if kind == "refund" else result.amount
    sql.run(
        MOVE,
        {
            "id": request_id, "state": result.outcome, "reference": result.reference, "now": now,
            "refusal": result.refusal_code, "receipt": uuid7(), "amount": received.minor,
            "currency": received.currency,
        },
    )  # fmt: skip
    journal.append(_word(request_id, order_id, kind, result), origin=origin, occurred_at=now)
    return Recorded(order_id=order_id, kind=kind, moved=True, state=result.outcome, received=received)


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
        case "action_required", _:
            return PaymentAuthenticationRequired(request_id=request_id, order_id=order_id)
    raise ValueError(f"no word for {result.outcome}")

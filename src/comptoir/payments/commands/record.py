"""Write down what a provider answered, in the transaction that moves the order."""

from __future__ import annotations

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
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Transfer
from comptoir.payments import rules, stored
from comptoir.payments.commands.stored_value import open_credit
from comptoir.payments.contracts import PaymentResult

ORDER_OF = "SELECT order_id FROM payments_paymentrequest WHERE id = %s"
READ = """
SELECT r.order_id, r.kind, r.state, r.tender, r.token, r.amount_minor, r.currency, others.reserved, others.awaited
FROM payments_paymentrequest r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.reserved_minor - o.taken_minor) FILTER (WHERE o.state = 'authorised'), 0)::bigint AS reserved,
           coalesce(sum(o.amount_minor) FILTER (WHERE o.state = 'awaited'), 0)::bigint AS awaited
    FROM payments_paymentrequest o
    WHERE o.order_id = r.order_id AND o.kind = 'charge' AND o.id <> r.id
) AS others
WHERE r.id = %s FOR UPDATE OF r
"""
MOVE = """
WITH moved AS (
    UPDATE payments_paymentrequest
    SET state = %(state)s::text, provider_reference = coalesce(nullif(%(reference)s::text, ''), provider_reference),
        refusal_code = %(refusal)s, answered_at = %(now)s, claimed_until = NULL, next_attempt_at = %(now)s,
        reserved_minor = CASE WHEN %(state)s::text = 'authorised' THEN %(came)s::bigint ELSE reserved_minor END,
        reserved_until = coalesce(%(until)s::timestamptz, reserved_until)
    WHERE id = %(id)s
    RETURNING id, order_id, kind, charge_id, final
), charged AS (
    UPDATE payments_paymentrequest c
    SET taken_minor = c.taken_minor + CASE WHEN moved.kind = 'capture' THEN %(came)s::bigint ELSE 0 END,
        state = CASE WHEN c.state <> 'authorised' THEN c.state
                     WHEN moved.kind = 'void' THEN CASE WHEN c.taken_minor > 0 THEN 'captured' ELSE 'cancelled' END
                     WHEN moved.final OR c.taken_minor + %(came)s::bigint >= c.reserved_minor THEN 'captured'
                     ELSE c.state END
    FROM moved
    WHERE c.id = moved.charge_id AND %(state)s::text = CASE moved.kind WHEN 'capture' THEN 'paid' ELSE 'voided' END
      AND moved.kind IN ('capture', 'void')
)
INSERT INTO payments_receipt (id, request_id, order_id, amount_minor, currency, provider_reference, received_at)
SELECT %(receipt)s, moved.id, moved.order_id, %(signed)s, %(currency)s, %(reference)s::text, %(now)s
FROM moved WHERE %(state)s::text = 'paid'
"""
CANCEL = """
UPDATE payments_paymentrequest SET state = 'cancelled', claimed_until = NULL
WHERE order_id = %s AND kind = 'charge' AND state = ANY(%s) RETURNING id, tender
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """`moved` is false when the answer was known already or says nothing new; `received` is what came in by it
    (negative: went out), `asked` what was asked for, `transfers` what the ledger has to say of it. `reserved` and
    `awaited`, in minor units, are what the order's other charges have of it reserved at a provider, or to be paid at
    the counter. `lapsed`: what this one had reserved is not any more."""

    order_id: UUID
    kind: str
    tender: str
    moved: bool
    state: str
    received: Money
    asked: Money
    transfers: tuple[Transfer, ...]
    reserved: int
    awaited: int
    lapsed: bool = False


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
    order_id, kind, state, tender, token, asked, currency, reserved, awaited = found
    nothing = Money(0, result.amount.currency)
    known = result.outcome == "unknown" or not rules.may_move(state, result.outcome)
    # A claim that was let go may be spent elsewhere by now: no provider has this money, so it never comes late.
    known = known or (tender in rules.STORED and state in ("refused", "cancelled"))
    received = nothing
    if result.outcome == "paid" and not known:
        received = -result.amount if kind == "refund" else result.amount
    recorded = Recorded(
        order_id=order_id, kind=kind, tender=tender, moved=not known, received=received, reserved=reserved,
        awaited=awaited, state=state if known else result.outcome, asked=Money(asked, currency),
        lapsed=kind == "charge" and state == "authorised" and result.outcome == "cancelled" and not known,
        transfers=_transfers(kind, tender, received, request_id),
    )  # fmt: skip
    if known:
        return recorded
    sql.run(
        MOVE,
        {
            "id": request_id, "state": result.outcome, "reference": result.reference, "now": now,
            "refusal": result.refusal_code, "receipt": uuid7(), "came": result.amount.minor,
            "signed": received.minor, "currency": received.currency, "until": result.until,
        },
    )  # fmt: skip
    if tender in rules.STORED:
        _move_stored(request_id, order_id, kind, token, result, origin, now)
    journal.append(_word(request_id, order_id, kind, result), origin=origin, occurred_at=now)
    return recorded


def _transfers(kind: str, tender: str, received: Money, request_id: UUID) -> tuple[Transfer, ...]:
    there = rules.account_of(tender)
    if received.minor > 0:
        return (
            Transfer(debit=there, credit=ledger.RECEIVABLE, amount=received, kind="receipt", cause=request_id),
        )
    if received.minor < 0:
        return (
            Transfer(debit=ledger.RECEIVABLE, credit=there, amount=-received, kind="refund", cause=request_id),
        )
    return ()


def _move_stored(
    request_id: UUID, order_id: UUID, kind: str, token: str, result: PaymentResult, origin: Origin, now: datetime
) -> None:
    """What the answer does to the gift card or store credit; a refund without an account opens a store credit."""
    if kind == "refund" and result.outcome == "paid":
        account_id = UUID(token) if token else open_credit(request_id, result.amount, origin, now)
        stored.put_back(
            account_id, result.amount, kind="refund", reason="", order_id=order_id, request_id=request_id, now=now
        )
    elif kind == "charge" and result.outcome == "paid":
        stored.spend(UUID(token), result.amount, order_id=order_id, request_id=request_id, now=now)
    elif kind == "charge" and result.outcome in ("refused", "cancelled"):
        stored.release([request_id], now=now)


def cancel_open(order_id: UUID, *, origin: Origin, now: datetime) -> None:
    """No longer ask for money that was not yet given, in the caller's transaction."""
    cancelled = sql.rows(CANCEL, [order_id, list(rules.OPEN_STATES)])
    claims = [row[0] for row in cancelled if row[1] in rules.STORED]
    if claims:
        stored.release(claims, now=now)
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

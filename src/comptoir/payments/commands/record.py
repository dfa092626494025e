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
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Transfer
from comptoir.payments import rules, stored
from comptoir.payments.commands.stored_value import open_credit
from comptoir.payments.contracts import PaymentResult

ORDERS_OF = """
SELECT r.id, r.order_id FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN payments_paymentrequest r USING (id)
"""
READ = """
SELECT r.id, r.order_id, r.kind, r.state, r.tender, r.token, r.amount_minor, r.currency, others.reserved, others.awaited
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """A request as it is under its lock, and what the order's others have."""

    order_id: UUID
    kind: str
    state: str
    tender: str
    token: str
    asked: int
    currency: str
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
    standing = {row[0]: _Standing(*row[1:]) for row in sql.rows(READ, [[request_id for request_id, _, _ in answers]])}
    recorded = [_recorded(request_id, result, standing[request_id]) for request_id, result, _ in answers]
    moved = [
        (request_id, result, origin, each)
        for (request_id, result, origin), each in zip(answers, recorded, strict=True)
        if each.moved
    ]
    if moved:
        _move([(request_id, result, each) for request_id, result, _, each in moved], now)
    for request_id, result, origin, each in moved:
        if each.tender in rules.STORED:
            token = standing[request_id].token
            _move_stored(request_id, each.order_id, each.kind, token, result, origin, now)
        journal.append(_word(request_id, each.order_id, each.kind, result), origin=origin, occurred_at=now)
    return recorded


def _recorded(request_id: UUID, result: PaymentResult, standing: _Standing) -> Recorded:
    kind, state, tender = standing.kind, standing.state, standing.tender
    known = result.outcome == "unknown" or not rules.may_move(state, result.outcome)
    # A claim that was let go may be spent elsewhere by now: no provider has this money, so it never comes late.
    known = known or (tender in rules.STORED and state in ("refused", "cancelled"))
    received = Money(0, result.amount.currency)
    if result.outcome == "paid" and not known:
        received = -result.amount if kind == "refund" else result.amount
    return Recorded(
        order_id=standing.order_id, kind=kind, tender=tender, moved=not known, received=received,
        reserved=standing.reserved, awaited=standing.awaited, state=state if known else result.outcome,
        asked=Money(standing.asked, standing.currency),
        lapsed=kind == "charge" and state == "authorised" and result.outcome == "cancelled" and not known,
        transfers=_transfers(kind, tender, received, request_id),
    )  # fmt: skip


def _move(moved: Sequence[tuple[UUID, PaymentResult, Recorded]], now: datetime) -> None:
    results = [result for _, result, _ in moved]
    sql.write(
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

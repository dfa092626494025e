"""Ask for money, or give it back: a row that the worker will find."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.payments import PaymentRequested
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import NothingToRefund, TenderUnknown

INSERT = """
INSERT INTO payments_paymentrequest (
    id, order_id, kind, refunds_id, tender, token, amount_minor, currency, state, attempts, next_attempt_at,
    provider_reference, refusal_code, requested_at
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'requested', 0, %s, '', '', %s)
"""
REFUNDABLE = """
SELECT r.id, r.tender, r.token, r.amount_minor - coalesce(sum(given.amount_minor), 0)
FROM payments_paymentrequest r
LEFT JOIN payments_paymentrequest given ON given.refunds_id = r.id AND given.state <> 'refused'
WHERE r.order_id = %s AND r.kind = 'charge' AND r.state = 'paid' AND r.currency = %s
GROUP BY r.id ORDER BY r.requested_at DESC
"""


def check_tender(tender: Tender, *, collects: bool) -> None:
    """Refuses TenderUnknown for a means that is not offered for this way of delivery."""
    option = rules.tender(tender.kind)
    if option is None or (option.collect_only and not collects):
        raise TenderUnknown()
    if option.tokens and tender.token not in {token for token, _name in option.tokens}:
        raise TenderUnknown()


def request(order_id: UUID, *, amount: Money, tender: Tender, origin: Origin, now: datetime) -> UUID:
    """Demand `amount` for an order, in the caller's transaction. No network: the worker takes it from here."""
    return _insert(order_id, "charge", None, tender.kind, tender.token, amount, origin, now)


def request_refund(order_id: UUID, *, amount: Money, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give `amount` back, to the latest payments first, in the caller's transaction (which holds the order).

    Refuses NothingToRefund when less than that was received.
    """
    left, made = amount.minor, []
    for request_id, kind, token, refundable in sql.rows(REFUNDABLE, [order_id, amount.currency]):
        part = min(left, int(refundable))
        if part > 0:
            made.append(
                _insert(
                    order_id, "refund", request_id, kind, token, Money(part, amount.currency), origin, now
                )
            )
            left -= part
    if left:
        raise NothingToRefund()
    return tuple(made)


def _insert(
    order_id: UUID, kind: str, refunds: UUID | None, tender: str, token: str, amount: Money, origin: Origin,
    now: datetime,
) -> UUID:  # fmt: skip
    request_id = uuid7()
    sql.run(
        INSERT,
        [request_id, order_id, kind, refunds, tender, token, amount.minor, amount.currency, now, now],
    )
    journal.append(
        PaymentRequested(
            request_id=request_id, order_id=order_id, kind=kind, tender=tender, amount_minor=amount.minor,
            currency=amount.currency,
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    return request_id

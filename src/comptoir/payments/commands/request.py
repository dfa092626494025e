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
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import NothingToRefund, TenderUnknown
from comptoir.payments.queries import tenders

INSERT = """
INSERT INTO payments_paymentrequest (
    id, order_id, kind, refunds_id, tender, token, amount_minor, currency, state, attempts, next_attempt_at,
    provider_reference, refusal_code, requested_at
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'requested', 0, %s, '', '', %s)
"""
REFUNDABLE = """
SELECT r.id, r.tender, r.token, receipt.amount_minor - coalesce(sum(given.amount_minor), 0)
FROM payments_paymentrequest r
JOIN payments_receipt receipt ON receipt.request_id = r.id
LEFT JOIN payments_paymentrequest given
       ON given.refunds_id = r.id AND given.state NOT IN ('refused', 'cancelled')
WHERE r.order_id = %s AND r.kind = 'charge' AND r.currency = %s
GROUP BY r.id, receipt.amount_minor ORDER BY r.requested_at DESC
"""


def check_tender(tender: Tender, *, collects: bool) -> None:
    """Refuses TenderUnknown for a means that is not offered for this way of delivery."""
    option = next((offered for offered in tenders(collects=collects) if offered.kind == tender.kind), None)
    if option is None:
        raise TenderUnknown()
    if tender.token not in ({token for token, _name in option.tokens} or {""}):
        raise TenderUnknown()


def request(order_id: UUID, *, amount: Money, tender: Tender, origin: Origin, now: datetime) -> UUID:
    """Demand `amount` for an order, in the caller's transaction. No network: the worker takes it from here."""
    return _insert(order_id, "charge", None, tender.kind, tender.token, amount, origin, now)


def request_refund(order_id: UUID, *, amount: Money, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give `amount` back, to the latest payments first, in the caller's transaction (which holds the order).

    What was asked back already counts as given. Refuses NothingToRefund when less than `amount` is left of what
    really came.
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


def request_all_back(order_id: UUID, *, currency: str, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give back all that came and was not asked back yet; nothing when nothing is left."""
    left = sum(max(0, int(row[3])) for row in sql.rows(REFUNDABLE, [order_id, currency]))
    amount = Money(left, currency)
    return request_refund(order_id, amount=amount, origin=origin, now=now) if left else ()


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

"""Money goes back: to where it came from, or as store credit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.commands.write import Asked, write
from comptoir.payments.errors import RefundNotRefused

CREDIT = "store_credit"
REFUNDABLE = """
SELECT r.id, r.tender, r.token, coalesce(came.minor, 0) - coalesce(asked.minor, 0) - coalesce(kept.minor, 0)
FROM payments_paymentrequest r
CROSS JOIN LATERAL (
    SELECT sum(receipt.amount_minor)::bigint AS minor
    FROM payments_paymentrequest m JOIN payments_receipt receipt ON receipt.request_id = m.id
    WHERE m.order_id = r.order_id AND (m.id = r.id OR (m.charge_id = r.id AND m.kind = 'capture'))
      AND receipt.currency = %(currency)s
) AS came
CROSS JOIN LATERAL (
    SELECT sum(g.amount_minor)::bigint AS minor FROM payments_paymentrequest g
    WHERE g.order_id = r.order_id AND g.charge_id = r.id AND g.kind = 'refund' AND g.currency = %(currency)s
      AND g.state NOT IN ('refused', 'cancelled')
) AS asked
CROSS JOIN LATERAL (
    SELECT sum(d.withheld_minor)::bigint AS minor FROM payments_dispute d
    WHERE d.request_id = r.id AND d.currency = %(currency)s
) AS kept
WHERE r.order_id = %(order)s AND r.kind = 'charge' ORDER BY r.requested_at DESC, r.id DESC
"""
REFUSED = """
SELECT r.tender, r.token, r.amount_minor, r.currency, r.charge_id FROM payments_paymentrequest r
WHERE r.id = %(id)s AND r.order_id = %(order)s AND r.kind = 'refund' AND r.state = 'refused'
  AND NOT EXISTS (SELECT 1 FROM payments_paymentrequest n WHERE n.instead_of_id = r.id)
"""


def request_refund(
    order_id: UUID, *, amount: Money, as_credit: bool = False, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Give `amount` back in the caller's transaction (which holds the order), in the order of `rules.refund_parts`:
    the latest payment first, gift cards and store credit last; or all of it as a new store credit.

    What was asked back already counts as given. Refuses NothingToRefund when less than `amount` is left of what
    really came.
    """
    found = _refundable(order_id, amount.currency)
    asked = [
        Asked(
            kind="refund", tender=CREDIT if as_credit else part.tender, token="" if as_credit else part.token,
            minor=part.minor, charge=part.charge,
        )
        for part in rules.refund_parts(amount.minor, found)
    ]  # fmt: skip
    return write(order_id, amount.currency, asked, origin, now)


def request_all_back(order_id: UUID, *, currency: str, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give back all that came and was not asked back yet; nothing when nothing is left."""
    left = refundable(order_id, currency)
    return request_refund(order_id, amount=left, origin=origin, now=now) if left else ()


def request_refund_again(
    order_id: UUID, request_id: UUID, *, as_credit: bool, origin: Origin, now: datetime
) -> UUID:
    """Another try of a refund that was refused, by the same means or as store credit, in the caller's transaction
    (which holds the order). Refuses RefundNotRefused."""
    found = sql.row(REFUSED, {"id": request_id, "order": order_id})
    if found is None:
        raise RefundNotRefused()
    tender, token, minor, currency, charge = found
    asked = Asked(
        kind="refund", tender=CREDIT if as_credit else tender, token="" if as_credit else token, minor=minor,
        charge=charge, instead_of=request_id,
    )  # fmt: skip
    return write(order_id, currency, [asked], origin, now)[0]


def refundable(order_id: UUID, currency: str) -> Money:
    """What came for an order, was not asked back yet, and is not withheld by a dispute."""
    return Money(sum(part.minor for part in _refundable(order_id, currency)), currency)


def ways_back(order_id: UUID, currency: str) -> tuple[tuple[str, Money], ...]:
    """What would go back if everything did, by the kinds of the means it came by, the latest payment first."""
    parts = [part for part in _refundable(order_id, currency) if part.minor]
    return tuple((part.tender, Money(part.minor, currency)) for part in parts)


def _refundable(order_id: UUID, currency: str) -> list[rules.Refundable]:
    return [
        rules.Refundable(charge=charge, tender=tender, token=token, minor=max(0, int(minor)))
        for charge, tender, token, minor in sql.rows(REFUNDABLE, {"order": order_id, "currency": currency})
    ]

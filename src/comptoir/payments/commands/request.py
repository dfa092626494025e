"""Ask for money, take what is reserved, let it go, or give it back: rows that the worker will find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from comptoir.payments.queries import tenders

INSERT = """
INSERT INTO payments_paymentrequest (
    id, order_id, kind, charge_id, tender, token, amount_minor, currency, final, state, reserved_minor, taken_minor,
    attempts, next_attempt_at, provider_reference, refusal_code, requested_at
)
SELECT a.id, %(order)s, a.kind, a.charge, a.tender, a.token, a.amount, %(currency)s, a.final, 'requested', 0, 0, 0,
       %(now)s, '', '', %(now)s
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(charges)s::uuid[], %(tenders)s::text[], %(tokens)s::text[],
            %(amounts)s::bigint[], %(finals)s::boolean[]) AS a(id, kind, charge, tender, token, amount, final)
"""
REFUNDABLE = """
SELECT r.id, r.tender, r.token, coalesce(came.minor, 0) - coalesce(asked.minor, 0)
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
WHERE r.order_id = %(order)s AND r.kind = 'charge' ORDER BY r.requested_at DESC, r.id DESC
"""
LET_GO = """
SELECT r.id, r.tender, r.token, r.reserved_minor - r.taken_minor, r.currency FROM payments_paymentrequest r
WHERE r.order_id = %(order)s AND r.kind = 'charge' AND r.state = 'authorised'
  AND r.id = coalesce(%(charge)s, r.id)
  AND NOT EXISTS (SELECT 1 FROM payments_paymentrequest v
                  WHERE v.order_id = r.order_id AND v.charge_id = r.id AND v.kind = 'void' AND v.state <> 'refused')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row to write: `charge` is what a refund, capture or void is about."""

    kind: str
    tender: str
    token: str
    minor: int
    charge: UUID | None = None
    final: bool = True


def check_tender(tender: Tender, *, collects: bool) -> None:
    """Refuses TenderUnknown for a means that is not offered for this way of delivery."""
    option = next((offered for offered in tenders(collects=collects) if offered.kind == tender.kind), None)
    if option is None:
        raise TenderUnknown()
    if tender.token not in ({token for token, _name in option.tokens} or {""}):
        raise TenderUnknown()


def request(order_id: UUID, *, amount: Money, tender: Tender, origin: Origin, now: datetime) -> UUID:
    """Demand `amount` for an order, in the caller's transaction. No network: the worker takes it from here."""
    asked = Asked(kind="charge", tender=tender.kind, token=tender.token, minor=amount.minor)
    return write(order_id, amount.currency, [asked], origin, now)[0]


def request_parts(
    order_id: UUID, *, total: Money, tenders: Sequence[Tender], origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Demand `total` by several means, each its part, in the caller's transaction. Refuses TendersDoNotAddUp."""
    asked = [
        Asked(kind="charge", tender=tender.kind, token=tender.token, minor=part.minor)
        for tender, part in rules.split(total, tenders)
    ]
    return write(order_id, total.currency, asked, origin, now)


def request_refund(order_id: UUID, *, amount: Money, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give `amount` back, to the latest payments first, in the caller's transaction (which holds the order).

    What was asked back already counts as given. Refuses NothingToRefund when less than `amount` is left of what
    really came.
    """
    left, asked = amount.minor, []
    for charge, kind, token, refundable in sql.rows(REFUNDABLE, {"order": order_id, "currency": amount.currency}):
        part = min(left, int(refundable))
        if part > 0:
            asked.append(Asked(kind="refund", tender=kind, token=token, minor=part, charge=charge))
            left -= part
    if left:
        raise NothingToRefund()
    return write(order_id, amount.currency, asked, origin, now)


def request_all_back(order_id: UUID, *, currency: str, origin: Origin, now: datetime) -> tuple[UUID, ...]:
    """Give back all that came and was not asked back yet; nothing when nothing is left."""
    found = sql.rows(REFUNDABLE, {"order": order_id, "currency": currency})
    left = Money(sum(max(0, int(row[3])) for row in found), currency)
    return request_refund(order_id, amount=left, origin=origin, now=now) if left else ()


def let_go(
    order_id: UUID, *, charge_id: UUID | None = None, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Free what providers still reserve for an order (of one charge, or of all), in the caller's transaction, which
    holds the order."""
    made: tuple[UUID, ...] = ()
    for charge, tender, token, minor, currency in sql.rows(LET_GO, {"order": order_id, "charge": charge_id}):
        asked = Asked(kind="void", tender=tender, token=token, minor=minor, charge=charge)
        made += write(order_id, currency, [asked], origin, now)
    return made


def write(
    order_id: UUID, currency: str, asked: Sequence[Asked], origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    ids = tuple(uuid7() for _ in asked)
    sql.run(
        INSERT,
        {
            "order": order_id, "currency": currency, "now": now, "ids": list(ids),
            "kinds": [a.kind for a in asked], "charges": [a.charge for a in asked],
            "tenders": [a.tender for a in asked], "tokens": [a.token for a in asked],
            "amounts": [a.minor for a in asked], "finals": [a.final for a in asked],
        },
    )  # fmt: skip
    words = [
        PaymentRequested(
            request_id=request_id, order_id=order_id, kind=a.kind, tender=a.tender, amount_minor=a.minor,
            currency=currency,
        )
        for request_id, a in zip(ids, asked, strict=True)
    ]  # fmt: skip
    journal.append(*words, origin=origin, occurred_at=now)
    return ids

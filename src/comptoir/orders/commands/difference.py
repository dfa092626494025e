"""An order costs another sum than before: what is missing is asked for, what is too much goes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders import rules
from comptoir.orders.commands.moves import LockedOrder
from comptoir.payments import facade as payments
from comptoir.payments.contracts import RequestInfo, Tender

ENDED = ("paid", "refused", "cancelled")
OPEN = ("requested", "action_required", "awaited", "waiting")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a difference: `until` is set while a change waits for it."""

    to_pay: Money
    to_return: Money
    payment: UUID | None = None
    until: datetime | None = None


def received(order_id: UUID, paid_minor: int) -> int:
    """What came for the order or is reserved for it, and is not on its way back, in minor units."""
    requests = payments.requests_of(order_id)
    return paid_minor - _leaving(requests) + _reserved(requests)


def missing(order: LockedOrder) -> bool:
    """Whether less came, or is reserved, than is asked for."""
    return order.paid_minor + _reserved(payments.requests_of(order.id)) < order.asked_minor


def _leaving(requests: Sequence[RequestInfo]) -> int:
    return sum(r.amount.minor for r in requests if r.kind == "refund" and r.state not in ENDED)


def _reserved(requests: Sequence[RequestInfo]) -> int:
    return sum(r.reserved.minor - r.taken.minor for r in requests if r.kind == "charge" and r.state == "authorised")


def settle(
    order: LockedOrder, total_minor: int, *, tender: Tender | None = None, method: str = "", origin: Origin,
    now: datetime,
) -> Asked:  # fmt: skip
    """Ask for what `total_minor` is above what came, or give back what is below, in the caller's transaction.

    What is awaited at the counter, or by transfer for an order that is not paid yet, is asked there again with its new
    sum; what is only reserved and no longer wanted is not taken. When nothing is missing of such an order, it asks for
    nothing: the answer to that confirms it. Refuses TenderUnknown, NothingToRefund.
    """
    unpaid = order.state == "pending"
    requests = payments.requests_of(order.id)
    came = order.paid_minor - _leaving(requests)
    open_minor = max(0, total_minor - order.credited_minor) - came - _reserved(requests)
    nothing = Money(0, order.currency)
    awaited = [r for r in requests if r.kind == "charge" and r.state in OPEN]
    if awaited:
        payments.cancel_open(order.id, origin=origin, now=now)
    if open_minor <= 0:
        back = Money(min(-open_minor, came), order.currency)
        if back:
            payments.request_refund(order.id, amount=back, origin=origin, now=now)
        free = Tender(kind=payments.NOTHING)
        asked = payments.request(order.id, amount=nothing, tender=free, origin=origin, now=now) if unpaid else None
        return Asked(nothing, back, asked)
    due = Money(open_minor, order.currency)
    collects = fulfilment.is_collected(method or order.delivery_method)
    at_the_counter = bool(awaited) and awaited[-1].state == "awaited" and collects
    by_transfer = bool(awaited) and awaited[-1].state == "waiting" and unpaid
    if tender is None and (at_the_counter or by_transfer):
        tender = Tender(kind=awaited[-1].tender)
    if tender is None:
        return Asked(due, nothing, until=now + rules.HOLD_BY_LINK)
    payments.check_tender(tender, collects=collects, legal_entity=order.legal_entity)
    payment = payments.request(order.id, amount=due, tender=tender, origin=origin, now=now)
    return Asked(due, nothing, payment, None if at_the_counter else now + rules.HOLD)

"""An order costs another sum than before: what is missing is asked for, what is too much goes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders import rules
from comptoir.orders.commands.moves import LockedOrder
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender

ENDED = ("paid", "refused", "cancelled")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a difference: `until` is set while a change waits for it."""

    to_pay: Money
    to_return: Money
    payment: UUID | None = None
    until: datetime | None = None


def received(order_id: UUID, paid_minor: int) -> int:
    """What came for the order and is not on its way back, in minor units."""
    leaving = sum(
        request.amount.minor
        for request in payments.requests_of(order_id)
        if request.kind == "refund" and request.state not in ENDED
    )
    return paid_minor - leaving


def settle(
    order: LockedOrder, total_minor: int, *, tender: Tender | None = None, method: str = "", origin: Origin,
    now: datetime,
) -> Asked:  # fmt: skip
    """Ask for what `total_minor` is above what came, or give back what is below, in the caller's transaction.

    What is awaited at the counter is asked there again with its new sum. Refuses TenderUnknown, NothingToRefund.
    """
    open_minor = total_minor - received(order.id, order.paid_minor)
    nothing = Money(0, order.currency)
    awaited = [r for r in payments.requests_of(order.id) if r.kind == "charge" and r.state not in ENDED]
    if awaited:
        payments.cancel_open(order.id, origin=origin, now=now)
    if open_minor < 0:
        back = Money(-open_minor, order.currency)
        payments.request_refund(order.id, amount=back, origin=origin, now=now)
        return Asked(nothing, back)
    if open_minor == 0:
        return Asked(nothing, nothing)
    due = Money(open_minor, order.currency)
    collects = fulfilment.is_collected(method or order.delivery_method)
    at_the_counter = bool(awaited) and awaited[-1].state == "awaited" and collects
    if tender is None and at_the_counter:
        tender = Tender(kind=awaited[-1].tender)
    if tender is None:
        return Asked(due, nothing, until=now + rules.HOLD_BY_LINK)
    payments.check_tender(tender, collects=collects)
    payment = payments.request(order.id, amount=due, tender=tender, origin=origin, now=now)
    return Asked(due, nothing, payment, None if at_the_counter else now + rules.HOLD)

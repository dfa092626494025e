"""What was only reserved is taken when goods leave: as much as they are worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import rules
from comptoir.orders.commands.moves import LockedOrder
from comptoir.orders.errors import OrderNotPaid
from comptoir.payments import facade as payments

LINES = """
SELECT variant_id, quantity, unit_minor, total_minor FROM orders_orderline WHERE order_id = %s ORDER BY position
"""


@dataclass(frozen=True, slots=True)
class Takeable:
    """Minor units: `reserved` may still be taken, `taking` was asked to be."""

    reserved: int
    taking: int


def to_take(order: LockedOrder) -> Takeable | None:
    """What there is to take before the order leaves; None when it is paid. Refuses OrderNotPaid when even with what
    is reserved it would not be."""
    if order.paid_minor >= order.asked_minor:
        return None
    reserved, taking = payments.secured(order.id)
    if order.paid_minor + reserved + taking < order.asked_minor:
        raise OrderNotPaid()
    return Takeable(reserved, taking)


def capture(
    order: LockedOrder, take: Takeable | None, *, last: bool, leaving: ShipmentInfo | None, origin: Origin,
    now: datetime,
) -> None:  # fmt: skip
    """Ask for what leaves, in the caller's transaction; with the last parcel the rest of what is asked for is taken,
    and what is reserved beyond it let go."""
    if take is None:
        return
    minor = rules.to_capture(
        shipped=0 if last else _worth(order, leaving), asked=order.asked_minor, last=last, paid=order.paid_minor,
        taken=take.taking, reserved=take.reserved,
    )  # fmt: skip
    if minor:
        amount = Money(minor, order.currency)
        payments.request_capture(order.id, amount=amount, final=last, origin=origin, now=now)
    if last:
        payments.let_go(order.id, currency=order.currency, origin=origin, now=now)


def _worth(order: LockedOrder, leaving: ShipmentInfo | None) -> int:
    """All that has left so far, the delivery with the first parcel."""
    found = sql.rows(LINES, [order.id])
    delivery = sum(row[3] for row in found if row[0] is None)
    left: Counter[UUID] = Counter()
    for each in fulfilment.shipments(order.id):
        if each.shipped_at or each.delivered_at or (leaving and each.id == leaving.id):
            left.update(dict(each.lines))
    return int(delivery) + rules.worth([row[:3] for row in found if row[0] is not None], left)

"""Which promises of an order are still about something, when its shipments have changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.orders.commands.moves import LockedOrder
from comptoir.promises import facade as promises


@dataclass(frozen=True, slots=True)
class Promised:
    promise_id: UUID
    promised_by: datetime
    others: tuple[UUID, ...]


def living(order: LockedOrder, *, origin: Origin, now: datetime) -> Promised:
    """Withdraw the promises that have no shipment any more, keep those whose shipments are all delivered; answers
    what the order is promised by from now on. In the caller's transaction, which holds order and promises."""
    states: dict[UUID, set[str]] = {}
    due: dict[UUID, datetime] = {order.promise_id: order.promised_by}
    for shipment in fulfilment.shipments(order.id):
        states.setdefault(shipment.promise_id, set()).add(shipment.state)
        due[shipment.promise_id] = shipment.promised_by
    alive = []
    for promise_id in (order.promise_id, *order.split_promises):
        left = states.get(promise_id, set()) - {"cancelled"}
        if left:
            alive.append(promise_id)
        if promises.get(promise_id).state != "made":
            continue
        if not left:
            promises.withdraw(promise_id, origin=origin, now=now)
        elif left == {"delivered"}:
            promises.kept(promise_id, evidence={"rest": "cancelled"}, origin=origin, now=now)
    main = alive[0] if alive else order.promise_id
    return Promised(main, due[main], tuple(alive[1:]))

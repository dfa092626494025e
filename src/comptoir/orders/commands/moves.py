"""Reading an order to change it, and changing its state along the table of moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit import locks, sql
from comptoir.kit.refusals import NotFound
from comptoir.orders import rules
from comptoir.orders.errors import OrderMoveRefused

LOCK = """
SELECT id, state, currency, total_minor, paid_minor, market, legal_entity, storefront, channel, customer_id,
       delivery_method, promise_id, promised_by, version, address_id, due_until, split_promises, credited_minor
FROM orders_order WHERE id = %s FOR UPDATE
"""
MOVE = """
UPDATE orders_order SET state = %s, changed_at = %s, hold_until = CASE WHEN %s = 'pending' THEN hold_until END,
       version = version + 1
WHERE id = %s AND state = %s
"""


@dataclass(frozen=True, slots=True)
class LockedOrder:
    """The row of an order, locked by the transaction that read it."""

    id: UUID
    state: str
    currency: str
    total_minor: int
    paid_minor: int
    market: str
    legal_entity: str
    storefront: str
    channel: str
    customer_id: UUID
    delivery_method: str
    promise_id: UUID
    promised_by: datetime
    version: int
    address_id: UUID
    due_until: datetime | None
    split_promises: list[UUID]
    credited_minor: int = 0

    @property
    def asked_minor(self) -> int:
        """What the buyer has to pay in all: the total without what was credited."""
        return self.total_minor - self.credited_minor

    def origin(self, actor: str, correlation: UUID | None = None) -> Origin:
        """For what happens to an order after it was placed: its own market and channel, a new actor."""
        return Origin(
            actor=actor, channel=self.channel, correlation=correlation or uuid4(), market=self.market,
            legal_entity=self.legal_entity, storefront=self.storefront, person_key=str(self.customer_id),
        )  # fmt: skip


def hold_order(order_id: UUID) -> LockedOrder:
    """Wait for the order and its promises, then read the order under its row lock: the start of every command.

    Refuses NotFound.
    """
    promises = sql.row("SELECT promise_id, split_promises FROM orders_order WHERE id = %s", [order_id])
    if promises is None:
        raise NotFound()
    # A change that came first may have made another promise: its words wait for the order's lock all the same.
    locks.hold(("order", order_id), *(("promise", each) for each in (promises[0], *promises[1])))
    found = sql.row(LOCK, [order_id])
    if found is None:
        raise NotFound()
    return LockedOrder(*found)


def move(order: LockedOrder, to: str, *, now: datetime) -> None:
    """Refuses OrderMoveRefused when the table has no such move."""
    if not rules.may_move(order.state, to):
        raise OrderMoveRefused(state=order.state, to=to)
    sql.run(MOVE, [to, now, to, order.id, order.state])


def advance(order: LockedOrder, *, now: datetime) -> str:
    """Let the order's state follow those of its shipments; answers it. Refuses OrderMoveRefused."""
    state = rules.state_of(shipment.state for shipment in fulfilment.shipments(order.id))
    if state != order.state:
        move(order, state, now=now)
    return state

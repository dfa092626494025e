"""Reading an order to change it, and changing its state along the table of moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit import locks, sql
from comptoir.kit.locks import Subject
from comptoir.kit.refusals import NotFound
from comptoir.orders import rules
from comptoir.orders.errors import OrderMoveRefused

PROMISES = """
SELECT o.id, o.promise_id, o.split_promises
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_order o USING (id)
"""
LOCK = """
SELECT o.id, o.state, o.currency, o.total_minor, o.paid_minor, o.market, o.legal_entity, o.storefront, o.channel,
       o.customer_id, o.delivery_method, o.promise_id, o.promised_by, o.version, o.address_id, o.due_until,
       o.split_promises, o.credited_minor, o.unpromised_since
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_order o ON o.id = wanted.id
ORDER BY o.id FOR UPDATE OF o
"""
MOVE = """
UPDATE orders_order o
SET state = %(to)s::text, changed_at = %(now)s, hold_until = CASE WHEN %(to)s::text = 'pending' THEN o.hold_until END,
    version = o.version + 1
FROM unnest(%(ids)s::uuid[], %(states)s::text[]) AS w(id, state) WHERE o.id = w.id AND o.state = w.state
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
    credited_minor: int
    unpromised_since: datetime | None

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


def hold_order(order_id: UUID, *also: Subject) -> LockedOrder:
    """Wait for the order and its promises, and what else is to be held, then read the order under its row lock: the
    start of every command.

    Refuses NotFound.
    """
    return hold_orders([order_id], *also)[0]


def hold_orders(order_ids: Sequence[UUID], *also: Subject) -> list[LockedOrder]:
    """As `hold_order`, several at once, in the order given. Refuses NotFound when one is missing."""
    ids = list(order_ids)
    # A change that came first may have made another promise: its words wait for the order's lock all the same.
    promises = [each for _, promise, split in sql.rows(PROMISES, [ids]) for each in (promise, *split)]
    locks.hold(*(("order", order_id) for order_id in ids), *(("promise", each) for each in promises), *also)
    found = {row[0]: LockedOrder(*row) for row in sql.rows(LOCK, [ids])}
    if len(found) < len(set(ids)):
        raise NotFound()
    return [found[order_id] for order_id in ids]


def move(order: LockedOrder, to: str, *, now: datetime) -> None:
    """Refuses OrderMoveRefused when the table has no such move."""
    move_all([order], to, now=now)


def move_all(orders: Sequence[LockedOrder], to: str, *, now: datetime) -> None:
    """As `move`, all or none."""
    for order in orders:
        if not rules.may_move(order.state, to):
            raise OrderMoveRefused(state=order.state, to=to)
    if orders:
        states = {"ids": [order.id for order in orders], "states": [order.state for order in orders]}
        sql.write(MOVE, {"to": to, "now": now, **states})


def advance(order: LockedOrder, *, now: datetime) -> str:
    """Let the order's state follow those of its shipments; answers it. Refuses OrderMoveRefused."""
    state = rules.state_of((shipment.travels, shipment.state) for shipment in fulfilment.shipments(order.id))
    if state != order.state:
        move(order, state, now=now)
    return state

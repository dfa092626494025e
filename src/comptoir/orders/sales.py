"""Sales by day, projected from the journal: what the back office shows in the morning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.orders import (
    OrderCancelled,
    OrderChanged,
    OrderExpired,
    OrderLinesCancelled,
    OrderPlaced,
)
from comptoir.journal.vocabulary.payments import (
    PaymentReceived,
    PaymentRefunded,
    StoredValueIssued,
    StoredValueToppedUp,
)
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.payments import facade as payments

COLUMNS = ("placed", "placed_minor", "changed_minor", "cancelled", "expired", "received_minor", "refunded_minor")
ADD = """
INSERT INTO orders_salesday AS kept (
    day, market, channel, currency, placed, placed_minor, changed_minor, cancelled, expired, received_minor,
    refunded_minor
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (day, market, channel, currency) DO UPDATE SET
    placed = kept.placed + excluded.placed, placed_minor = kept.placed_minor + excluded.placed_minor,
    changed_minor = kept.changed_minor + excluded.changed_minor,
    cancelled = kept.cancelled + excluded.cancelled, expired = kept.expired + excluded.expired,
    received_minor = kept.received_minor + excluded.received_minor,
    refunded_minor = kept.refunded_minor + excluded.refunded_minor
"""
READ = """
SELECT day, channel, currency, placed, placed_minor, cancelled, expired, received_minor, refunded_minor, changed_minor
FROM orders_salesday WHERE market = %s AND day BETWEEN %s AND %s ORDER BY day DESC, channel
"""
CHANNELS = "SELECT DISTINCT channel FROM orders_salesday WHERE market = %s ORDER BY channel"
SOLD_IN_SHOP = "sold_in_shop"  # why stored value is there: somebody paid for it at the till
Key = tuple[date, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesDay:
    """`placed`, `cancelled` and `expired` count orders; money is what was ordered, what changes of orders added
    (negative: took away), what came in, and what went back, each on the day when it happened. What a gift card or store
    credit pays came in before, when the card was bought or the credited goods were: it is not counted again. A card
    that is sold or topped up in a shop, without an order, brought its money there; one that was a present, or was
    bought by an order, brings none of its own."""

    day: date
    channel: str
    placed: int
    cancelled: int
    expired: int
    ordered: Money
    changed: Money
    received: Money
    refunded: Money


def sales(market: str, since: date, until: date) -> tuple[SalesDay, ...]:
    """The days from `since` to `until`, both included, latest first, by channel."""
    return tuple(
        SalesDay(
            day=row[0], channel=row[1], placed=row[3], cancelled=row[5], expired=row[6],
            ordered=Money(row[4], row[2]), changed=Money(row[9], row[2]), received=Money(row[7], row[2]),
            refunded=Money(row[8], row[2]),
        )
        for row in sql.rows(READ, [market, since, until])
    )  # fmt: skip


def channels(market: str) -> tuple[str, ...]:
    """Those on which anything was ever ordered or paid."""
    return tuple(row[0] for row in sql.rows(CHANNELS, [market]))


def project(events: list[Event]) -> None:
    """Add a batch to the days it belongs to; rows in one order, so that two shards cannot block each other."""
    days: dict[Key, Counter[str]] = {}
    for event in _but_stored_value(events):
        if isinstance(event.word, StoredValueIssued | StoredValueToppedUp) and event.word.reason != SOLD_IN_SHOP:
            continue
        days.setdefault(_key(event), Counter()).update(_counted(event))
    for key in sorted(days):
        sql.run(ADD, [*key, *(days[key][column] for column in COLUMNS)])


def rebuild() -> None:
    """Forget the projection and read the journal again from its start; the worker does the rest."""
    with transaction.atomic(durable=True):
        sql.run("DELETE FROM orders_salesday")
        journal.rewind(SALES)


def _but_stored_value(events: list[Event]) -> list[Event]:
    asked = {
        event.event_id: event.word.request_id
        for event in events
        if isinstance(event.word, PaymentReceived | PaymentRefunded)
    }
    stored = payments.by_stored_value(asked.values())
    return [event for event in events if asked.get(event.event_id) not in stored]


def _key(event: Event) -> Key:
    market = org.market(event.origin.market or "")
    day = event.occurred_at.astimezone(ZoneInfo(market.timezone)).date()
    return day, market.code, event.origin.channel, event.payload.get("currency", market.currency)


def _counted(event: Event) -> dict[str, int]:
    match event.word:
        case OrderPlaced(total_minor=total):
            return {"placed": 1, "placed_minor": total}
        case OrderChanged(difference_minor=difference) | OrderLinesCancelled(difference_minor=difference):
            return {"changed_minor": difference}
        case OrderCancelled():
            return {"cancelled": 1}
        case OrderExpired():
            return {"expired": 1}
        case PaymentReceived(amount_minor=amount) | StoredValueIssued(amount_minor=amount) | StoredValueToppedUp(
            amount_minor=amount
        ):
            return {"received_minor": amount}
        case PaymentRefunded(amount_minor=amount):
            return {"refunded_minor": amount}
    return {}


SALES = Consumer(
    name="orders.sales",
    words=(
        OrderPlaced, OrderChanged, OrderLinesCancelled, OrderCancelled, OrderExpired, PaymentReceived, PaymentRefunded,
        StoredValueIssued, StoredValueToppedUp,
    ),  # fmt: skip
    handle=project,
    purpose="service",
)

"""A paid order, and what stands in the tables that a change touches."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import ChangedOrder, ChangeWish, OrderInfo
from comptoir.payments.contracts import Tender

STAFF = "staff:1"
CARD = Tender(kind="test_card", token="tok_success")


def work(now: Any) -> None:
    while jobs.work_payments(now):
        pass


def paid(world: SimpleNamespace, *skus: str, **given: Any) -> OrderInfo:
    """An order that was paid by card (in the shop when it is collected) and waits to be prepared."""
    opened = story.placed(world, *skus, **given)
    work(world.now)
    return orders.get(opened.order_id)


def line(order: OrderInfo, sku: str) -> int:
    return next(each.position for each in order.lines if each.sku == sku)


def change(world: SimpleNamespace, order_id: UUID, wish: ChangeWish, tender: Tender | None = None) -> ChangedOrder:
    """Previewed, then confirmed as shown; the worker asks for the money."""
    seen = orders.preview_change(order_id, wish, actor=STAFF, now=world.now)
    changed = orders.change_order(
        order_id, wish, version=seen.version, shown_total=seen.total, shown_promise=seen.promise, tender=tender,
        actor=STAFF, now=world.now,
    )  # fmt: skip
    work(world.now)
    return changed


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def everything() -> dict[str, Any]:
    """All rows that a refusal must leave alone."""
    tables = (
        "orders_order", "orders_orderline", "orders_orderchange", "orders_note", "orders_ordertag",
        "payments_paymentrequest", "promises_promise", "fulfilment_shipment", "fulfilment_shipmentline",
        "inventory_reservation", "inventory_stocklevel", "customers_address", "journal_event",
        "kit_idempotencyrecord",
    )  # fmt: skip
    return {table: sorted(map(repr, sql.rows(f"SELECT * FROM {table}"))) for table in tables}


def assert_sound(order_id: UUID) -> None:
    """Sums add up, stock equals its movements and reservations, parcels hold what was ordered and not sent."""
    order = orders.get(order_id)
    assert order.total == order.goods + order.delivery == Money.total((each.total for each in order.lines), "EUR")
    assert order.vat == Money.total((each.vat for each in order.lines), "EUR")
    assert inventory.check() == []
    held = {
        (r.variant_id, r.location_id): r.quantity
        for r in inventory.reservations(order_id)
        if r.state in ("held", "firm")
    }
    parcels: dict[tuple[UUID, UUID], int] = {}
    for parcel in order.shipments:
        for variant, pieces in parcel.lines if parcel.is_unsent else ():
            parcels[variant, parcel.location.id] = parcels.get((variant, parcel.location.id), 0) + pieces
    assert held == parcels

"""A buyer's steps, shared by the tests of the order path."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import PlaceOrder
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders.contracts import OpenedOrder
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender

CONTACT = Contact(email="lea@example.com", name="Léa Martin", street="3 rue des Lilas", postcode="75011", city="Paris")
CARD = Tender(kind="test_card", token="tok_success")


def filled(world: SimpleNamespace, *skus: str, quantity: int = 1, delivery: str = "home") -> UUID:
    """A guest's basket, ready to be placed."""
    context = world.context
    basket_id = checkout.open_basket(context)
    for sku in skus:
        checkout.add(basket_id, world.variants[sku], quantity, context)
    checkout.prepare(basket_id, context, contact=CONTACT, delivery=delivery)
    return basket_id


def wish(basket_id: UUID, context: ShopperContext, *tenders: Tender, key: str | None = None) -> PlaceOrder:
    """What the buyer agrees to: what the basket shows now."""
    view = checkout.view(basket_id, context)
    assert view.chosen
    wanted = PlaceOrder(
        basket_id=basket_id, shown_total=view.quote.total, shown_promise=view.chosen.promise.key,
        tenders=tenders or (CARD,), context=context,
    )  # fmt: skip
    if key:
        made = IdempotencyKey.of(
            actor="guest", endpoint="order", key=key,
            request=[str(basket_id), view.quote.total.minor, wanted.shown_promise, [t.token for t in wanted.tenders]],
        )  # fmt: skip
        wanted = replace(wanted, idempotency_key=made)
    return wanted


def placed(world: SimpleNamespace, *skus: str, tender: Tender = CARD, delivery: str = "home") -> OpenedOrder:
    return checkout.place_order(wish(filled(world, *skus, delivery=delivery), world.context, tender))


def written() -> dict[str, int]:
    """How many rows stand in the tables of the order path: what a refusal must not change."""
    tables = (
        "orders_order", "orders_orderline", "payments_paymentrequest", "payments_receipt", "promises_promise",
        "inventory_reservation", "inventory_movement", "fulfilment_shipment", "journal_event",
        "kit_idempotencyrecord",
    )  # fmt: skip
    return {table: sql.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def levels(world: SimpleNamespace, sku: str) -> dict[str, tuple[int, int]]:
    """(on hand, reserved) by place."""
    found = sql.rows(
        "SELECT l.code, s.on_hand, s.reserved FROM inventory_stocklevel s JOIN org_location l ON l.id = s.location_id"
        " WHERE s.variant_id = %s",
        [world.variants[sku]],
    )
    return {code: (on_hand, reserved) for code, on_hand, reserved in found}

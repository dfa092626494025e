"""The small world with variants on demand: its warehouse, its shop in Paris, the starter methods."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from django.db import transaction

from comptoir.catalog.models import Product, Variant
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, ShipmentInfo, ToServe, WantedLine
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo, ShopperContext
from comptoir.promises import facade as promises
from comptoir.promises.contracts import PromiseInfo

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Paris
ORIGIN = Origin(actor="system:test", channel="web", correlation=uuid7())


@dataclass
class Shop:
    """Calls the room as its callers do, each call in a transaction of its own."""

    warehouse: PlaceInfo
    shop: PlaceInfo
    context: ShopperContext
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def variant(self, *, warehouse: int = 0, shop: int = 0) -> UUID:
        """A new variant with so many pieces at each place."""
        key = f"v{next(self.numbers)}"
        slug = Localised(fr=key, en=key)
        times = {"created_at": NOW, "changed_at": NOW}
        product = Product.objects.create(external_id=key, name=slug, slug=slug, **times)
        variant: UUID = Variant.objects.create(product=product, external_id=key, sku=key, **times).id
        levels = [
            Adjustment(variant_id=variant, location_id=place.id, quantity=pieces)
            for place, pieces in ((self.warehouse, warehouse), (self.shop, shop))
        ]
        inventory.set_levels(levels, reason="correction", origin=ORIGIN, now=NOW)
        return variant

    def at(self, now: datetime) -> ShopperContext:
        return replace(self.context, now=now)

    def place(self, request: DeliveryRequest, code: str) -> tuple[UUID, tuple[ShipmentInfo, ...]]:
        """An order that was promised and planned; its id and shipments."""
        option = fulfilment.promise(code, request, self.context)
        order = uuid7()
        with transaction.atomic():
            promise = fulfilment.promised(order, option, origin=ORIGIN, now=NOW)
        self.plan(order, promise, option)
        return order, fulfilment.shipments(order)

    def plan(self, order: UUID, promise: UUID, option: DeliveryOption) -> None:
        with transaction.atomic():
            fulfilment.plan([self.to_serve(order, promise, option)], now=NOW)

    def to_serve(self, order: UUID, promise: UUID, option: DeliveryOption) -> ToServe:
        return ToServe(
            order_id=order, method=option.code, promise_id=promise, promised_by=option.promise.due,
            allocations=tuple(option.allocations), origin=ORIGIN,
        )  # fmt: skip

    def prepare(self, shipment: ShipmentInfo) -> None:
        with transaction.atomic():
            fulfilment.start_preparing(shipment.id, origin=ORIGIN, now=NOW)

    def ready(self, shipment: ShipmentInfo, now: datetime = NOW) -> None:
        with transaction.atomic():
            fulfilment.ready(shipment.id, origin=ORIGIN, now=now)

    def ship(self, shipment: ShipmentInfo, number: str = "6A 123", carrier: str = "") -> None:
        with transaction.atomic():
            fulfilment.ship(shipment.id, carrier=carrier, tracking_number=number, origin=ORIGIN, now=NOW)

    def deliver(self, shipment: ShipmentInfo, now: datetime, at: datetime | None = None) -> None:
        with transaction.atomic():
            fulfilment.deliver(shipment.id, delivered_at=at, origin=ORIGIN, now=now)

    def cancel(self, order: UUID) -> None:
        with transaction.atomic():
            fulfilment.cancel(order, origin=ORIGIN, now=NOW)


def open_shop(world: SimpleNamespace) -> Shop:
    return Shop(warehouse=world.warehouse, shop=world.shop, context=world.context)


def wanted(
    *lines: tuple[UUID, int], country: str = "FR", postcode: str = "", grams: int = 400
) -> DeliveryRequest:
    return DeliveryRequest(
        lines=tuple(WantedLine(variant_id=v, quantity=n, weight_g=grams) for v, n in lines), country=country,
        postcode=postcode,
    )  # fmt: skip


def words() -> list[str]:
    """What the journal holds, in its order."""
    return [name for (name,) in sql.rows("SELECT name FROM journal_event ORDER BY position")]


def promise_of(order: UUID) -> PromiseInfo:
    (found,) = promises.of("order", order)
    return found

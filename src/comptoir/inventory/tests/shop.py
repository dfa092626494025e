"""A warehouse, a shop, and variants on demand."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from comptoir.catalog.models import Product, Variant
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment, Ahead, Allocation, IncomingDraft
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised
from comptoir.org.models import LegalEntity, Location

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)
ORIGIN = Origin(actor="system:test", channel="web", correlation=uuid7())


@dataclass
class Stock:
    """Builds rows and calls the room as its callers do, each call in a transaction of its own."""

    warehouse: UUID
    shop: UUID
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def variant(self, on_hand: int = 0, *, safety: int = 0, at: UUID | None = None) -> UUID:
        key = f"v{next(self.numbers)}"
        slug = Localised(fr=key, en=key)
        product = Product.objects.create(
            external_id=key, name=slug, slug=slug, created_at=NOW, changed_at=NOW
        )
        variant = Variant.objects.create(
            product=product, external_id=key, sku=key, created_at=NOW, changed_at=NOW
        )
        if on_hand:
            self.adjust(variant.id, on_hand, at=at)
        if safety:
            inventory.set_safety(variant.id, at or self.warehouse, safety, origin=ORIGIN, now=NOW)
        return variant.id

    def adjust(self, variant_id: UUID, quantity: int, *, at: UUID | None = None) -> None:
        line = Adjustment(variant_id=variant_id, location_id=at or self.warehouse, quantity=quantity)
        inventory.adjust([line], kind="receipt", reason="delivery", origin=ORIGIN, now=NOW)

    def line(self, variant_id: UUID, quantity: int = 1, *, at: UUID | None = None) -> Allocation:
        return Allocation(variant_id=variant_id, location_id=at or self.warehouse, quantity=quantity)

    def reserve(self, *lines: Allocation, order_id: UUID | None = None) -> UUID:
        order_id = order_id or uuid7()
        with transaction.atomic():
            inventory.reserve(order_id, lines, expires_at=LATER, origin=ORIGIN, now=NOW)
        return order_id

    def firm(self, order_id: UUID) -> int:
        with transaction.atomic():
            return inventory.firm(order_id)

    def release(self, order_id: UUID) -> int:
        with transaction.atomic():
            return inventory.release(order_id, origin=ORIGIN, now=NOW)

    def take(self, order_id: UUID, *, at: UUID | None = None) -> int:
        with transaction.atomic():
            return inventory.take(order_id, at or self.warehouse, origin=ORIGIN, now=NOW)

    def announce(self, variant_id: UUID, quantity: int, day: date, name: str, *, at: UUID | None = None) -> int:
        draft = IncomingDraft(
            external_id=name, reference=name, variant_id=variant_id, location_id=at or self.warehouse,
            expected=quantity, expected_on=day,
        )  # fmt: skip
        return inventory.announce_incoming([draft], origin=ORIGIN, now=NOW)

    def backorder(self, variant_id: UUID, most: int, *, at: UUID | None = None) -> None:
        """Sell up to `most` pieces in the market fr against what is announced."""
        inventory.sell_ahead(
            variant_id, market="fr", location_id=at or self.warehouse, kind="backorder", most=most, origin=ORIGIN,
            now=NOW,
        )  # fmt: skip

    def wait(
        self, variant_id: UUID, quantity: int, *, here: int = 0, by: date | None = None, at: UUID | None = None
    ) -> UUID:
        """An order of `quantity` pieces that are to come, and `here` pieces that are on hand."""
        found = sql.row("SELECT id FROM inventory_saleahead WHERE variant_id = %s", [variant_id])
        assert found
        ahead = Ahead(sale_id=found[0], pieces=quantity, ready_on=by)
        return self.reserve(
            Allocation(
                variant_id=variant_id, location_id=at or self.warehouse, quantity=quantity + here, ahead=ahead
            )
        )

    def numbers_of(self, variant_id: UUID, *, at: UUID | None = None) -> tuple[int, int, int]:
        """On hand, reserved, available at one place."""
        places = {place.location_id: place for place in inventory.availability([variant_id])[variant_id]}
        place = places[at or self.warehouse]
        return place.on_hand, place.reserved, place.available


class Buyers:
    """Threads with connections of their own; what each answered or raised, in the order they were started."""

    def __init__(self) -> None:
        self.answers: dict[int, Any] = {}
        self.threads: list[threading.Thread] = []

    def start(self, call: Callable[[], Any]) -> None:
        number = len(self.threads)
        thread = threading.Thread(target=self._run, args=(number, call), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _run(self, number: int, call: Callable[[], Any]) -> None:
        try:
            self.answers[number] = call()
        except BaseException as raised:
            self.answers[number] = raised
        finally:
            connections.close_all()

    def wait_until_blocked(self, how_many: int) -> None:
        """Until so many sessions wait for a lock: the interleaving that a test needs has come about."""
        for _ in range(2_000):
            found = sql.row("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if found and found[0] >= how_many:
                return
            time.sleep(0.005)
        raise AssertionError(f"fewer than {how_many} sessions wait for a lock")

    def join(self) -> list[Any]:
        for thread in self.threads:
            thread.join(30)
            assert not thread.is_alive()
        return [self.answers[number] for number in range(len(self.threads))]


def open_shop() -> Stock:
    entity = LegalEntity.objects.create(code="fr", name="Comptoir", country="FR")
    places = [
        Location.objects.create(code=code, kind=kind, name=Localised(fr=code), legal_entity=entity)
        for code, kind in (("depot", "warehouse"), ("lyon", "shop"))
    ]
    return Stock(warehouse=places[0].id, shop=places[1].id)

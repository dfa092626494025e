"""A French market, its rates, and variants on demand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from comptoir.catalog.models import Product, Variant
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import MarketInfo, ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import DeliveryCharge, PriceToSet, Quote, QuoteRequest, RequestedLine

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ORIGIN = Origin(actor="staff:test", channel="backoffice", correlation=uuid7())
FRANCE = MarketInfo("fr", "France", "EUR", ("FR", "BE"), "fr", "Europe/Paris", "comptoir")
CONTEXT = ShopperContext(FRANCE, "maison", "fr", "web", "system:test", uuid7(), NOW)


@dataclass
class Shop:
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def variants(self, count: int) -> list[UUID]:
        keys = [f"v{next(self.numbers)}" for _ in range(count)]
        products = Product.objects.bulk_create(
            Product(external_id=key, name=slug, slug=slug, created_at=NOW, changed_at=NOW)
            for key, slug in ((key, Localised(fr=key, en=key)) for key in keys)
        )
        variants = Variant.objects.bulk_create(
            Variant(product=product, external_id=key, sku=key, created_at=NOW, changed_at=NOW)
            for key, product in zip(keys, products, strict=True)
        )
        return [variant.id for variant in variants]

    def priced(self, *minors: int) -> list[UUID]:
        variant_ids = self.variants(len(minors))
        for variant_id, minor in zip(variant_ids, minors, strict=True):
            self.set(variant_id, minor)
        return variant_ids

    def set(self, variant_id: UUID, minor: int, *, days: float = 0, currency: str = "EUR") -> int:
        price = PriceToSet(variant_id=variant_id, amount=Money(minor, currency))
        return pricing.set_prices([price], market="fr", origin=ORIGIN, now=NOW + timedelta(days=days))

    def quote(
        self, *lines: tuple[UUID, int, str], country: str = "FR", delivery: tuple[DeliveryCharge, ...] = ()
    ) -> Quote:
        requested = tuple(
            RequestedLine(variant_id=variant_id, quantity=quantity, tax_category=category)
            for variant_id, quantity, category in lines
        )
        return pricing.quote(QuoteRequest(lines=requested, country=country, delivery=delivery), CONTEXT)


def charge(minor: int, currency: str = "EUR") -> DeliveryCharge:
    return DeliveryCharge(code="home", name=Localised(fr="À domicile"), amount=Money(minor, currency))


def open_shop() -> Shop:
    pricing.load_tax_rates(since=date(2026, 1, 1))
    return Shop()

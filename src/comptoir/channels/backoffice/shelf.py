"""A product with its prices, stock and publication, put together for staff in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode, VariantRecord
from comptoir.channels.backoffice import access, rows
from comptoir.inventory import facade as inventory
from comptoir.kit.money import Money
from comptoir.pricing import facade as pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfVariant:
    record: VariantRecord
    price: Money | None
    on_hand: int
    reserved: int
    available: int
    counted: bool  # what needs no stock, and has none anywhere, is not
    placed: bool  # some place holds a level of it, be it of none


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`shown` is published, upcoming or hidden in the market of the back office."""

    picture: str
    brand: str
    category: CategoryNode | None
    shown: str
    since: datetime | None
    until: datetime | None
    variants: tuple[ShelfVariant, ...]

    @property
    def count(self) -> int:
        return len(self.variants)

    @property
    def counted(self) -> bool:
        return any(variant.counted for variant in self.variants)

    @property
    def available(self) -> int | None:
        """None where nobody counts."""
        return sum(variant.available for variant in self.variants if variant.counted) if self.counted else None

    @property
    def price_from(self) -> Money | None:
        prices = [variant.price for variant in self.variants if variant.price is not None]
        return min(prices, key=lambda price: price.minor, default=None)


def shelves(product_ids: Sequence[UUID], now: datetime) -> dict[UUID, Shelf]:
    """By product; at most nine queries, whatever the count."""
    market = access.market()
    records = catalog.products(product_ids)
    ids = [variant.id for record in records.values() for variant in record.variants]
    prices = pricing.current(ids, market=market.code, currency=market.currency)
    stock = inventory.availability(ids)
    published = {
        row.product_id: row
        for row in rows.Publication.objects.filter(product_id__in=product_ids, market__code=market.code)
    }
    found = {}
    for identity, record in records.items():
        publication = published.get(identity)
        found[identity] = Shelf(
            picture=record.pictures[0].source if record.pictures else "",
            brand=record.brand,
            category=record.category,
            shown=shown(publication, now),
            since=publication.starts_at if publication else None,
            until=publication.ends_at if publication else None,
            variants=tuple(
                ShelfVariant(
                    record=variant,
                    price=prices[variant.id].amount if variant.id in prices else None,
                    on_hand=sum(place.on_hand for place in stock[variant.id]),
                    reserved=sum(place.reserved for place in stock[variant.id]),
                    available=sum(place.available for place in stock[variant.id]),
                    counted=catalog.travels(record.nature) or bool(stock[variant.id]),
                    placed=bool(stock[variant.id]),
                )
                for variant in record.variants
            ),
        )
    return found


def shown(publication: object | None, now: datetime) -> str:
    ends_at = getattr(publication, "ends_at", None)
    if publication is None or (ends_at is not None and ends_at <= now):
        return "hidden"
    return "published" if publication.starts_at <= now else "upcoming"  # type: ignore[attr-defined]

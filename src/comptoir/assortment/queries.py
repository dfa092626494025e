"""A sheet as it is now, out of three rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.assortment import rules
from comptoir.assortment.contracts import SheetRow
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord, VariantRecord
from comptoir.inventory import facade as inventory
from comptoir.kit.text import LOCALES, Localised
from comptoir.org import facade as org
from comptoir.org.contracts import MarketInfo
from comptoir.pricing import facade as pricing


def sheet(product_ids: Sequence[UUID], *, market: MarketInfo, now: datetime) -> list[SheetRow]:
    """The variants of these products that are sold, in this order; unknown ids are left out. Eight queries."""
    records = catalog.products(product_ids)
    listed = [records[product] for product in product_ids if product in records]
    variants = [variant.id for record in listed for variant in record.variants if variant.active]
    shown = catalog.shown_in(product_ids, market=market.code, now=now)
    prices = pricing.current(variants, market=market.code, currency=market.currency)
    stock = inventory.availability(variants)
    places = [place.id for place in org.places()]
    rows = []
    for record in listed:
        active = [variant for variant in record.variants if variant.active]
        for variant in active:
            kept = {place.location_id: place.safety for place in stock.get(variant.id, ())}
            price = prices.get(variant.id)
            rows.append(
                SheetRow(
                    product_id=record.id, variant_id=variant.id, sku=variant.sku, name=record.name,
                    options=_options(variant),
                    product=_of_product(record, record.id in shown) if variant is active[0] else None,
                    values={
                        "price": price.amount.minor if price else None,
                        "weight_g": variant.weight_g,
                        **{rules.safety(place): kept.get(place, 0) for place in places},
                    },
                )
            )  # fmt: skip
    return rows


def values(rows: Sequence[SheetRow]) -> dict[tuple[UUID, str], Any]:
    """Every cell of a sheet by its subject and field."""
    found: dict[tuple[UUID, str], Any] = {}
    for row in rows:
        for subject, cells in ((row.product_id, row.product or {}), (row.variant_id, row.values)):
            found |= {(subject, field): value for field, value in cells.items()}
    return found


def _of_product(record: ProductRecord, shown: bool) -> dict[str, Any]:
    return {
        "name_fr": record.name.get("fr", ""),
        "name_en": record.name.get("en", ""),
        "tax_category": record.tax_category,
        "shown": shown,
    }


def _options(variant: VariantRecord) -> Localised:
    told = {locale: ", ".join(option.text.read(locale) for option in variant.options) for locale in LOCALES}
    return Localised(told)

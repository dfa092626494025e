"""Cells of several articles change together: texts, VAT, publication, weight, price, safety stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.assortment import queries, rules
from comptoir.assortment.contracts import Cell
from comptoir.assortment.errors import SheetRefused
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Revision
from comptoir.inventory import facade as inventory
from comptoir.journal.contracts import Origin
from comptoir.kit import cache, locks
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet

Values = dict[tuple[UUID, str], Any]


def save_sheet(
    products: Sequence[UUID], cells: Sequence[Cell], *, market: str, origin: Origin, now: datetime
) -> tuple[Cell, ...]:
    """Give `cells` of these products and their variants their new values, all or none, in one transaction; answers
    those that changed. Their `undone`, saved again, are the undo.

    What is as wanted already writes nothing. Refuses SheetRefused with a code for each cell that cannot be: a value
    out of bounds, or one that somebody changed since it was read; Invalid above 2,000 cells.
    """
    if len(cells) > rules.MOST_CELLS:
        raise Invalid({"cells": "too_large"})
    if wrong := {cell.key: code for cell in cells if (code := rules.fault(cell, catalog.TAX_CATEGORIES))}:
        raise SheetRefused(wrong)
    place = org.market(market)
    kept_back = [("safety_stock", cell.subject) for cell in cells if cell.field.startswith(rules.SAFETY)]
    with transaction.atomic(durable=True):
        locks.hold(catalog.CATALOG, ("price_list", market), *kept_back)
        before = queries.values(queries.sheet(products, market=place, now=now))
        changes, wrong = rules.compare(cells, before)
        if wrong:
            raise SheetRefused(wrong)
        after = before | {(cell.subject, cell.field): cell.value for cell in changes}
        _write(changes, after, market, place.currency, origin, now)
    cache.forget()
    return tuple(changes)


def _write(
    changes: Sequence[Cell], after: Values, market: str, currency: str, origin: Origin, now: datetime
) -> None:
    """Catalogue, prices, stock rows last."""

    def of(*fields: str) -> dict[UUID, None]:
        return dict.fromkeys(cell.subject for cell in changes if cell.field in fields)

    texts = [
        Revision(
            product_id=product,
            name=Localised(
                {locale: text for locale in ("fr", "en") if (text := after[product, f"name_{locale}"].strip())}
            ),
            tax_category=after[product, "tax_category"],
        )
        for product in of("name_fr", "name_en", "tax_category")
    ]
    if texts:
        catalog.revise_products(texts, origin=origin, now=now)
    if weights := {variant: after[variant, "weight_g"] for variant in of("weight_g")}:
        catalog.weigh_variants(weights, origin=origin, now=now)
    for shown in (True, False):
        if products := [product for product in of("shown") if after[product, "shown"] is shown]:
            catalog.show_products(products, shown=shown, market=market, origin=origin, now=now)
    prices = [
        PriceToSet(variant_id=variant, amount=Money(after[variant, "price"], currency)) for variant in of("price")
    ]
    pricing.set_prices(prices, market=market, origin=origin, now=now)
    safeties = {
        (cell.subject, rules.place_of(cell.field)): cell.value
        for cell in changes
        if cell.field.startswith(rules.SAFETY)
    }
    inventory.set_safeties(safeties, origin=origin, now=now)

"""Two to four products side by side: what they have, and where they differ. By address alone, so without a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.visits import shopper
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Card
from comptoir.org.contracts import ShopperContext

MOST = 4
OFFERED = 8


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`p` names a product by its number, the same in every language."""
    context = shopper(request)
    asked = list(dict.fromkeys(text.replace("\x00", "")[:100] for text in request.GET.getlist("p")))[:MOST]
    known = catalog.products_called(asked)
    shown = offers.cards([known[one] for one in asked if one in known], context)
    records = catalog.products([card.product_id for card in shown])
    codes = [card.external_id for card in shown]
    page = frame(
        request, context, title=_("Compare"), hidden=True,
        paths={code: _address(code, codes) for code in NAMES},
    )  # fmt: skip
    columns = cards(shown, context.locale)
    for column, card in zip(columns, shown, strict=True):
        column["without"] = _address(context.locale, [code for code in codes if code != card.external_id])
    told = {
        "page": page,
        "columns": columns,
        "rows": _rows(shown, records, context.locale) if len(shown) > 1 else [],
        "offered": _offered(shown, codes, context) if 0 < len(shown) < MOST else [],
    }
    return render(request, "storefront/compare.html", told)


def _address(locale: str, codes: list[str]) -> str:
    asked = urlencode([("p", code) for code in codes])
    return f"{address('compare', locale)}?{asked}" if asked else address("compare", locale)


def _rows(shown: tuple[Card, ...], records: dict[Any, ProductRecord], locale: str) -> list[dict[str, Any]]:
    """Attributes that any of them has and options, each with a cell a product, which lists its texts; `differs` where
    the cells are not all equal.
    What the law wants beside each product stays on its own page."""
    labels: dict[str, str] = {"brand": _("Brand")}
    cells: dict[str, list[list[str]]] = {"brand": [[card.brand] if card.brand else [] for card in shown]}
    for place, card in enumerate(shown):
        record = records[card.product_id]
        values = [value for value in record.attributes if value.code not in catalog.LEGAL]
        for value in values:
            labels.setdefault(value.code, value.label.told(locale))
            text = value.text.told(locale)
            cells.setdefault(value.code, [[] for _card in shown])[place] = [text] if text else []
        for variant in record.variants if card.variant_count > 1 else ():
            for option in variant.options if variant.active else ():
                code, text = f"option {option.code}", option.text.told(locale)
                labels.setdefault(code, option.label.told(locale))
                kept = cells.setdefault(code, [[] for _card in shown])[place]
                if text not in kept:
                    kept.append(text)
    return [
        {"label": labels[code], "cells": row, "differs": any(texts != row[0] for texts in row)}
        for code, row in cells.items()
        if any(row)
    ]


def _offered(shown: tuple[Card, ...], codes: list[str], context: ShopperContext) -> list[dict[str, str]]:
    """Others of the first one's aisle, each with the address that adds it."""
    category = shown[0].category
    if category is None:
        return []
    listed = offers.listing(context, category_slug=category.slug.read(context.locale), size=OFFERED + MOST)
    return [
        {"name": card.name.told(context.locale), "href": _address(context.locale, [*codes, card.external_id])}
        for card in listed.cards.items
        if card.external_id not in codes
    ][:OFFERED]

"""Wishes as the templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.basket import availability
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.wishes.contracts import WishLine


def lines(found: Sequence[WishLine], locale: str) -> list[dict[str, Any]]:
    return [_line(line, locale) for line in found]


def _line(line: WishLine, locale: str) -> dict[str, Any]:
    item = line.item
    sold = item.published and line.unit is not None
    return {
        "id": item.variant_id,
        "name": item.name.told(locale),
        "options": [value.text.told(locale) for value in item.options],
        "href": address("product", locale, slug=item.slug.read(locale)) + f"?{urlencode({'sku': item.sku})}",
        "picture": picture(
            item.picture, name=item.name, product_id=item.product_id, locale=locale, options=item.options
        ),
        "sold": sold,
        "can_buy": sold and line.available > 0,
        "stock": words.stock(availability(line.available), travels=catalog.travels(item.nature)),
        "unit": line.unit,
    }

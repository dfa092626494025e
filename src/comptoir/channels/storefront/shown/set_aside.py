"""Lines outside the basket, as the templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.basket import availability
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.channels.storefront.templatetags.shop import day
from comptoir.checkout.contracts import SetAside, SharedBasketView


def saved(lines: Sequence[SetAside], locale: str) -> list[dict[str, Any]]:
    return [_line(line, locale) for line in lines]


def shared(view: SharedBasketView, locale: str) -> dict[str, Any]:
    return {
        "lines": [_line(line, locale) for line in view.lines],
        "total": view.total,
        "until": day(view.expires_at),
        "any": any(line.item.published for line in view.lines),
    }


def _line(line: SetAside, locale: str) -> dict[str, Any]:
    item = line.item
    return {
        "id": item.variant_id,
        "name": item.name.read(locale),
        "options": ", ".join(value.text.read(locale) for value in item.options),
        "href": address("product", locale, slug=item.slug.read(locale)),
        "picture": picture(
            item.picture, name=item.name, product_id=item.product_id, locale=locale, options=item.options
        ),
        "quantity": line.quantity,
        "sold": item.published and line.unit is not None,
        "stock": words.stock(availability(line.available)),
        "unit": line.unit,
    }

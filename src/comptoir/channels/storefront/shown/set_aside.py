"""Lines outside the basket, as the templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.basket import availability
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.checkout.contracts import SetAside


def saved(lines: Sequence[SetAside], locale: str) -> list[dict[str, Any]]:
    return [line(each, locale) for each in lines]


def line(given: SetAside, locale: str) -> dict[str, Any]:
    item = given.item
    return {
        "id": item.variant_id,
        "name": item.name.told(locale),
        "options": [value.text.told(locale) for value in item.options],
        "href": address("product", locale, slug=item.slug.read(locale)),
        "picture": picture(
            item.picture, name=item.name, product_id=item.product_id, locale=locale, options=item.options
        ),
        "quantity": given.quantity,
        "sold": item.published and given.unit is not None,
        "stock": words.stock(availability(given.available), travels=catalog.travels(item.nature)),
        "unit": given.unit,
    }

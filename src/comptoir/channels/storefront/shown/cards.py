"""Products in a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.channels.storefront.shown.reviews import rating
from comptoir.offers.contracts import Card


def cards(found: Iterable[Card], locale: str) -> list[dict[str, Any]]:
    return [_card(each, locale) for each in found]


def _card(card: Card, locale: str) -> dict[str, Any]:
    return {
        "name": card.name.read(locale),
        "brand": card.brand,
        "href": address("product", locale, slug=card.slug.read(locale)),
        "picture": picture(
            card.picture, name=card.name, category=card.category, product_id=card.product_id, locale=locale
        ),
        "price": card.price,
        "price_from": card.price_from,
        "stock": words.stock(card.availability),
        "rating": rating(card.rating, locale),
    }

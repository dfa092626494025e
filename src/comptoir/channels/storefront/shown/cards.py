"""Products in a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.channels.storefront.shown.reviews import rating
from comptoir.channels.storefront.shown.swatches import swatches
from comptoir.offers.contracts import Card


def cards(found: Iterable[Card], locale: str) -> list[dict[str, Any]]:
    return [_card(each, locale) for each in found]


def _href(card: Card, locale: str) -> str:
    """In the colour that was asked for; the size stays open."""
    page = address("product", locale, slug=card.slug.read(locale))
    return f"{page}?{urlencode({'like': card.colour.sku})}" if card.colour else page


def _card(card: Card, locale: str) -> dict[str, Any]:
    return {
        "id": str(card.product_id),
        "name": card.name.told(locale),
        "brand": card.brand,
        "href": _href(card, locale),
        "picture": picture(
            card.picture, name=card.name, category=card.category, product_id=card.product_id, locale=locale
        ),
        "price": card.price,
        "price_from": card.price_from,
        "reduced": card.reduced,
        "personal": card.personal,
        "swatches": swatches(card.colours, locale),
        "why": _why(card.why),
        "stock": words.stock(card.availability, travels=card.travels),
        "offers": card.offers,
        "rating": rating(card.rating, locale),
    }


def _why(code: str) -> str:
    """Why it stands beside another product, plainly."""
    reasons = {
        "replaces": _("Replaces this one"),
        "accessory": _("Accessory"),
        "goes_with": _("Goes with it"),
        "together": _("Bought together"),
        "range": _("Same range"),
    }
    return reasons.get(code, "")

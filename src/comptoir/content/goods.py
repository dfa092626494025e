"""Goods as the editor's field names them: a picture, a name, what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.kit.text import fold
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Card
from comptoir.org.contracts import ShopperContext
from comptoir.search import facade as search
from comptoir.search.contracts import Asked
from comptoir.search.errors import SearchNotReady

MOST = 8


def products(context: ShopperContext, *, text: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Those of `ids` in their order; without any, what is found by words, name or SKU, or what is newest."""
    if ids:
        cards = offers.cards([UUID(each) for each in ids], context)
    elif text.strip():
        cards = _by_words(text, context)
    else:
        cards = tuple(offers.listing(context, size=MOST).cards.items)
    return [
        {
            "id": str(card.product_id),
            "name": card.name.read(context.locale),
            "detail": " · ".join(
                filter(None, [card.price.format(context.locale) if card.price else "", card.external_id])
            ),
            "picture": card.picture.source if card.picture else "",
        }
        for card in cards
    ]


def _by_words(text: str, context: ShopperContext) -> tuple[Card, ...]:
    try:
        return tuple(search.find(Asked(text=text, size=MOST), context).cards.items)
    except SearchNotReady:
        return ()


def categories(context: ShopperContext, *, text: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Those of `ids`; without any, those whose name or parents' names hold all words."""
    wanted = fold(text).split()
    found = []
    for node in catalog.categories(market=context.market.code, now=context.now):
        trail = " › ".join(step.name.read(context.locale) for step in node.trail)
        if (str(node.id) in ids) if ids else all(word in fold(trail) for word in wanted):
            found.append({"id": str(node.id), "name": trail, "detail": "", "picture": ""})
    return found if ids else found[: 3 * MOST]

"""Where a page stands, and what a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.structured.script import Node


def breadcrumb(request: HttpRequest, locale: str, trail: Sequence[dict[str, str]], here: str) -> Node:
    """`trail` as the page shows it; the last step, the page itself, needs no address."""
    steps = [{"name": _("Home"), "href": address("home", locale)}, *trail]
    items: list[Node] = [
        {"@type": "ListItem", "position": place, "name": step["name"], "item": request.build_absolute_uri(step["href"])}
        for place, step in enumerate(steps, start=1)
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [*items, {"@type": "ListItem", "position": len(items) + 1, "name": here}],
    }


def item_list(request: HttpRequest, name: str, cards: Sequence[dict[str, Any]], *, first: int = 1) -> Node:
    """The products of a page of a list; `first` is the place of its first one in the whole list."""
    return {
        "@type": "ItemList",
        "name": name,
        "itemListElement": [
            {
                "@type": "ListItem", "position": place, "name": card["name"],
                "url": request.build_absolute_uri(card["href"]),
            }  # fmt: skip
            for place, card in enumerate(cards, start=first)
        ],
    }

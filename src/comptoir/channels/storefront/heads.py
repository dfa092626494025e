"""What a shared link shows: Open Graph, which the others read too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import marks

OG_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
WIDTH, HEIGHT = 1200, 630
DESCRIPTION = 155  # characters that search engines show


def card(
    request: HttpRequest, title: str, description: str, shop: str, language: str, picture: str, kind: str
) -> dict[str, Any]:
    """`picture` is the path of one of the catalogue's; without one the house's mark."""
    image = catalog.rendition_address(picture, "card", "jpg") or marks.address("card")
    return {
        "title": title,
        "description": description or shop,
        "kind": kind,
        "locale": OG_LOCALES[language],
        "others": [locale for code, locale in OG_LOCALES.items() if code != language],
        "image": request.build_absolute_uri(image),
        "width": WIDTH,
        "height": HEIGHT,
        "alt": title,
    }


def shortened(text: str) -> str:
    """At the end of a word."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION:
        return line
    return line[: DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"

"""What the brand puts around every page: its links, its notices, its look."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from comptoir.content import facade as content


def surroundings(storefront: str, language: str) -> dict[str, Any]:
    found = content.surroundings(storefront, language)
    return {
        "menu": [{"href": each.path, "name": each.title} for each in found.menu],
        "notices": found.notices,
        "theme": reverse("storefront_plain:theme", args=(found.theme,)) if found.theme else "",
    }

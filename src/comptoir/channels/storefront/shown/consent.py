"""The purposes that somebody may allow, and how they stand on this device."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import YOUR_DATA
from comptoir.channels.storefront.visits import browser_refuses, choice_of, purposes_of
from comptoir.consent import facade as consent


def choices(request: HttpRequest, language: str, *, asks: bool) -> dict[str, Any]:
    """`asks` says whether the banner is shown: where nothing was chosen, on pages that do not want all attention, and
    not on the page that has the same form. The same for everybody with the same choice: whole pages are kept."""
    there = address("legal", language, topic=YOUR_DATA[language])
    choice, granted = choice_of(request), purposes_of(request)
    refuses = browser_refuses(request.META)
    return {
        "page": there,
        "asks": asks and choice is None and request.path != there,
        "state": "none" if choice is None else "granted" if granted else "refused",
        "browser_refuses": refuses,
        "purposes": [
            {
                "code": each.code,
                "name": each.name,
                "explanation": each.explanation,
                "granted": each.code in granted,
                "refused": refuses and each.code in consent.REFUSED_BY_BROWSER,
            }
            for each in consent.PURPOSES
        ],
    }

"""Why a line costs what it costs, in both languages."""

from __future__ import annotations

from functools import cache

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from comptoir.kit.money import Money
from comptoir.kit.text import LOCALES, Localised
from comptoir.pricing.contracts import Reason

LIST_PRICE = gettext_noop("List price")


def list_price(total: Money) -> Reason:
    """The price of the market's list, times the quantity."""
    return Reason(code="list_price", text=_in_both(LIST_PRICE), amount=total)


@cache
def _in_both(message: str) -> Localised:
    texts = {}
    for locale in LOCALES:
        with translation.override(locale):
            texts[locale] = gettext(message)
    return Localised(texts)

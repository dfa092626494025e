"""Why a line costs what it costs, in both languages."""

from __future__ import annotations

from functools import cache

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from comptoir.kit.money import Money
from comptoir.kit.text import LOCALES, Localised
from comptoir.pricing.contracts import Reason

LIST_PRICE = gettext_noop("List price")
PERSONAL_PRICE = gettext_noop("Price set for you by an automated decision")


def list_price(total: Money) -> Reason:
    """The price of the market's list, times the quantity."""
    return Reason(code="list_price", text=_in_both(LIST_PRICE), amount=total)


def personal_price(difference: Money) -> Reason:
    """What a personal price takes off, below zero. L221-5 of the Consumer Code wants the words."""
    return Reason(code="personal_price", text=_in_both(PERSONAL_PRICE), amount=difference)


@cache
def _in_both(message: str) -> Localised:
    texts = {}
    for locale in LOCALES:
        with translation.override(locale):
            texts[locale] = gettext(message)
    return Localised(texts)

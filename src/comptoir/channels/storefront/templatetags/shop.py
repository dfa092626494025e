"""How values read on a page: amounts, days, counts, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_time
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language

from comptoir.channels.storefront import lawful
from comptoir.channels.storefront.icons import ICONS
from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.kit.text import Told

register = template.Library()

NARROW = "\u202f"


@register.filter
def money(amount: Money | None) -> str:
    """`1 249,90 €` with narrow no-break spaces in French, `€1,249.90` in English; nothing for None."""
    return "" if amount is None else _money(amount.minor, amount.currency, _language())


@lru_cache(maxsize=10_000)
def _money(minor: int, currency: str, language: str) -> str:
    """To write an amount by the rules of a language takes longer than to write the rest of its line."""
    return Money(minor, currency).format(language).replace("\u00a0", NARROW)


@register.filter
def day(value: date | datetime) -> str:
    """`mardi 24 novembre`, `mardi 1er décembre`, `Tuesday 24 November`."""
    return written(value, "EEEE d MMMM", locale=_language())


def short_day(value: date) -> str:
    """`mardi 24`, `mardi 1er`, `Tuesday 24`."""
    return written(value, "EEEE d", locale=_language())


@register.filter
def calendar_day(value: datetime) -> str:
    """`1er décembre 2026`, `1 December 2026`, here."""
    return written(localtime(value), "d MMMM y", locale=_language())


@register.filter
def moment(value: datetime) -> str:
    """`1er décembre, 18:05`, `1 December, 18:05`, here."""
    return written(localtime(value), "d MMMM, HH:mm", locale=_language())


@register.filter
def clock(value: datetime) -> str:
    """`18 h 30`, `18:30`: the hour in the zone that the value carries."""
    pattern = f"H'{NARROW}h{NARROW}'mm" if _language() == "fr" else "H:mm"
    return format_time(value, pattern, tzinfo=value.tzinfo, locale=_language())


@register.filter
def lang(text: object) -> str:
    """The attribute of an element that holds the text, or a list of texts that have all one language, where it is not
    the page's."""
    texts = text if isinstance(text, list) else [text]
    languages = {each.language if isinstance(each, Told) else "" for each in texts}
    (language,) = languages if len(languages) == 1 else ("",)
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def spoken(text: object) -> object:
    """The text within a line, in an element of its own where its language is not the page's."""
    return format_html('<span lang="{}">{}</span>', text.language, text) if isinstance(text, Told) else text


@register.filter
def spoken_list(texts: Iterable[object]) -> str:
    """As `spoken`, of several texts with a comma between them: the options of a variant."""
    return format_html_join(", ", "{}", ((spoken(text),) for text in texts))


@register.simple_tag
def icon(name: str) -> str:
    """The drawing of that name, of `icons.py`; ears pass over it."""
    return ICONS[name]


@register.simple_tag
def law_label(name: str) -> str:
    """Words that the law fixes: see `lawful`."""
    return lawful.label(name, _language())


def _language() -> str:
    return (get_language() or "fr")[:2]

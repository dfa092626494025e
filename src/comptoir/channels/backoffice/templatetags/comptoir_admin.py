"""Amounts, rates and texts of data in the reader's language."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime
from babel.numbers import format_percent
from django import template
from django.utils import timezone

from comptoir.channels.backoffice import access, rules, sentences
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.payments import facade as payments

register = template.Library()


@register.filter
def money(amount: Money | None, locale: str) -> str:
    return amount.format(locale) if amount is not None else ""


@register.filter
def percent(basis_points: int, locale: str) -> str:
    """2000 basis points as `20 %`."""
    return format_percent(basis_points / 10_000, "#,##0.## %" if locale == "fr" else "#,##0.##%", locale=locale)


@register.filter
def said(text: Localised, locale: str) -> str:
    return Localised(text).read(locale)


@register.filter
def tender(kind: str, locale: str) -> str:
    """The name of a means of payment; its code when it is no longer offered."""
    known = payments.tender_names()
    return known[kind].read(locale) if kind in known else kind


@register.filter
def signed(number: int) -> str:
    """A difference with its sign, so that it is not read as a level."""
    return f"{number:+d}".replace("-", "−")


@register.filter
def signed_money(amount: Money, locale: str) -> str:
    """A difference of money with its sign."""
    shown = amount.format(locale)
    return f"+{shown}" if amount.minor > 0 else shown.replace("-", "−")


@register.filter
def named(names: dict[str, str], actor: str) -> str:
    """Who did it: the name of the staff, else what kind of actor."""
    return names.get(actor) or sentences.actor(actor)


@register.filter
def tone(state: str) -> str:
    return rules.tone(state)


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in the reader's time zone, the day first: 21/11/2026 23:39, 21 Nov 2026 23:39."""
    if value is None:
        return ""
    pattern = "d MMM yyyy HH:mm" if access.locale() == "en" else "dd/MM/yyyy HH:mm"
    return format_datetime(timezone.localtime(value), pattern, locale=access.locale())

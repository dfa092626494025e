"""Amounts, rates and texts of data in the reader's language."""

from __future__ import annotations

from babel.numbers import format_percent
from django import template

from comptoir.channels.backoffice import rules
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
    known = {option.kind: option.name for option in payments.tenders(collects=True)}
    return known[kind].read(locale) if kind in known else kind


@register.filter
def signed(number: int) -> str:
    """A difference with its sign, so that it is not read as a level."""
    return f"{number:+d}".replace("-", "−")


@register.filter
def tone(state: str) -> str:
    return rules.tone(state)

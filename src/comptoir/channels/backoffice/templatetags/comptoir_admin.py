"""Amounts, rates and texts of data in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale
from django import template

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, channel_names, days, rules, sentences, shares
from comptoir.channels.backoffice.said import REFUSALS
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.payments import facade as payments

register = template.Library()
register.filter(days.day)
register.filter(days.due)
register.filter(days.moment)


@register.filter
def money(amount: Money | None, locale: str) -> str:
    return amount.format(locale) if amount is not None else ""


@register.filter
def percent(basis_points: int) -> str:
    """2000 basis points as 20 %."""
    return shares.percent(basis_points / 10_000, "#,##0.##")


@register.filter
def said(text: Localised, locale: str) -> str:
    return Localised(text).read(locale)


@register.filter
def barcodes(gtins: Sequence[str]) -> str:
    """As they are printed, without the zeros that they are kept with."""
    return ", ".join(catalog.printed_gtin(each) for each in gtins)


@register.filter
def tender(kind: str, locale: str) -> str:
    """The name of a means of payment; its code when it is no longer offered."""
    known = payments.tender_names()
    return known[kind].read(locale) if kind in known else kind


@register.filter
def refused(code: str) -> str:
    """Why a payment was refused; the code of a bank that says something else."""
    return str(REFUSALS.get(code, code))


@register.filter
def signed(number: int) -> str:
    """A difference with its sign, so that it is not read as a level."""
    return f"{number:+d}".replace("-", "−")


@register.filter
def signed_money(amount: Money, locale: str) -> str:
    """A difference of money with its sign."""
    shown = amount.format(locale)
    return f"+{shown}" if amount.minor > 0 else shown


@register.filter
def named(names: dict[str, str], actor: str) -> str:
    """Who did it: the name of the staff, else what kind of actor."""
    return names.get(actor) or sentences.actor(actor)


@register.filter
def channel(code: str) -> str:
    return channel_names.channel_name(code)


@register.filter
def country(code: str) -> str:
    return str(Locale.parse(access.locale()).territories.get(code, code))


@register.filter
def tone(state: str) -> str:
    return rules.tone(state)

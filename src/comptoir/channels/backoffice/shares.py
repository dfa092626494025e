"""Shares and changes as they are read: shares in percent, their changes in points, those of numbers in percent."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

from comptoir.channels.backoffice import access

NARROW = "\u202f"


def share(of: float | None) -> str:
    """One digit behind the point below a tenth; a dash where there is nothing to divide by."""
    if of is None:
        return "–"
    return percent(of, "#,##0.0" if 0 < of < 0.1 else "#,##0")


def change(now: float | None, before: float | None) -> str:
    """Of a share, in points of percent."""
    if now is None or before is None:
        return "–"
    points = round((now - before) * 100, 1)
    return ("+" if points > 0 else "") + format_decimal(points, "0.0", locale=access.locale()).replace("-", "−")


def growth(now: float, before: float) -> str:
    """Of a number, in percent."""
    if not before:
        return "–"
    grown = (now - before) / before
    return ("+" if grown > 0 else "") + percent(grown).replace("-", "−")


def percent(of: float, digits: str = "#,##0") -> str:
    """0.25 as `25 %` in French, with its narrow space, and `25%` in English."""
    locale = access.locale()
    return format_percent(of, f"{digits}{NARROW}%" if locale == "fr" else f"{digits}%", locale=locale)

"""Shares and changes as they are read: shares in percent, their changes in points, those of numbers in percent."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

from comptoir.channels.backoffice import access

NARROW = "\u202f"


def share(of: float | None) -> str:
    """One digit behind the point below a tenth; a dash where there is nothing to divide by."""
    if of is None:
        return "–"
    return format_percent(of, "#,##0.0 %" if 0 < of < 0.1 else "#,##0 %", locale=access.locale()).replace(" ", NARROW)


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
    percent = (now - before) / before
    return ("+" if percent > 0 else "") + format_percent(percent, "#,##0 %", locale=access.locale()).replace(
        "-", "−"
    ).replace(" ", NARROW)

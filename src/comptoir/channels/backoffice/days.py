"""Days and moments as they are read in the back office, the day first."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from django.utils import timezone

from comptoir.channels.backoffice import access


def day(value: date | None) -> str:
    """21/11/2026, 21 Nov 2026."""
    pattern = "d MMM yyyy" if access.locale() == "en" else "dd/MM/yyyy"
    return format_date(value, pattern, locale=access.locale()) if value else ""


def due(value: datetime | None) -> str:
    """A moment by which something was promised; the last minute of a day is that day."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return day(local.date()) if (local.hour, local.minute) == (23, 59) else moment(value)


def moment(value: datetime | None) -> str:
    """Day and time in the reader's time zone, the day first: 21/11/2026 23:39, 21 Nov 2026 23:39."""
    if value is None:
        return ""
    pattern = "d MMM yyyy HH:mm" if access.locale() == "en" else "dd/MM/yyyy HH:mm"
    return format_datetime(timezone.localtime(value), pattern, locale=access.locale())

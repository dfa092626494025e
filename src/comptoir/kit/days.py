"""Days in words."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime


def written(value: date, pattern: str, *, locale: str) -> str:
    """By a pattern of CLDR; a moment in its own zone. French writes the first of a month `1er`, which CLDR leaves out:
    `mardi 1er décembre`, `1er déc.`, `2 décembre`."""
    if value.day == 1 and locale == "fr":
        pattern = re.sub(r"\bd\b", "d'er'", pattern, count=1)
    written_by = format_datetime if isinstance(value, datetime) else format_date
    return str(written_by(value, pattern, locale=locale))

"""Dates and intervals in ISO 8601, as product feeds write them."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from comptoir.channels.imports.rules.texts import Unusable


def interval(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """`start/end`, both aware; a moment without offset is read in `zone`. Refuses an end before its start."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 2:
        raise Unusable("not an interval")
    starts, ends = (_moment(part, zone) for part in parts)
    if ends <= starts:
        raise Unusable("ends before it starts")
    return starts, ends


def day(text: str, zone: tzinfo) -> date:
    """The calendar day of a date or moment."""
    try:
        return _moment(text.strip(), zone).date()
    except Unusable as trouble:
        raise Unusable("not a date") from trouble


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise Unusable("not an interval") from trouble
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)

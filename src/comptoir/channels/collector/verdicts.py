"""What became of each event: sums of all, rows of those that staff want to see."""

from __future__ import annotations

import struct
from collections import Counter
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from comptoir.channels.collector import lines, moments
from comptoir.channels.collector.hearing import Counted, Heard
from comptoir.channels.collector.parcels import Event, Refused

# Of a transaction: all that differ, up to a bound, and a few of those that are simply kept.
MOST_FAULTY, MOST_PLAIN = 500, 20
COPY = """
COPY collector_verdict (at, source, kind, event, verdict, reasons, message_id, event_id) FROM STDIN (FORMAT BINARY)
"""
SUM = """
INSERT INTO collector_tally (at, source, verdict, reason, times)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])
"""
_FIELDS = struct.pack("!h", 8)
_encode = msgspec.json.Encoder().encode


def note(cursor: psycopg.Cursor[Any], events: list[Event], found: list[str], now: datetime) -> None:
    sums: Counter[tuple[str, str, str]] = Counter()
    rows: list[bytes] = []
    at = lines.moment(moments.micros(now))
    plain = faulty = 0
    for event, verdict in zip(events, found, strict=True):
        reasons = [event.code] if isinstance(event, Refused) else event.faults
        times = event.times if isinstance(event, Refused) else 1
        sums[event.source.code, verdict, reasons[0][:60] if reasons else ""] += times
        is_plain = verdict == "kept" and not reasons
        if plain < MOST_PLAIN if is_plain else faulty < MOST_FAULTY:
            plain, faulty = plain + is_plain, faulty + (not is_plain)
            rows.append(_row(event, verdict, reasons, at))
    with cursor.copy(COPY) as copy:
        copy.write(b"".join((lines.BEGIN, *rows, lines.END)))
    keys = list(sums)
    columns = ([key[place] for key in keys] for place in range(3))
    cursor.execute(SUM, [now, *columns, list(sums.values())])


def _row(event: Event, verdict: str, reasons: list[str], at: bytes) -> bytes:
    """Of what was not kept, its kind and the reason: nothing of what it said."""
    of_kept = event if isinstance(event, Heard) else None
    kind = event.activity if isinstance(event, Counted) else event.kind
    return b"".join(
        (
            _FIELDS,
            at,
            lines.text(event.source.code),
            lines.text(kind),
            lines.text(of_kept.event if of_kept else ""),
            lines.text(verdict),
            lines.jsonb(_encode(reasons)),
            lines.text(of_kept.message_id if of_kept else ""),
            lines.identity(of_kept.event_id) if of_kept and verdict == "kept" else lines.NULL,
        )
    )

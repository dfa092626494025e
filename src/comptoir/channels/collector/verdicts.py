"""What became of each event: sums of all, rows of those that staff want to see."""

from __future__ import annotations

import struct
from collections import Counter
from datetime import datetime

import msgspec

from comptoir.channels.collector import lines, moments
from comptoir.channels.collector.connecting import ARRAYS, INT, TEXT, TIME, Link, numbers, texts
from comptoir.channels.collector.hearing import Heard
from comptoir.channels.collector.parcels import Event, Refused

# Of a transaction all that differ, up to a bound; of a second a few of those that are simply kept.
MOST_FAULTY, MOST_PLAIN = 500, 100
COPY = """
COPY collector_verdict (at, source, kind, event, verdict, reasons, message_id, event_id) FROM STDIN (FORMAT BINARY)
"""
SUM = """
INSERT INTO collector_tally (at, source, verdict, reason, times)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::int[])
"""
_FIELDS = struct.pack("!h", 8)
_encode = msgspec.json.Encoder().encode


class _Sparing:
    """How many of what is simply kept may still be shown in this second."""

    second, left = 0, MOST_PLAIN

    def take(self, wanted: int, now: datetime) -> int:
        second = int(now.timestamp())
        if second != self.second:
            self.second, self.left = second, MOST_PLAIN
        taken = min(wanted, self.left)
        self.left -= taken
        return taken


_sparing = _Sparing()


def note(link: Link, events: list[Event], found: list[str], now: datetime) -> None:
    sums: Counter[tuple[str, str, str]] = Counter()
    plain: list[Heard] = []
    told: list[tuple[Event, str, tuple[str, ...]]] = []
    for event, verdict in zip(events, found, strict=True):
        if verdict == "kept" and isinstance(event, Heard) and not event.faults:
            plain.append(event)
            continue
        reasons = (event.code,) if isinstance(event, Refused) else event.faults
        sums[event.source, verdict, reasons[0][:60] if reasons else ""] += (
            event.times if isinstance(event, Refused) else 1
        )
        if len(told) < MOST_FAULTY:
            told.append((event, verdict, reasons))
    sums.update((each.source, "kept", "") for each in plain)
    told += ((each, "kept", ()) for each in plain[: _sparing.take(len(plain), now)])
    if told:
        at = lines.moment(moments.micros(now))
        link.copy(COPY, b"".join((lines.BEGIN, *(_row(*each, at) for each in told), lines.END)))
    columns = [(ARRAYS[TEXT], texts([key[place] for key in sums])) for place in range(3)]
    link.ask(SUM, (TIME, lines.moment(moments.micros(now))[4:]), *columns, (ARRAYS[INT], numbers(list(sums.values()))))


def _row(event: Event, verdict: str, reasons: tuple[str, ...], at: bytes) -> bytes:
    """Of what was not kept, its kind and the reason: nothing of what it said."""
    of_kept = event if isinstance(event, Heard) else None
    return b"".join(
        (
            _FIELDS,
            at,
            lines.text(event.source),
            lines.text(event.kind),
            lines.text(of_kept.event if of_kept else ""),
            lines.text(verdict),
            lines.jsonb(_encode(reasons)),
            lines.text(of_kept.message_id if of_kept else ""),
            lines.identity(of_kept.event_id) if of_kept and verdict == "kept" else lines.NULL,
        )
    )

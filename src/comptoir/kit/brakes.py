"""Slowing down who tries too often: counted in the database, so that all processes count together.

A try is counted before it is judged, in a statement of its own: two tries at once are two, and a refusal that rolls
everything back has still been counted. The key (an e-mail, an address of the net) is kept as a keyed digest only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comptoir.kit import sql
from comptoir.kit.refusals import Refusal

COUNT = """
INSERT INTO kit_brake AS kept (name, key, until, tries)
SELECT * FROM unnest(%s::text[], %s::bytea[], %s::timestamptz[], %s::int[])
ON CONFLICT (name, key) DO UPDATE SET
    tries = CASE WHEN kept.until <= %s THEN 1 ELSE kept.tries + 1 END,
    until = CASE WHEN kept.until <= %s THEN excluded.until ELSE kept.until END
RETURNING name, tries, until
"""


class TooFast(Refusal):
    """`seconds` until the next try counts."""

    code = "too_fast"
    status = 429
    sentence = _("Too many tries in a short time. Please wait %(minutes)s min, then try again.")

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds, minutes=max(1, -(-seconds // 60)))
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Brake:
    """So many tries for one key in a span that begins with the first."""

    name: str
    tries: int
    span: timedelta


def press(*pressed: tuple[Brake, str], now: datetime) -> None:
    """Count one try at each brake for its key. Refuses TooFast when one of them was at its end already."""
    if connection.in_atomic_block:
        raise RuntimeError("a try is counted outside of any transaction, which could be rolled back")
    ordered = sorted((brake.name, _digest(brake, key), brake) for brake, key in pressed)
    found = sql.rows(
        COUNT,
        [
            [name for name, _key, _brake in ordered],
            [key for _name, key, _brake in ordered],
            [now + brake.span for _name, _key, brake in ordered],
            [1] * len(ordered),
            now,
            now,
        ],
    )
    limits = {brake.name: brake.tries for _name, _key, brake in ordered}
    waits = [(until - now).total_seconds() for name, tries, until in found if tries > limits[name]]
    if waits:
        raise TooFast(seconds=max(1, round(max(waits))))


def release(brake: Brake, key: str) -> None:
    """Forget the tries of a key: the last of them was right."""
    sql.run("DELETE FROM kit_brake WHERE name = %s AND key = %s", [brake.name, _digest(brake, key)])


def forget_old(now: datetime) -> int:
    """Delete what no longer slows anybody; returns how many."""
    return sql.run("DELETE FROM kit_brake WHERE until < %s", [now])


def _digest(brake: Brake, key: str) -> bytes:
    return salted_hmac(f"kit.brakes.{brake.name}", key, algorithm="sha256").digest()

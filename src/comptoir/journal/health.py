"""How far delivery is behind, and who holds it back: for metrics, `doctor` and the back office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from comptoir.journal import cursors
from comptoir.journal.contracts import Blocker, Consumer, Lag, Lane
from comptoir.journal.stream import START, Place
from comptoir.kit import sql

COUNTED = 10_000

CURSORS = "SELECT consumer, lane, generation, txid, position FROM journal_cursor"
UNREAD = """
SELECT count(*), extract(epoch FROM statement_timestamp() - min(recorded_at))::float8
FROM (SELECT recorded_at FROM journal_event
      WHERE lane = %s AND (generation, txid, position) > (%s, %s::xid8, %s)
      ORDER BY generation, txid, position LIMIT %s) AS unread
"""
PARKED = """
SELECT consumer, lane, count(*), extract(epoch FROM statement_timestamp() - min(recorded_at))::float8
FROM journal_parked GROUP BY consumer, lane
"""
DEAD = (
    "SELECT consumer, lane, count(*) FROM journal_dead_letter WHERE retry_at IS NULL GROUP BY consumer, lane"
)

# Nothing with a younger transaction id is delivered. Reading takes no transaction id.
BLOCKER = """
SELECT pid, coalesce(application_name, ''), extract(epoch FROM clock_timestamp() - xact_start)::float8,
       coalesce(query, '')
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY age(backend_xid) DESC LIMIT 1
"""


def lag(consumers: Iterable[Consumer], lanes: Collection[Lane] = tuple(Lane)) -> list[Lag]:
    """Rows of these lanes that a consumer has not passed yet, counted up to 10,000, and the age in seconds of the
    oldest, parked ones included; events that wait for a person are `dead`."""
    places = {(r[0], r[1]): Place(*r[2:]) for r in sql.rows(CURSORS)}
    parked = {(r[0], r[1]): (r[2], r[3]) for r in sql.rows(PARKED)}
    dead = {(r[0], r[1]): r[2] for r in sql.rows(DEAD)}
    unread = lru_cache(_unread)  # most stand together
    found = []
    for consumer in (reader for each in consumers for reader in each.readers):
        for lane in (each for each in cursors.lanes(consumer) if each in lanes):
            key = (consumer.name, lane.value)
            rows, seconds = unread(lane, places.get(key, START))
            held, held_seconds = parked.get(key, (0, 0.0))
            found.append(
                Lag(
                    consumer=consumer.name,
                    lane=lane,
                    rows=rows,
                    seconds=max(seconds, held_seconds, 0.0),
                    parked=held,
                    dead=dead.get(key, 0),
                )
            )
    return found


def _unread(lane: Lane, after: Place) -> tuple[int, float]:
    generation, txid, position = after
    found = sql.row(UNREAD, [lane.value, generation, str(txid), position, COUNTED])
    return (found[0], found[1] or 0.0) if found else (0, 0.0)


def blocker() -> Blocker | None:
    """The oldest open writing transaction of the cluster, in any of its databases; None without one.

    Other users' queries are shown as PostgreSQL's rights allow.
    """
    found = sql.row(BLOCKER)
    if found is None:
        return None
    return Blocker(pid=found[0], application=found[1], seconds=max(found[2] or 0.0, 0.0), query=found[3])

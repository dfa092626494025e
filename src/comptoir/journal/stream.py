"""Reading rows of the journal: a page after a place, in the order in which they are delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from comptoir.journal.contracts import Event, Lane, LegalBasis, Origin, Word
from comptoir.kit import sql

COLUMNS = (
    "generation, txid, position, event_id, name, version, lane, legal_basis, subject_kind, subject_id,"
    " subject_version, source, channel, market, legal_entity, storefront, person_key, visitor, actor, correlation,"
    " causation, occurred_at, recorded_at, payload"
)

# A place in the current generation ends below the oldest open writer: what is younger may still get an elder.
# Rows of an older generation came with a dump: all of them are settled, whatever their transaction ids.
PAGE = """
WITH page AS MATERIALIZED (
    SELECT {columns} FROM journal_{lane} WHERE {range}
    ORDER BY generation, txid, position LIMIT %(limit)s
), numbered AS (
    SELECT *, row_number() OVER () AS place FROM page
)
SELECT {columns}, {mine} AS mine, place FROM numbered
WHERE name = ANY(%(names)s) AND {mine} OR place = (SELECT count(*) FROM page)
ORDER BY place
"""
# Which of the readers of a consumer a subject belongs to: the same for good.
MINE = "(hashtextextended(subject_kind || ' ' || subject_id, 0) & 1073741823) %% %(shards)s = %(shard)s"
ALL_MINE = "true"
CURRENT = "generation = %(current)s AND (txid, position) > (%(txid)s::xid8, %(position)s)"
SETTLED = CURRENT + " AND txid < pg_snapshot_xmin(pg_current_snapshot())"
OLDER = (
    "generation < %(current)s"
    " AND (generation, txid, position) > (%(generation)s, %(txid)s::xid8, %(position)s)"
)


PLANNING = "SELECT set_config('enable_sort', %s, true), set_config('plan_cache_mode', %s, true)"


class Place(NamedTuple):
    """Where a row stands in the order of delivery."""

    generation: int
    txid: int
    position: int


START = Place(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """The events that a consumer wants, the place after which the next page begins, and the rows passed."""

    events: list[Event]
    end: Place
    passed: int

    def of(self, words: Iterable[type[Word]]) -> Page:
        """What somebody finds here who wants fewer words."""
        wanted = {(word.NAME, word.VERSION) for word in words}
        return Page([each for each in self.events if (each.name, each.version) in wanted], self.end, self.passed)


def page(
    words: Iterable[type[Word]], lane: Lane, after: Place, *, current: int, limit: int, settled: bool = True,
    shard: int = 0, shards: int = 1,
) -> Page:  # fmt: skip
    """The next `limit` rows of a lane. `settled=False` also reads what open transactions may still precede:
    for tests in which nothing is ever committed."""
    wanted = {(word.NAME, word.VERSION) for word in words}
    part = (shard, shards)
    if after.generation < current:
        found = _page(wanted, OLDER, lane, after, current, limit, part)
        if found.passed:
            return found
        after = Place(current, 0, 0)
    return _page(wanted, SETTLED if settled else CURRENT, lane, after, current, limit, part)


def _page(
    wanted: set[tuple[str, int]], rows_after: str, lane: Lane, after: Place, current: int, limit: int,
    part: tuple[int, int],
) -> Page:  # fmt: skip
    params = {
        "current": current,
        "generation": after.generation,
        "txid": str(after.txid),
        "position": after.position,
        "limit": limit,
        "names": sorted({name for name, _version in wanted}),
    }
    mine = ALL_MINE
    shard, shards = part
    if shards > 1:
        mine = MINE
        params |= {"shards": shards, "shard": shard}
    rows = sql.rows(PAGE.format(columns=COLUMNS, lane=lane, range=rows_after, mine=mine), params)
    if not rows:
        return Page([], after, 0)
    events = [event_of(row) for row in rows]
    heard = [e for e, row in zip(events, rows, strict=True) if row[-2] and (e.name, e.version) in wanted]
    return Page(heard, place_of(events[-1]), rows[-1][-1])


@contextmanager
def by_index() -> Iterator[None]:
    """In a transaction: rows in order come from the index, by a plan that is made once.

    With the statistics of a moment ago the planner would sort everything behind a long writer for each page,
    and it would look at every partition for each poll.
    """
    sql.rows(PLANNING, ["off", "force_generic_plan"])
    yield
    sql.rows(PLANNING, ["on", "auto"])


def place_of(event: Event) -> Place:
    return Place(event.generation, event.txid, event.position)


def event_of(row: tuple[Any, ...]) -> Event:
    """The event in a row that begins with COLUMNS."""
    (
        generation,
        txid,
        position,
        event_id,
        name,
        version,
        lane,
        legal_basis,
        subject_kind,
        subject_id,
        subject_version,
        source,
        channel,
        market,
        legal_entity,
        storefront,
        person_key,
        visitor,
        actor,
        correlation,
        causation,
        occurred_at,
        recorded_at,
        payload,
    ) = row[:24]
    return Event(
        generation=generation,
        txid=int(txid),
        position=position,
        event_id=event_id,
        name=name,
        version=version,
        lane=Lane(lane),
        legal_basis=LegalBasis(legal_basis),
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_version=subject_version,
        origin=Origin(
            actor=actor,
            channel=channel,
            correlation=correlation,
            causation=causation,
            market=market,
            legal_entity=legal_entity,
            storefront=storefront,
            person_key=person_key,
            visitor=visitor,
            source=source,
        ),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        payload=payload,
    )

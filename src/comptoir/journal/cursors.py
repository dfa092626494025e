"""How far each consumer has come in each lane, and the generation that transaction ids belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db import connection, transaction

from comptoir.journal.contracts import Consumer, Lane
from comptoir.journal.errors import GenerationNotRaised
from comptoir.journal.stream import START, Place
from comptoir.kit import sql

TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"

# A row that we see but whose transaction has not begun came from another cluster.
READ = """
SELECT g.number, c.generation, c.txid, c.position,
       EXISTS (SELECT 1 FROM journal_parked WHERE consumer = %(consumer)s AND lane = %(lane)s),
       newest.txid >= pg_snapshot_xmax(pg_current_snapshot())
       AND newest.txid IS DISTINCT FROM pg_current_xact_id_if_assigned()
FROM journal_generation AS g
LEFT JOIN journal_cursor AS c ON c.consumer = %(consumer)s AND c.lane = %(lane)s
LEFT JOIN LATERAL (
    SELECT txid FROM journal_{lane} WHERE generation = g.number
    ORDER BY generation DESC, txid DESC, position DESC LIMIT 1) AS newest ON true
"""
# Where the slowest reader stood when the consumer last had another number of them.
BEFORE = """
SELECT generation, txid, position FROM (
    SELECT DISTINCT ON (split_part(consumer, ':', 2)) generation, txid, position FROM journal_cursor
    WHERE lane = %s AND (consumer = %s OR starts_with(consumer, %s)) AND consumer <> ALL(%s::text[])
    ORDER BY split_part(consumer, ':', 2), generation, txid, position) AS slowest
ORDER BY generation DESC, txid DESC, position DESC LIMIT 1
"""
# The same for many readers at once. `ahead` is the last row that can be delivered.
READ_ALL = """
SELECT g.number, c.generation, c.txid, c.position,
       EXISTS (SELECT 1 FROM journal_parked AS p WHERE p.consumer = r.consumer AND p.lane = r.lane)
FROM journal_generation AS g
CROSS JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS r(consumer, lane, place)
LEFT JOIN journal_cursor AS c ON c.consumer = r.consumer AND c.lane = r.lane
ORDER BY r.place
"""
END = """
SELECT ahead.generation, ahead.txid::text, ahead.position,
       newest.txid >= pg_snapshot_xmax(pg_current_snapshot())
       AND newest.txid IS DISTINCT FROM pg_current_xact_id_if_assigned()
FROM journal_generation AS g
LEFT JOIN LATERAL (
    SELECT generation, txid, position FROM journal_{lane}
    WHERE generation < g.number OR txid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY generation DESC, txid DESC, position DESC LIMIT 1) AS ahead ON true
LEFT JOIN LATERAL (
    SELECT txid FROM journal_{lane} WHERE generation = g.number
    ORDER BY generation DESC, txid DESC, position DESC LIMIT 1) AS newest ON true
"""
# Whoever was moved meanwhile, or is being moved, stays where it is.
PASS_BY = """
UPDATE journal_cursor AS c SET generation = s.generation, txid = s.txid, position = s.position
FROM (
    SELECT c.consumer, c.lane, t.generation, t.txid, t.position
    FROM unnest(%s::text[], %s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::int[], %s::bigint[], %s::bigint[])
        AS t(consumer, lane, was_generation, was_txid, was_position, generation, txid, position)
    JOIN journal_cursor AS c ON c.consumer = t.consumer AND c.lane = t.lane AND c.generation = t.was_generation
        AND c.txid = t.was_txid AND c.position = t.was_position
    FOR UPDATE OF c SKIP LOCKED
) AS s WHERE c.consumer = s.consumer AND c.lane = s.lane
RETURNING c.consumer, c.lane
"""
MOVE = """
INSERT INTO journal_cursor (consumer, lane, generation, txid, position) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (consumer, lane) DO UPDATE
SET generation = excluded.generation, txid = excluded.txid, position = excluded.position
"""


class Standing(NamedTuple):
    """The last place that was passed, the generation of today, and whether events are parked."""

    place: Place
    current: int
    parked: bool


class Reader(NamedTuple):
    """Who has a cursor of its own."""

    consumer: Consumer
    lane: Lane


def lanes(consumer: Consumer) -> list[Lane]:
    return sorted({word.LANE for word in consumer.words})


def hold(consumer: str, lane: Lane, *, wait: bool = False) -> bool:
    """Be the only reader of this cursor until the transaction ends; False when another one is.

    An advisory lock: an idle poll writes nothing and takes no transaction id.
    """
    found = sql.row(WAIT if wait else TRY, [f"journal cursor {consumer} {lane}"])
    return wait or bool(found and found[0])


def read(consumer: Consumer, lane: Lane) -> Standing:
    """Where the consumer stands in a lane. Raises GenerationNotRaised after an untold restore."""
    found = sql.row(READ.format(lane=lane), {"consumer": consumer.name, "lane": lane.value})
    if found is None:
        raise GenerationNotRaised("journal_generation has lost its row")
    current, generation, txid, position, parked, foreign = found
    if foreign:
        raise GenerationNotRaised("this database came from another cluster: call journal.raise_generation()")
    place = _before(consumer, lane) if generation is None else Place(generation, txid, position)
    return Standing(place, current, parked)


def read_all(readers: Sequence[Reader]) -> list[Standing | None]:
    """Where each of them stands, in their order; None for one that was never moved."""
    found = sql.rows(READ_ALL, [[each.consumer.name for each in readers], [each.lane.value for each in readers]])
    return [
        None if generation is None else Standing(Place(generation, txid, position), current, parked)
        for current, generation, txid, position, parked in found
    ]


def end(lane: Lane) -> Place:
    """The last row of a lane that can be delivered now. Raises GenerationNotRaised after an untold restore."""
    found = sql.row(END.format(lane=lane))
    if found is None:
        raise GenerationNotRaised("journal_generation has lost its row")
    generation, txid, position, foreign = found
    if foreign:
        raise GenerationNotRaised("this database came from another cluster: call journal.raise_generation()")
    return START if generation is None else Place(generation, int(txid), position)


def pass_by(moves: Sequence[tuple[Reader, Place, Place]]) -> set[Reader]:
    """Move these from where they stand to where they have nothing to hear; gives those that were moved."""
    given = [(reader.consumer.name, reader.lane.value, *before, *after) for reader, before, after in moves]
    with sql.transacted():
        # Forgotten in a failure of the machine, they pass the same rows again.
        sql.write("SET LOCAL synchronous_commit = off")
        found = sql.ask(PASS_BY, [list(column) for column in zip(*given, strict=True)])
    moved = {(row[0], row[1]) for row in found()}
    return {reader for reader, _, _ in moves if (reader.consumer.name, reader.lane.value) in moved}


def _before(consumer: Consumer, lane: Lane) -> Place:
    base = consumer.name.partition("/")[0]
    siblings = [reader.name for reader in replace(consumer, name=base).readers]
    found = sql.row(BEFORE, [lane.value, base, f"{base}/", siblings])
    return Place(*found) if found else START


def move(consumer: Consumer, lane: Lane, end: Place) -> None:
    sql.run(MOVE, [consumer.name, lane.value, *end])


def rewind(consumer: Consumer) -> None:
    """Forget what the consumer has read, in the caller's transaction, which also empties what it projects.

    Its dead letters and parked events go too: all is delivered anew from the first row that is kept.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("rewind belongs in the transaction that empties the projection")
    for reader in consumer.readers:
        for lane in lanes(consumer):
            hold(reader.name, lane, wait=True)
    for table in ("journal_cursor", "journal_parked", "journal_dead_letter"):
        gone = f"DELETE FROM {table} WHERE consumer = %s OR starts_with(consumer, %s)"
        sql.run(gone, [consumer.name, f"{consumer.name}/"])


def raise_generation() -> int:
    """Say that this database was restored from a dump: transaction ids start anew. Returns the new number.

    Waits for open writers of the journal, so that none of them writes for the old generation any more.
    """
    with transaction.atomic():
        sql.run("LOCK TABLE journal_event IN SHARE ROW EXCLUSIVE MODE")
        found = sql.row("UPDATE journal_generation SET number = number + 1 RETURNING number")
        assert found
        return int(found[0])


def generation() -> int:
    """How often transaction ids have begun anew: a place that somebody kept is of this one, or of an elder."""
    found = sql.row("SELECT number FROM journal_generation")
    return int(found[0]) if found else 0

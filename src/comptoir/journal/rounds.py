"""A round of delivery: the journal is read once for all consumers that stand at the same place, and whoever finds
nothing of theirs there only moves on.

With a lock, a reading and a cursor for each of them, twenty consumers cost more than what they do about an order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from comptoir.journal import cursors, parking, stream
from comptoir.journal.contracts import Consumer, Lane
from comptoir.journal.cursors import Reader
from comptoir.journal.delivery import Read, checked, deliver_lane
from comptoir.journal.stream import START, Place


class Found(NamedTuple):
    """What lies before a reader."""

    reader: Reader
    read: Read


def deliver_round(
    *consumers: Consumer, now: datetime, limit: int | None = None, lanes: Collection[Lane] = tuple(Lane)
) -> int:
    """One page of at most `limit` rows (each consumer's batch) from each of their lanes, as far as it is among `lanes`,
    to each consumer.

    Returns how many rows were passed or taken from the parking, over all of them: 0 when there is nothing to do now,
    or when other processes deliver to these consumers. What a handler raises is remembered, not raised.
    """
    listening = [reader for each in checked(*consumers) for reader in each.readers]
    readers = [Reader(reader, lane) for reader in listening for lane in cursors.lanes(reader) if lane in lanes]
    shared, alone = _look(readers, limit)
    passed = _pass_by([each for each in shared if not each.read.page.events])
    for (consumer, lane), read in (each for each in shared if each.read.page.events):
        passed += deliver_lane(consumer, lane, now=now, limit=limit or consumer.batch, read=read)
    return passed + sum(deliver_lane(each, lane, now=now, limit=limit or each.batch) for each, lane in alone)


def _look(readers: list[Reader], limit: int | None) -> tuple[list[Found], list[Reader]]:
    """What those find that read together, and who has to look alone; who is at the end of the lane is neither."""
    alone: list[Reader] = []
    together: dict[tuple[Lane, Place, int], list[Reader]] = defaultdict(list)
    with transaction.atomic(), stream.by_index():
        standings = cursors.read_all(readers)
        ends = {lane: cursors.end(lane) for lane in {lane for _, lane in readers}}
        for reader, standing in zip(readers, standings, strict=True):
            consumer, lane = reader
            place = standing.place if standing else START
            if standing and standing.parked:
                alone.append(reader)
            elif place >= ends[lane]:
                continue
            elif standing is None or consumer.shards > 1:
                alone.append(reader)
            else:
                together[lane, standing.place, limit or consumer.batch].append(reader)
        current = next((each.current for each in standings if each), 0)
        found = [
            each
            for (lane, after, most), group in together.items()
            for each in _read(lane, after, group, current=current, limit=most)
        ]
    return found, alone


def _read(lane: Lane, after: Place, group: list[Reader], *, current: int, limit: int) -> Iterable[Found]:
    words = {word for each in group for word in each.consumer.words}
    page = stream.page(words, lane, after, current=current, limit=limit)
    late = parking.before_elders(lane, page.events)
    return [Found(reader, Read(after, page.of(reader.consumer.words), late)) for reader in group]


def _pass_by(idle: list[Found]) -> int:
    """Rows passed by those that have nothing to hear."""
    moved = cursors.pass_by([(each.reader, each.read.after, each.read.page.end) for each in idle]) if idle else set()
    return sum(each.read.page.passed for each in idle if each.reader in moved)

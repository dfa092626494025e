"""Two people count what is there, blind; whoever approves books the differences.

A figure is kept with what the books said at that moment, and the difference of the two is what is compared and
booked: what is sold while people count changes neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book
from comptoir.inventory.errors import CountersTaken, CountMoveRefused, CountUndecided
from comptoir.inventory.models import Movement
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import (
    CountApproved,
    CountCancelled,
    CountCompared,
    CountFigureEntered,
    CountOpened,
)
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

REASON = "count"
ALL_HERE = "SELECT variant_id FROM inventory_stocklevel WHERE location_id = %s AND on_hand > 0 ORDER BY variant_id"
OPEN = """
WITH head AS (
    INSERT INTO inventory_count (id, location_id, section, state, first, second, opened_by, opened_at, ended_by)
    VALUES (%(id)s, %(location)s, %(section)s, 'open', '', '', %(actor)s, %(now)s, '') RETURNING id
)
INSERT INTO inventory_countline (id, count_id, variant_id)
SELECT a.id, head.id, a.variant_id FROM head, unnest(%(ids)s::uuid[], %(variants)s::uuid[]) AS a(id, variant_id)
"""
HEAD = """
SELECT id, location_id, state, first, second, first_done_at IS NOT NULL, second_done_at IS NOT NULL
FROM inventory_count WHERE id = %s FOR UPDATE
"""
SIT_DOWN = "UPDATE inventory_count SET {which} = %s WHERE id = %s"
DONE = "UPDATE inventory_count SET {which}_done_at = %s WHERE id = %s"
MOVE = "UPDATE inventory_count SET state = %s WHERE id = %s"
END = "UPDATE inventory_count SET state = %s, ended_by = %s, ended_at = %s WHERE id = %s"
ADD_LINE = """
INSERT INTO inventory_countline (id, count_id, variant_id) VALUES (%s, %s, %s)
ON CONFLICT (count_id, variant_id) DO NOTHING
"""
ENTER = """
INSERT INTO inventory_countentry AS kept (id, line_id, turn, actor, pieces, on_hand, counted_at)
SELECT %(id)s, line.id, %(turn)s, %(actor)s, %(pieces)s, coalesce(level.on_hand, 0), %(now)s
FROM inventory_countline line
LEFT JOIN inventory_stocklevel level ON level.variant_id = line.variant_id AND level.location_id = %(location)s
WHERE line.count_id = %(count)s AND line.variant_id = %(variant)s
ON CONFLICT (line_id, turn) DO UPDATE
SET pieces = excluded.pieces + CASE WHEN %(add)s THEN kept.pieces ELSE 0 END, actor = excluded.actor,
    on_hand = excluded.on_hand, counted_at = excluded.counted_at
RETURNING pieces, on_hand
"""
FOUND_NONE = """
INSERT INTO inventory_countentry (id, line_id, turn, actor, pieces, on_hand, counted_at)
SELECT gen_random_uuid(), line.id, %(turn)s, %(actor)s, 0, coalesce(level.on_hand, 0), %(now)s
FROM inventory_countline line
LEFT JOIN inventory_stocklevel level ON level.variant_id = line.variant_id AND level.location_id = %(location)s
WHERE line.count_id = %(count)s
ON CONFLICT (line_id, turn) DO NOTHING
"""
FIGURES = """
SELECT line.id, line.variant_id, entry.turn, entry.pieces - entry.on_hand
FROM inventory_countline line LEFT JOIN inventory_countentry entry ON entry.line_id = line.id
WHERE line.count_id = %(count)s AND (%(variant)s::uuid IS NULL OR line.variant_id = %(variant)s)
ORDER BY line.variant_id, entry.turn
"""
AGREE = """
UPDATE inventory_countline line SET difference = a.difference
FROM unnest(%s::uuid[], %s::int[]) AS a(id, difference) WHERE line.id = a.id
"""
DIFFERENCES = "SELECT variant_id, difference FROM inventory_countline WHERE count_id = %s ORDER BY variant_id"

COUNTED_AGAIN, DECIDED = 3, 4
SEATS = {1: "first", 2: "second"}


class Head(NamedTuple):
    id: UUID
    location_id: UUID
    state: str
    first: str
    second: str
    first_done: bool
    second_done: bool


def open_count(
    location_id: UUID,
    *,
    section: str = "",
    variant_ids: Collection[UUID] = (),
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Have a place counted, or a section of it, or a list: these variants, else all that the place holds. In a
    transaction of its own; returns the count's id. Refuses Invalid (nothing to count, too long a name) and
    IdempotencyConflict."""
    if len(section) > 100:
        raise Invalid({"section": "too_long"})
    return idempotency.settled(lambda: _open(location_id, section, variant_ids, origin, now, idempotency_key))


def _open(
    location_id: UUID,
    section: str,
    variant_ids: Collection[UUID],
    origin: Origin,
    now: datetime,
    key: IdempotencyKey | None,
) -> UUID:
    with transaction.atomic(durable=True):
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["count_id"])
        wanted = sorted(set(variant_ids)) or [variant for (variant,) in sql.rows(ALL_HERE, [location_id])]
        if not wanted:
            raise Invalid({"variant_ids": "missing"})
        count_id = uuid7()
        idempotency.remember(key, {"count_id": str(count_id)}, now)
        told = CountOpened(count_id=count_id, location_id=location_id, variants=len(wanted))
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(
            OPEN,
            {
                "id": count_id, "location": location_id, "section": section, "actor": origin.actor, "now": now,
                "ids": [uuid7() for _ in wanted], "variants": wanted,
            },
        )  # fmt: skip
        return count_id


def enter_figure(
    count_id: UUID,
    variant_id: UUID,
    pieces: int,
    *,
    counter: str,
    add: bool = False,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """`counter` found so many pieces, or with `add` so many more; in a transaction of its own. Returns the figure.

    The first two people who enter something are the counters; an article that is not on the list joins it. Once
    both are done, anybody may count again what differs. Refuses NotFound, Invalid, CountersTaken,
    CountMoveRefused (that counter is done, or the count) and IdempotencyConflict.
    """
    if not 0 <= pieces <= rules.MOST_COUNTED:
        raise Invalid({"pieces": "too_small" if pieces < 0 else "too_large"})
    if not 1 <= len(counter) <= 80:
        raise Invalid({"counter": "too_long" if counter else "missing"})
    return idempotency.settled(
        lambda: _enter(count_id, variant_id, pieces, counter, add, origin, now, idempotency_key)
    )


def finish_count(
    count_id: UUID, *, counter: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> str:
    """`counter` is done: what they did not enter, they did not find. In a transaction of its own; returns the
    count's state, compared once both are done. Refuses NotFound, CountMoveRefused (does not count here) and
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        head = _hold(count_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        turn = {head.first: 1, head.second: 2}.get(counter)
        if turn is None or head.state != "open":
            raise CountMoveRefused(state=head.state)
        both = head.second_done if turn == 1 else head.first_done
        sql.run(
            FOUND_NONE,
            {"count": count_id, "location": head.location_id, "turn": turn, "actor": counter, "now": now},
        )
        sql.run(DONE.format(which=SEATS[turn]), [now, count_id])
        idempotency.remember(idempotency_key, {"state": "compared" if both else "open"}, now)
        if not both:
            return "open"
        differing = _agree(count_id)
        journal.append(CountCompared(count_id=count_id, differing=differing), origin=origin, occurred_at=now)
        sql.run(MOVE, ["compared", count_id])
        return "compared"


def decide_figure(
    count_id: UUID,
    variant_id: UUID,
    pieces: int,
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Whoever approves says how many there are now, whatever was counted; in a transaction of its own. Refuses
    NotFound, Invalid, CountMoveRefused (not compared yet, or over) and IdempotencyConflict."""
    if not 0 <= pieces <= rules.MOST_COUNTED:
        raise Invalid({"pieces": "too_small" if pieces < 0 else "too_large"})
    with transaction.atomic(durable=True):
        head = _hold(count_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        if head.state != "compared":
            raise CountMoveRefused(state=head.state)
        idempotency.remember(idempotency_key, {"pieces": pieces}, now)
        _write(head, variant_id, DECIDED, origin.actor, pieces, False, origin, now)
        _agree(count_id, variant_id)


def approve_count(
    count_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Book the differences as movements, all or none, in a transaction of its own; returns how many. Approved
    before, it gives 0. Refuses NotFound, CountMoveRefused, CountUndecided, and NegativeStock where orders hold
    more than would be left: serve or cancel them first. IdempotencyConflict too."""
    with transaction.atomic(durable=True):
        head = _hold(count_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["booked"])
        if head.state == "approved":
            idempotency.remember(idempotency_key, {"booked": 0}, now)
            return 0
        if head.state != "compared":
            raise CountMoveRefused(state=head.state)
        found = dict(sql.rows(DIFFERENCES, [count_id]))
        undecided = [variant for variant, difference in found.items() if difference is None]
        if undecided:
            raise CountUndecided(variant_ids=undecided)
        booked = {(variant, head.location_id): pieces for variant, pieces in found.items() if pieces}
        idempotency.remember(idempotency_key, {"booked": len(booked)}, now)
        told: list[dict[str, object]] = [
            {"variant_id": str(variant), "difference": pieces} for (variant, _), pieces in booked.items()
        ]
        journal.append(CountApproved(count_id=count_id, lines=told), origin=origin, occurred_at=now)
        sql.run(END, ["approved", origin.actor, now, count_id])
        if booked:
            book.open_levels(booked)
            book.book(
                booked, kind=Movement.Kind.COUNT.value, reason=REASON, reference=f"count:{count_id}",
                origin=origin, now=now,
            )  # fmt: skip
        return len(booked)


def cancel_count(
    count_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Forget a count: nothing is booked. In a transaction of its own. Refuses NotFound, CountMoveRefused,
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        head = _hold(count_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        if head.state == "cancelled":
            idempotency.remember(idempotency_key, {"state": "cancelled"}, now)
            return
        if head.state == "approved":
            raise CountMoveRefused(state=head.state)
        idempotency.remember(idempotency_key, {"state": "cancelled"}, now)
        journal.append(CountCancelled(count_id=count_id), origin=origin, occurred_at=now)
        sql.run(END, ["cancelled", origin.actor, now, count_id])


def _hold(count_id: UUID) -> Head:
    locks.hold(("count", count_id))
    found = sql.row(HEAD, [count_id])
    if found is None:
        raise NotFound()
    return Head(*found)


def _enter(
    count_id: UUID,
    variant_id: UUID,
    pieces: int,
    counter: str,
    add: bool,
    origin: Origin,
    now: datetime,
    key: IdempotencyKey | None,
) -> int:
    with transaction.atomic(durable=True):
        head = _hold(count_id)
        if (answer := idempotency.recall(key)) is not None:
            return int(answer["pieces"])
        turn = COUNTED_AGAIN if head.state == "compared" else _seat(head, counter)
        figure = _write(head, variant_id, turn, counter, pieces, add, origin, now)
        if turn == COUNTED_AGAIN:
            _agree(count_id, variant_id)
        idempotency.remember(key, {"pieces": figure}, now)
        return figure


def _seat(head: Head, counter: str) -> int:
    """The counter's turn, 1 or 2; who comes first takes the next free one."""
    if head.state != "open":
        raise CountMoveRefused(state=head.state)
    for turn, (name, done) in enumerate(((head.first, head.first_done), (head.second, head.second_done)), start=1):
        if name == counter and done:
            raise CountMoveRefused(state=head.state)
        if name == counter:
            return turn
        if not name:
            sql.run(SIT_DOWN.format(which=SEATS[turn]), [counter, head.id])
            return turn
    raise CountersTaken()


def _write(
    head: Head, variant_id: UUID, turn: int, counter: str, pieces: int, add: bool, origin: Origin, now: datetime
) -> int:
    if head.state == "open":
        sql.run(ADD_LINE, [uuid7(), head.id, variant_id])
    found = sql.row(
        ENTER,
        {
            "id": uuid7(), "turn": turn, "actor": counter, "pieces": pieces, "add": add, "now": now,
            "location": head.location_id, "count": head.id, "variant": variant_id,
        },
    )  # fmt: skip
    if found is None:
        raise NotFound()
    figure, on_hand = found
    if figure > rules.MOST_COUNTED:
        transaction.set_rollback(True)
        raise Invalid({"pieces": "too_large"})
    told = CountFigureEntered(
        count_id=head.id, variant_id=variant_id, turn=turn, pieces=figure, on_hand=on_hand
    )
    journal.append(told, origin=origin, occurred_at=now)
    return int(figure)


def _agree(count_id: UUID, variant_id: UUID | None = None) -> int:
    """Compare the figures of each line and keep what they come to; returns how many differ."""
    figures: dict[UUID, dict[int, int]] = defaultdict(dict)
    for line_id, _, turn, difference in sql.rows(FIGURES, {"count": count_id, "variant": variant_id}):
        if turn:
            figures[line_id][turn] = difference
        else:
            figures[line_id] = {}
    found = {line_id: rules.agreed(by_turn) for line_id, by_turn in figures.items()}
    sql.run(AGREE, [list(found), list(found.values())])
    return sum(difference is None for difference in found.values())

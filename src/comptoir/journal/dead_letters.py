"""What could not be handled: listed, tried again by a person, or given up for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import cursors, delivery, parking
from comptoir.journal.append import append
from comptoir.journal.contracts import Consumer, DeadLetter, Lane, Origin
from comptoir.journal.stream import Place, by_index
from comptoir.journal.vocabulary.journal import DeadLetterDiscarded, DeadLetterReplayed
from comptoir.kit import locks, sql
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid, NotFound

LETTERS = """
SELECT d.id, d.consumer, d.lane, d.event_id, d.name, d.subject_kind, d.subject_id, d.attempts, d.error,
       d.traceback, d.first_failed_at, d.last_failed_at, d.retry_at,
       (SELECT count(*) - 1 FROM journal_parked AS p
        WHERE p.consumer = d.consumer AND p.lane = d.lane AND p.subject_kind = d.subject_kind
          AND p.subject_id = d.subject_id)
FROM journal_dead_letter AS d
WHERE %(consumer)s::text IS NULL OR d.consumer = %(consumer)s
ORDER BY d.retry_at IS NOT NULL, d.first_failed_at, d.id LIMIT %(size)s OFFSET %(offset)s
"""
COUNT = """
SELECT count(*) FROM journal_dead_letter WHERE %(consumer)s::text IS NULL OR consumer = %(consumer)s
"""
FIND = """
SELECT consumer, lane, generation, txid, position, event_id, error FROM journal_dead_letter WHERE id = %s
"""
REASON_LENGTH = 500  # characters


def dead_letters(consumer: str | None = None, *, page: int = 1, size: int = 50) -> Page[DeadLetter]:
    """Failed events, those that wait for a person first, then those that are tried again by themselves."""
    params = {"consumer": consumer, "size": size, "offset": (page - 1) * size}
    letters = [
        DeadLetter(
            id=r[0],
            consumer=r[1],
            lane=Lane(r[2]),
            event_id=r[3],
            name=r[4],
            subject_kind=r[5],
            subject_id=r[6],
            attempts=r[7],
            error=r[8],
            traceback=r[9],
            first_failed_at=r[10],
            last_failed_at=r[11],
            retry_at=r[12],
            waiting=r[13],
        )
        for r in sql.rows(LETTERS, params)
    ]
    counted = sql.row(COUNT, {"consumer": consumer})
    return Page(letters, page, size, counted[0] if counted else 0)


def replay_dead_letter(
    letter_id: int, consumers: Iterable[Consumer], *, origin: Origin, now: datetime
) -> bool:
    """Try a failed event again, and what waits behind it; True when it was handled.

    Refuses NotFound when the letter is gone, or its consumer is not in the list any more.
    """
    with transaction.atomic():
        name, lane, _place, event_id, _error = _hold(letter_id)
        consumer = next((reader for c in consumers for reader in c.readers if reader.name == name), None)
        if consumer is None:
            raise NotFound()
        sql.run("UPDATE journal_dead_letter SET retry_at = %s WHERE id = %s", [now, letter_id])
        with by_index():
            standing = cursors.read(consumer, lane)
        delivery.release(consumer, lane, standing.place, now, consumer.batch)
        handled = sql.row("SELECT 1 FROM journal_dead_letter WHERE id = %s", [letter_id]) is None
        append(
            DeadLetterReplayed(event_id=event_id, consumer=name, handled=handled),
            origin=origin,
            occurred_at=now,
        )
    return handled


def discard_dead_letter(letter_id: int, *, origin: Origin, reason: str, now: datetime) -> None:
    """Let the consumer go on without this event; what waits behind it follows with the next delivery.

    Refuses NotFound when the letter is gone, and Invalid without a reason or with one of over 500 characters.
    """
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise Invalid({"reason": "required" if not reason.strip() else "too_long"})
    with transaction.atomic():
        name, _lane, place, event_id, error = _hold(letter_id)
        parking.unpark(name, place)
        append(
            DeadLetterDiscarded(event_id=event_id, consumer=name, error=error, reason=reason.strip()),
            origin=origin,
            occurred_at=now,
        )


def _hold(letter_id: int) -> tuple[str, Lane, Place, UUID, str]:
    """The letter, with the lock of its event and its consumer's cursor. Refuses NotFound."""
    found = sql.row(FIND, [letter_id])
    if found is None:
        raise NotFound()
    locks.hold(("event", str(found[5])))
    cursors.hold(found[0], Lane(found[1]), wait=True)
    found = sql.row(FIND, [letter_id])
    if found is None:
        raise NotFound()
    return found[0], Lane(found[1]), Place(*found[2:5]), found[5], found[6]

"""Everybody compared with a rule: who is elsewhere is marked, and so is every turn of a window that lies ahead.

Set-based, a statement for each rule, in a transaction of its own that holds nobody up: whoever is marked is looked at
by the rules of that later moment. The moves themselves are `settling`'s.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.utils import OperationalError
from psycopg.errors import QueryCanceled

from comptoir.kit import sql
from comptoir.segments.compiling import FROM_ALL, Compiler
from comptoir.segments.contracts import RULE
from comptoir.segments.people import ALLOWING_ALL, PURPOSES
from comptoir.segments.rules.language import Resolved
from comptoir.segments.rules.resolving import segments_in
from comptoir.segments.standing import Standing, standing

NO_TURN = "SELECT NULL::uuid AS person_id, NULL::timestamptz AS at WHERE false"
SCHEDULE = """
WITH {allowing}, {heard}, turn AS ({turns}),
belongs AS MATERIALIZED (SELECT person_id FROM allowing p WHERE {rule}),
inside AS (SELECT person_id FROM segments_membership WHERE segment_id = %(segment)s::uuid AND until IS NULL),
odd AS ((TABLE belongs EXCEPT TABLE inside) UNION ALL (TABLE inside EXCEPT TABLE belongs))
INSERT INTO segments_due AS kept (person_id, due_at, why, marks)
SELECT person_id, min(at), CASE WHEN min(at) <= %(now)s::timestamptz THEN %(why)s ELSE 'time' END, 1
FROM (SELECT person_id, %(now)s::timestamptz AS at FROM odd
      UNION ALL SELECT turn.person_id, turn.at FROM turn JOIN allowing USING (person_id)) found
GROUP BY person_id ORDER BY person_id
ON CONFLICT (person_id) DO UPDATE SET due_at = least(kept.due_at, excluded.due_at), marks = kept.marks + 1,
    why = CASE WHEN excluded.due_at < kept.due_at THEN excluded.why ELSE kept.why END
"""
CHANGED = """
SELECT id, code, version FROM segments_segment
WHERE placed_version < version AND archived_at IS NULL AND (try_after IS NULL OR try_after <= %s) ORDER BY code
"""
PLACED = """
UPDATE segments_segment SET placed_version = greatest(placed_version, %s), slow_times = 0, try_after = NULL
WHERE id = %s AND version = %s
"""
# A minute later, then two, four and so on, a day at most; a rule that was changed meanwhile is tried at once.
SLOW = """
UPDATE segments_segment SET slow_times = slow_times + 1,
    try_after = %(now)s::timestamptz + least(%(first)s::interval * 2 ^ least(slow_times, 20), %(last)s::interval)
WHERE id = %(segment)s::uuid AND version = %(version)s
"""
QUICK = """
UPDATE segments_segment SET slow_times = 0, try_after = NULL
WHERE id = %s AND slow_times > 0 AND placed_version = version
"""
# One that was placed is tried with all others, at the next hour.
STILL_SLOW = """
UPDATE segments_segment SET slow_times = slow_times + 1, try_after = %s::timestamptz + interval '1 hour'
WHERE id = %s AND placed_version = version
"""
COUNT = "SELECT count(*) FROM segments_due WHERE due_at <= %s"
FIRST_PAUSE, LAST_PAUSE = timedelta(minutes=1), timedelta(days=1)
log = structlog.get_logger("comptoir.segments")


def place(now: datetime) -> int:
    """Compare everybody with the rules that were defined or changed, and with those that are built on them. One that
    the database gives up on is tried again later, and keeps no other waiting. Answers how many segments are placed."""
    placed = 0
    for identity, code, version in sql.rows(CHANGED, [now]):
        there = standing()
        touched = built_on(code, there)
        affected = {each: rule for each, rule in there.rules.items() if there.codes[each] in touched}
        slow = [there.codes[each] for each, rule in affected.items() if not _compared(each, rule, now)]
        with transaction.atomic(durable=True):
            if slow:
                _put_off(identity, code, version, slow, now)
            else:
                sql.run(PLACED, [version, identity, version])
        placed += not slow
    return placed


def recompute(now: datetime) -> int:
    """Compare everybody with every rule, but for those that are too slow. Answers how many people are due then, 0 when
    all were where they belong."""
    there = standing()
    for identity, rule in there.rules.items():
        if _compared(identity, rule, now):
            sql.run(QUICK, [identity])
        else:
            sql.run(STILL_SLOW, [now, identity])
            log.warning("a segment was too slow to be compared with everybody", segment=there.codes[identity])
    found = sql.row(COUNT, [now])
    return int(found[0]) if found else 0


def built_on(code: str, there: Standing) -> set[str]:
    """The segment and all that are built on it, whichever way."""
    touched, more = {code}, True
    while more:
        built = {other for other, node in there.said.items() if segments_in(node) & touched} - touched
        touched, more = touched | built, bool(built)
    return touched


def _put_off(identity: UUID, code: str, version: int, slow: list[str], now: datetime) -> None:
    given = {"segment": identity, "version": version, "now": now, "first": FIRST_PAUSE, "last": LAST_PAUSE}
    sql.run(SLOW, given)
    log.warning("a segment was too slow to be placed", segment=code, slow=slow)


def _compared(segment: UUID, rule: Resolved, now: datetime) -> bool:
    """Whether the database could in its time."""
    try:
        _compare(segment, rule, now)
    except OperationalError as trouble:
        if not isinstance(trouble.__cause__, QueryCanceled):
            raise
        return False
    return True


def _compare(segment: UUID, rule: Resolved, now: datetime) -> None:
    compiler = Compiler(now)
    compiler.params |= {"purposes": list(PURPOSES), "why": RULE, "segment": segment}
    statement = SCHEDULE.format(
        allowing=ALLOWING_ALL, heard=FROM_ALL, rule=compiler.holds(rule), turns=compiler.turns([rule]) or NO_TURN
    )
    with transaction.atomic(durable=True):
        sql.run(statement, compiler.params)

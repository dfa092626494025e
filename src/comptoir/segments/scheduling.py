"""A whole recomputation: every person whom a rule places otherwise than they are is marked, and so is every turn of a
window that lies ahead. Set-based; the moves themselves are `settling`'s."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.kit import locks, sql
from comptoir.segments.compiling import FROM_ALL, Compiler
from comptoir.segments.contracts import RULE
from comptoir.segments.people import ALLOWING_ALL, PURPOSES
from comptoir.segments.rules.language import Resolved
from comptoir.segments.settling import ALL
from comptoir.segments.standing import standing

ODD = """
(SELECT person_id FROM allowing p WHERE {rule} EXCEPT
 SELECT person_id FROM segments_membership WHERE segment_id = {segment}::uuid AND until IS NULL)
UNION ALL
(SELECT person_id FROM segments_membership WHERE segment_id = {segment}::uuid AND until IS NULL EXCEPT
 SELECT person_id FROM allowing p WHERE {rule})
"""
SCHEDULE = """
WITH {allowing}, {heard}, odd AS ({odd}), turn AS ({turns})
INSERT INTO segments_due AS kept (person_id, due_at, why, marks)
SELECT person_id, min(at), CASE WHEN min(at) <= %(now)s::timestamptz THEN %(why)s ELSE 'time' END, 1
FROM (SELECT person_id, %(now)s::timestamptz AS at FROM odd
      UNION ALL SELECT turn.person_id, turn.at FROM turn JOIN allowing USING (person_id)) found
GROUP BY person_id ORDER BY person_id
ON CONFLICT (person_id) DO UPDATE SET due_at = least(kept.due_at, excluded.due_at), marks = kept.marks + 1,
    why = CASE WHEN excluded.due_at < kept.due_at THEN excluded.why ELSE kept.why END
"""
COUNT = "SELECT count(*) FROM segments_due WHERE due_at <= %s"


def schedule(rules: Mapping[UUID, Resolved], *, why: str, now: datetime) -> None:
    """Mark whoever these rules place otherwise; in the caller's transaction, which holds ALL."""
    if not rules:
        return
    compiler = Compiler(now)
    compiler.params |= {"purposes": list(PURPOSES), "why": why}
    odd = " UNION ALL ".join(
        ODD.format(rule=compiler.holds(rule), segment=compiler.put(identity)) for identity, rule in rules.items()
    )
    turns = compiler.turns(rules.values()) or "SELECT NULL::uuid AS person_id, NULL::timestamptz AS at WHERE false"
    sql.run(SCHEDULE.format(allowing=ALLOWING_ALL, heard=FROM_ALL, odd=odd, turns=turns), compiler.params)


def recompute(now: datetime) -> int:
    """Compare everybody with every rule, in a transaction of its own; what differs is marked, and settled by the next
    looks. Answers how many are due, 0 when all were where they belong."""
    with transaction.atomic(durable=True):
        locks.hold(ALL)
        schedule(standing().rules, why=RULE, now=now)
        found = sql.row(COUNT, [now])
    return int(found[0]) if found else 0

"""What was just committed, for whoever keeps something in memory that it may make stale.

Delivery waits for the oldest open writer, so that nothing is skipped and nothing comes out of order. Here neither order
nor patience is wanted: each look gives what was committed since the one before. What a look did not see belongs to a
transaction that was open, or had not begun, so its id is not below the oldest open one of that look: from there on the
next look reads, and leaves out what it has given already.
"""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.journal.contracts import Mark, Seen, Word
from comptoir.kit import sql

NOTHING_BEFORE = "18446744073709551615"  # the largest xid8: a first look gives nothing
LOOK = """
SELECT here.generation, here.oldest::text, e.position, e.txid::text, e.name, e.payload
FROM (SELECT number AS generation, pg_snapshot_xmin(pg_current_snapshot()) AS oldest FROM journal_generation) AS here
LEFT JOIN LATERAL (
    SELECT position, txid, name, payload FROM journal_facts
    WHERE generation = here.generation AND txid >= %(since)s::xid8 AND name = ANY(%(names)s)
      AND recorded_at > statement_timestamp() - interval '1 hour'
    ORDER BY generation, txid, position LIMIT %(limit)s
) AS e ON true
"""


def watch(before: Mark | None, words: Sequence[type[Word]], *, limit: int = 5_000) -> Seen:
    """What of these words (of the lane of facts) was committed since `before`, a mark of less than an hour ago; one
    statement. Without a mark: nothing, and where to begin."""
    names = sorted({word.NAME for word in words})
    since = before.oldest if before else NOTHING_BEFORE
    rows = sql.rows(LOOK, {"since": since, "names": names, "limit": limit})
    generation, oldest = rows[0][:2]
    events = [row for row in rows if row[2] is not None]
    mark = Mark(generation, oldest, frozenset(row[2] for row in events if int(row[3]) >= int(oldest)))
    if before is None:
        return Seen((), mark)
    if generation != before.generation or len(events) >= limit or int(oldest) < int(before.oldest):
        return Seen(None, mark)
    return Seen(tuple((row[4], row[5]) for row in events if row[2] not in before.given), mark)

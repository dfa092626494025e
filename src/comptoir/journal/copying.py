"""Whole lanes on their way into files: rows as CSV, by COPY, in the order in which nothing is skipped."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction

from comptoir.journal import stream
from comptoir.journal.contracts import Lane

# As `stream.page` reads: below the oldest open writer, or of an older generation, which is settled.
COPY = """
COPY (
    SELECT {columns} FROM journal_{lane}
    WHERE (generation, txid, position) > ({generation}, '{txid}'::xid8, {position})
      AND (generation < (SELECT number FROM journal_generation)
           OR txid < pg_snapshot_xmin(pg_current_snapshot()))
    ORDER BY generation, txid, position LIMIT {limit}
) TO STDOUT (FORMAT csv, HEADER)
"""
TIMES = ("occurred_at", "recorded_at")


def copied(
    lane: Lane, after: tuple[int, int, int], *, limit: int, said: Mapping[str, tuple[str, ...]] | None = None
) -> bytes:
    """The next `limit` events of a lane after (generation, txid, position), below a line of names. NULL is nothing, an
    empty text is `""`, times are UTC without saying so, `payload` is JSON. `said` names what is taken out of the
    payload into a column of its own, by its path."""
    generation, txid, position = (int(part) for part in after)
    columns = [_column(name) for name in stream.COLUMNS.replace("\n", " ").split(", ")]
    columns += [f"payload #>> '{{{','.join(path)}}}' AS {name}" for name, path in (said or {}).items()]
    statement = COPY.format(
        columns=", ".join(columns), lane=Lane(lane).value, generation=generation, txid=txid, position=position,
        limit=int(limit),
    )  # fmt: skip
    with transaction.atomic(), stream.by_index(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(copy)




def _column(name: str) -> str:
    return f"{name} AT TIME ZONE 'UTC' AS {name}" if name.strip() in TIMES else name

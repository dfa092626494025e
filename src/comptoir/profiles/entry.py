"""Personal values on their way in, kept beside the event that they were taken out of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

HEARD = """
INSERT INTO profiles_heard (event_id, kind, name, value, heard_at)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::jsonb[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""


class Cursor(Protocol):
    def execute(self, query: str, params: list[Any]) -> Any: ...


def keep_heard(cursor: Cursor, rows: Iterable[tuple[UUID, str, str, str, datetime]]) -> None:
    """Keep (event id, kind, name, value as JSON text, time) in the transaction of the cursor, which is the collector's
    own: it has no Django connection. The same row twice is one."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        cursor.execute(HEARD, columns)

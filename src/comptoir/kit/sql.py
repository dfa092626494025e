"""Hand-written statements on Django's connection, prepared by the server.

Django's own cursor composes the text of a query on the client; psycopg's plain cursor binds on the server and
prepares what comes back often. The order path spends most of its time here. A JSONB column arrives as
Python values (Django asks its connections for text).

A statement over a short list of ids takes it as `unnest((SELECT %s::uuid[]))`: the planner then sees no list of three,
finds its plan for one call no better than the one for all calls, and stops making a new plan each time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import DatabaseErrorWrapper
from psycopg.types.json import JsonbLoader

type_params = Sequence[Any] | Mapping[str, Any]

# Where a connection keeps its one cursor, which knows its types. All rows are taken before it is used again.
CURSOR = "comptoir_cursor"


def rows(statement: str, params: type_params = ()) -> list[tuple[Any, ...]]:
    """All rows of the statement; an empty list when it returns none."""
    return cast(list[tuple[Any, ...]], _run(statement, params))


def row(statement: str, params: type_params = ()) -> tuple[Any, ...] | None:
    """The first row, or None."""
    found = _run(statement, params)
    return found[0] if found else None


def run(statement: str, params: type_params = ()) -> int:
    """Execute and return how many rows it touched."""
    return cast(int, _run(statement, params, count=True))


def _run(statement: str, params: type_params, count: bool = False) -> Any:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.validate_no_broken_transaction()
    wrapper.ensure_connection()
    started = time.perf_counter()
    with DatabaseErrorWrapper(wrapper):
        cursor = vars(wrapper.connection).get(CURSOR) or _cursor(wrapper.connection)
        cursor.execute(cast(Any, statement), params)
        if count:
            answer: Any = cursor.rowcount
        else:
            answer = cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": statement, "time": f"{time.perf_counter() - started:.3f}"})
    return answer


def _cursor(raw: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
    """Psycopg's own cursor: Django's composes the text of a query on the client."""
    cursor: psycopg.Cursor[Any] = psycopg.Cursor(raw)
    vars(raw)[CURSOR] = cursor
    cursor.adapters.register_loader("jsonb", JsonbLoader)
    return cursor

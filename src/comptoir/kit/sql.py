"""Hand-written statements on Django's connection, prepared by the server.

Django's own cursor composes the text of a query on the client; psycopg's plain cursor binds on the server and
prepares what comes back often. The order path spends most of its time here. A JSONB column arrives as
Python values (Django asks its connections for text).

A statement over a short list of ids takes it as `unnest((SELECT %s::uuid[]))`: the planner then sees no list of three,
finds its plan for one call no better than the one for all calls, and stops making a new plan each time.
"""

from __future__ import annotations

import time
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import DatabaseErrorWrapper

from comptoir.kit.prepared import Params, Statements

STATEMENTS = "comptoir_statements"  # the attribute of a connection that holds what it has prepared


def rows(statement: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """All rows of the statement; an empty list when it returns none."""
    return cast(list[tuple[Any, ...]], _run(statement, params))


def row(statement: str, params: Params = ()) -> tuple[Any, ...] | None:
    """The first row, or None."""
    found = _run(statement, params)
    return found[0] if found else None


def run(statement: str, params: Params = ()) -> int:
    """Execute and return how many rows it touched."""
    return cast(int, _run(statement, params, count=True))


def _run(statement: str, params: Params, count: bool = False) -> Any:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.validate_no_broken_transaction()
    wrapper.ensure_connection()
    started = time.perf_counter()
    with DatabaseErrorWrapper(wrapper):
        own = vars(wrapper.connection)
        statements = own.get(STATEMENTS) or own.setdefault(STATEMENTS, Statements(wrapper.connection))
        answer = statements.execute(statement, params, count=count)
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": statement, "time": f"{time.perf_counter() - started:.3f}"})
    return answer

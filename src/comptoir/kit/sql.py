"""Hand-written statements on Django's connection, prepared by the server.

Django's own cursor composes the text of a query on the client; psycopg's plain cursor binds on the server and
prepares what comes back often. The order path spends most of its time here. A JSONB column arrives as
Python values (Django asks its connections for text).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.utils import DatabaseErrorWrapper
from psycopg.types.json import JsonbLoader

type_params = Sequence[Any] | Mapping[str, Any]


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
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    started = time.perf_counter()
    with DatabaseErrorWrapper(connection), psycopg.Cursor(raw) as cursor:
        cursor.adapters.register_loader("jsonb", JsonbLoader)
        cursor.execute(cast(Any, statement), params)
        if count:
            answer: Any = cursor.rowcount
        else:
            answer = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": f"{time.perf_counter() - started:.3f}"})
    return answer

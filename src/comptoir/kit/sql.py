"""Hand-written statements on Django's connection, prepared by the server.

Django's own cursor composes the text of a query on the client; psycopg's plain cursor binds on the server and
prepares what comes back often. The order path spends most of its time here. A JSONB column arrives as
Python values (Django asks its connections for text).

A statement over a short list of ids takes it as `unnest((SELECT %s::uuid[]))`: the planner then sees no list of three,
finds its plan for one call no better than the one for all calls, and stops making a new plan each time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import DatabaseErrorWrapper

from comptoir.kit.prepared import STATEMENTS, Params, Rows, Statements


class _Scope(threading.local):
    """Whether this thread is inside `transacted`."""

    open = False


_scope = _Scope()


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


def write(statement: str, params: Params = (), *, then: Callable[[Rows], None] | None = None) -> None:
    """A statement whose answer the caller does not wait for. Inside `transacted` it goes out with the next one that is
    read, else at once; its failure is raised then. `then` is called with its rows, and may refuse by raising: the
    transaction is rolled back, since what follows may have run already."""
    if _scope.open:
        _later(statement, params, then, proves=then is not None)
    else:
        found = _run(statement, params)
        if then:
            then(found)


def ask(statement: str, params: Params = ()) -> Callable[[], Rows]:
    """A read that goes out as `write` does; calling the answer gives its rows."""
    found: list[Rows] = []
    if _scope.open:
        _later(statement, params, found.append, proves=False)
    else:
        found.append(rows(statement, params))

    def answer() -> Rows:
        if not found:
            flush()
        return found[0]

    return answer


@contextmanager
def transacted() -> Iterator[None]:
    """A durable transaction in which `write` waits for the next statement that is read, or for the COMMIT, and goes to
    the server with it. The order of statements stays; Django's own statements flush what waits before them. An
    exception drops what waits and rolls back."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    if _scope.open:
        raise RuntimeError("a durable transaction cannot stand inside another")
    with transaction.atomic(durable=True), _together(wrapper):
        yield


@contextmanager
def _together(wrapper: Any) -> Iterator[None]:
    _scope.open = True
    try:
        with wrapper.execute_wrapper(_flushing):
            yield
        if any(each.proves for each in _statements(wrapper).waiting):
            flush()  # what may refuse is heard before the COMMIT
    except BaseException:
        _statements(wrapper).waiting.clear()
        wrapper.needs_rollback = True
        raise
    finally:
        _scope.open = False


def flush() -> None:
    """Run what waits."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    statements = _statements(wrapper)
    if statements.waiting:
        with DatabaseErrorWrapper(wrapper):
            statements.flush()


def _flushing(execute: Callable[..., Any], *asked: Any) -> Any:
    flush()
    return execute(*asked)


def _later(statement: str, params: Params, then: Callable[[Rows], None] | None, *, proves: bool) -> None:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.validate_no_broken_transaction()
    wrapper.ensure_connection()
    _statements(wrapper).later(statement, params, then, proves=proves)


def _statements(wrapper: Any) -> Statements:
    own = vars(wrapper.connection)
    return cast(Statements, own.get(STATEMENTS) or own.setdefault(STATEMENTS, Statements(wrapper.connection)))


def _run(statement: str, params: Params, count: bool = False) -> Any:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.validate_no_broken_transaction()
    wrapper.ensure_connection()
    started = time.perf_counter()
    with DatabaseErrorWrapper(wrapper):
        answer = _statements(wrapper).execute(statement, params, count=count)
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": statement, "time": f"{time.perf_counter() - started:.3f}"})
    return answer

"""Statements that come back, run by libpq directly.

Psycopg finds out anew with each execution how every value is written; that costs more than the way to the server
and back. Here values of a few plain types are written as text, the statement is prepared once, and psycopg only reads
the rows. Whatever else a statement needs (other types, a first or second execution) goes through psycopg's cursor.

Statements whose answers are not needed at once can wait (`later`) and go to the server together with the next one:
one way there and back for all of them, which is what most of their cost is.
"""

from __future__ import annotations

import json
import select
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.types.json import JsonbLoader, set_json_loads

Params = Sequence[Any] | Mapping[str, Any]
Written = tuple[int, bytes | None]

THRESHOLD = 2
MOST = 400
COMMIT = b"COMMIT"
STATEMENTS = "comptoir_statements"  # the attribute of a connection that holds what it has prepared
# Numbers of types in PostgreSQL; a text has none, so that the server takes it as what it needs there.
UNKNOWN, BOOL, INT4, INT8, DATE, TIMESTAMPTZ, BYTEA, UUID_ = 0, 16, 23, 20, 1082, 1184, 17, 2950
ARRAYS = {UUID_: 2951, INT4: 1007, INT8: 1016, UNKNOWN: 1009, DATE: 1182, TIMESTAMPTZ: 1185, BOOL: 1000}


_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def _json(written: str | bytes) -> Any:
    """A JSONB value as the server writes it: UTF-8 without a space around, so nothing has to be found out first."""
    return _scan(written.decode() if isinstance(written, bytes) else written, 0)[0]


class NotPlain(Exception):
    """A value that psycopg has to write."""


Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that goes out with the next one; `then` gets its rows, and may refuse when it `proves` something."""

    statement: str
    params: Params
    then: Callable[[Rows], None] | None
    proves: bool


class Statements:
    """What one connection has prepared."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw
        self.cursor: psycopg.Cursor[Any] = psycopg.Cursor(raw)
        self.cursor.adapters.register_loader("jsonb", JsonbLoader)
        set_json_loads(_json, self.cursor)
        self.reader = Transformer.from_context(self.cursor)
        self.texts: dict[str, Text] = {}
        self.names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self.made = 0
        self.waiting: list[Waiting] = []

    def later(
        self, statement: str, params: Params, then: Callable[[Rows], None] | None = None, *, proves: bool = False
    ) -> None:
        """Runs before the next statement that is executed here, and with it."""
        self.waiting.append(Waiting(statement, params, then, proves))

    def flush(self) -> None:
        """Run what waits. The first failure is raised, in the order of the statements, as if each had run alone."""
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            self._run_together(waiting, None)

    def commit(self) -> None:
        """COMMIT, with what waits before it; the first failure of that is raised, and nothing is committed."""
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            self._run_together(waiting, None, commits=True)
        elif self.raw.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self._checked(self.raw.pgconn.exec_(COMMIT))

    def execute(self, statement: str, params: Params, *, count: bool) -> Any:
        """The rows, or how many were touched; what waits runs before it."""
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            return self._run_together(waiting, (statement, params, count))
        return self._execute(statement, params, count)

    def _execute(self, statement: str, params: Params, count: bool) -> Any:
        text = self._text(statement)
        if (written := text.written(params)) is not None:
            return self._run(text, statement, written, count)
        self.cursor.execute(statement, params, prepare=False)
        if count:
            return self.cursor.rowcount
        result = self.cursor.pgresult
        return self.cursor.fetchall() if result and result.nfields else []

    def _run_together(
        self, waiting: list[Waiting], last: tuple[str, Params, bool] | None, *, commits: bool = False
    ) -> Any:
        """One after the other when one of them has to go through psycopg, else all at once."""
        asked = [(each.statement, each.params) for each in waiting] + ([last[:2]] if last else [])
        if len(self.names) + len(asked) > MOST:
            self._forget()  # now, and not between the statements
        texts = [self._text(statement) for statement, _params in asked]
        written = [text.written(params) for text, (_statement, params) in zip(texts, asked, strict=True)]
        if any(each is None for each in written):
            for each in waiting:
                found = self._execute(each.statement, each.params, False)
                if each.then:
                    each.then(found)
            if commits:
                self._checked(self.raw.pgconn.exec_(COMMIT))
            return self._execute(*last) if last else None
        prepared = []
        for text, (statement, _params), values in zip(texts, asked, written, strict=True):
            assert values is not None
            kinds = tuple([kind for kind, _ in values])
            name = self.names.get((statement, kinds)) or self._prepare(text, statement, kinds)
            prepared.append((name, [value for _, value in values]))
        results = self._sent(prepared, commits)
        for each, result in zip(waiting, results, strict=False):
            self._checked(result)
            if each.then:
                each.then(self._read(result, False))
        if commits:
            self._checked(results[-1])
        return self._read(self._checked(results[-1]), last[2]) if last else None

    def _sent(self, prepared: list[tuple[bytes, list[bytes | None]]], commits: bool) -> list[Any]:
        """The result of each statement; after one that failed they say that they were not run."""
        pgconn = self.raw.pgconn
        begin = not self.raw.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE
        pgconn.enter_pipeline_mode()
        try:
            if begin:
                pgconn.send_query_params(b"BEGIN", None)
            for name, values in prepared:
                pgconn.send_query_prepared(name, values)
            if commits:
                pgconn.send_query_params(COMMIT, None)
            pgconn.pipeline_sync()
            results: list[Any] = []
            while (result := self._next_result()) is None or result.status != pq.ExecStatus.PIPELINE_SYNC:
                if pgconn.status == pq.ConnStatus.BAD:
                    raise psycopg.OperationalError(pgconn.error_message.decode(errors="replace") or "connection lost")
                if result is not None:  # None ends the results of one statement
                    results.append(result)
            pgconn.exit_pipeline_mode()
        except BaseException:
            self.raw.close()  # whatever still comes would be taken for the answer to something else
            raise
        if begin:
            self._checked(results.pop(0))
        return results

    def _next_result(self) -> Any:
        """The wait lets other threads run; libpq's own would not. What the socket did not take yet goes out meanwhile:
        psycopg's connections do not block, and the server waits for the end of what it reads."""
        pgconn = self.raw.pgconn
        while (unsent := pgconn.flush()) or pgconn.is_busy():
            ready = select.poll()
            ready.register(pgconn.socket, select.POLLIN | (select.POLLOUT if unsent else 0))
            ready.poll()
            pgconn.consume_input()
        return pgconn.get_result()

    def _text(self, statement: str) -> Text:
        if (text := self.texts.get(statement)) is None:
            if len(self.texts) >= MOST:
                self._forget()
            text = self.texts[statement] = Text(statement)
        text.uses += 1
        return text

    def _run(self, text: Text, statement: str, written: list[Written], count: bool) -> Any:
        pgconn = self.raw.pgconn
        if not self.raw.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE:
            self._checked(pgconn.exec_(b"BEGIN"))
        kinds = tuple([kind for kind, _ in written])
        name = self.names.get((statement, kinds)) or self._prepare(text, statement, kinds)
        return self._read(self._checked(pgconn.exec_prepared(name, [value for _, value in written])), count)  # type: ignore[misc]

    def _read(self, result: Any, count: bool) -> Any:
        if count:
            return result.command_tuples or 0
        if not result.nfields:
            return []
        self.reader.set_pgresult(result)
        return self.reader.load_rows(0, result.ntuples, tuple)

    def _prepare(self, text: Text, statement: str, kinds: tuple[int, ...]) -> bytes:
        assert text.query is not None
        if len(self.names) >= MOST:
            self._forget()
        self.made += 1
        name = b"comptoir_%d" % self.made
        self._checked(self.raw.pgconn.prepare(name, text.query, list(kinds)))
        self.names[statement, kinds] = name
        return name

    def _forget(self) -> None:
        """Too many: statements whose text is made up as they go. They are prepared anew when they come back."""
        for name in self.names.values():
            self._checked(self.raw.pgconn.exec_(b"DEALLOCATE " + name))
        self.names.clear()
        self.texts.clear()

    def _checked(self, result: Any) -> Any:
        if result.status in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            return result
        if self.raw.closed or self.raw.broken:
            raise psycopg.OperationalError(self.raw.pgconn.error_message.decode(errors="replace") or "connection lost")
        raise psycopg.errors.error_from_result(result)


class Text:
    """A statement with `%s` or `%(name)s`, as the server wants it; `query` is None for one that has other signs."""

    def __init__(self, statement: str) -> None:
        self.uses = 0
        self.query: bytes | None = None
        self.names: list[str] | None = None
        parts = statement.split("%")
        found: list[str] = []
        query = [parts[0]]
        for part in parts[1:]:
            if part.startswith("s"):
                found.append("")
                query.append(f"${len(found)}{part[1:]}")
            elif part.startswith("(") and ")s" in part:
                name, _, rest = part[1:].partition(")s")
                if name not in found:
                    found.append(name)
                query.append(f"${found.index(name) + 1}{rest}")
            else:
                return
        if any(found):
            self.names = found
        self.query = "".join(query).encode()
        self.count = len(found)

    def written(self, params: Params) -> list[Written] | None:
        """The values as the server reads them; None when the statement goes through psycopg: it is new, has other
        signs, or values that are not plain."""
        if self.uses <= THRESHOLD or self.query is None:
            return None
        try:
            return [_WRITERS[type(value)](value) for value in self.ordered(params)]
        except (NotPlain, KeyError):
            return None

    def ordered(self, params: Params) -> Sequence[Any]:
        if self.names is not None:
            if not isinstance(params, Mapping):
                raise NotPlain
            return [params[name] for name in self.names]
        if isinstance(params, Mapping) or len(params) != self.count:
            raise NotPlain  # psycopg says what is wrong
        return params


def _whole(value: int) -> Written:
    if -0x80000000 <= value < 0x80000000:
        return INT4, b"%d" % value
    if -0x8000000000000000 <= value < 0x8000000000000000:
        return INT8, b"%d" % value
    raise NotPlain


def _text(value: str) -> Written:
    if "\0" in value:
        raise NotPlain
    return UNKNOWN, value.encode()


def _moment(value: datetime) -> Written:
    if value.tzinfo is None:
        raise NotPlain
    return TIMESTAMPTZ, value.isoformat().encode()


def _array(values: Sequence[Any]) -> Written:
    """Elements of one type, and nulls."""
    kinds, parts = set(), []
    for value in values:
        if value is None:
            parts.append(b"NULL")
            continue
        kind, written = _WRITERS[type(value)](value)
        if kind not in ARRAYS or written is None:
            raise NotPlain
        if kind == UNKNOWN:
            written = b'"' + written.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        kinds.add(kind)
        parts.append(written)
    if kinds == {INT4, INT8}:
        kinds.remove(INT4)
    if len(kinds) > 1:
        raise NotPlain
    kind = ARRAYS[kinds.pop()] if kinds else UNKNOWN
    return kind, b"{" + b",".join(parts) + b"}"


_WRITERS: dict[type, Callable[[Any], Written]] = {
    type(None): lambda value: (UNKNOWN, None),
    str: _text,
    int: _whole,
    bool: lambda value: (BOOL, b"t" if value else b"f"),
    UUID: lambda value: (UUID_, str(value).encode()),
    datetime: _moment,
    date: lambda value: (DATE, value.isoformat().encode()),
    bytes: lambda value: (BYTEA, b"\\x" + value.hex().encode()),
    list: _array,
    tuple: _array,
}

"""Statements that come back, run by libpq directly.

Psycopg finds out anew with each execution how every value is written; that costs more than the way to the server
and back. Here values of a few plain types are written as text, the statement is prepared once, and psycopg only reads
the rows. Whatever else a statement needs (other types, a first or second execution) goes through psycopg's cursor.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
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
# Numbers of types in PostgreSQL; a text has none, so that the server takes it as what it needs there.
UNKNOWN, BOOL, INT4, INT8, DATE, TIMESTAMPTZ, BYTEA, UUID_ = 0, 16, 23, 20, 1082, 1184, 17, 2950
ARRAYS = {UUID_: 2951, INT4: 1007, INT8: 1016, UNKNOWN: 1009, DATE: 1182, TIMESTAMPTZ: 1185, BOOL: 1000}


_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def _json(written: str | bytes) -> Any:
    """A JSONB value as the server writes it: UTF-8 without a space around, so nothing has to be found out first."""
    return _scan(written.decode() if isinstance(written, bytes) else written, 0)[0]


class NotPlain(Exception):
    """A value that psycopg has to write."""


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

    def execute(self, statement: str, params: Params, *, count: bool) -> Any:
        """The rows, or how many were touched."""
        text = self.texts.get(statement) or self._text(statement)
        text.uses += 1
        if text.uses > THRESHOLD and text.query is not None:
            try:
                written = [_WRITERS[type(value)](value) for value in text.ordered(params)]
            except (NotPlain, KeyError):
                pass
            else:
                return self._run(text, statement, written, count)
        self.cursor.execute(statement, params, prepare=False)
        if count:
            return self.cursor.rowcount
        result = self.cursor.pgresult
        return self.cursor.fetchall() if result and result.nfields else []

    def _text(self, statement: str) -> Text:
        if len(self.texts) >= MOST:
            self._forget()
        text = self.texts[statement] = Text(statement)
        return text

    def _run(self, text: Text, statement: str, written: list[Written], count: bool) -> Any:
        pgconn = self.raw.pgconn
        if not self.raw.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE:
            self._checked(pgconn.exec_(b"BEGIN"))
        kinds = tuple([kind for kind, _ in written])
        name = self.names.get((statement, kinds)) or self._prepare(text, statement, kinds)
        result = self._checked(pgconn.exec_prepared(name, [value for _, value in written]))  # type: ignore[misc]
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

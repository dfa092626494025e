"""Connections of the collector's own. What it says for each transaction it says by libpq itself: a cursor of psycopg
costs as much a statement as ten events do."""

from __future__ import annotations

import select
import struct
from typing import Any

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result

# A plan is made once, for many rows: what is remembered is asked by its index, whatever the tables held when the
# connection was young.
SETTINGS = (
    "-c statement_timeout=15s -c idle_in_transaction_session_timeout=15s -c lock_timeout=5s -c jit=off"
    " -c synchronous_commit=on -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
    " -c plan_cache_mode=force_generic_plan"
)
READING = "-c statement_timeout=2s -c lock_timeout=1s -c jit=off"  # who asks waits for it
UUID, TEXT, INT, TIME = 2950, 25, 23, 1184
ARRAYS = {UUID: 2951, TEXT: 1009, INT: 1007}
DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COPY_IN)
_head, _size = struct.Struct("!iiiii").pack, struct.Struct("!i").pack
_sixteen = _size(16)


def uuids(keys: list[bytes]) -> bytes:
    """An array in PostgreSQL's binary form."""
    return _head(1, 0, UUID, len(keys), 1) + b"".join([_sixteen + key for key in keys])


def texts(values: list[str]) -> bytes:
    plain = [value.encode() for value in values]
    return _head(1, 0, TEXT, len(plain), 1) + b"".join([_size(len(each)) + each for each in plain])


def numbers(values: list[int]) -> bytes:
    return _head(1, 0, INT, len(values), 1) + b"".join([_size(4) + _size(value) for value in values])


class Link:
    """A connection and what was prepared on it. Everything raises psycopg.Error."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(
            address, options=SETTINGS, connect_timeout=5, application_name="comptoir collector"
        )
        self._libpq = self.connection.pgconn
        self._ready = select.poll()
        self._ready.register(self._libpq.socket)
        self._prepared: dict[str, bytes] = {}

    @property
    def closed(self) -> bool:
        return self.connection.closed

    def close(self) -> None:
        self.connection.close()

    def run(self, statements: str) -> list[bytes]:
        """The first row of the last of them."""
        return _first(self._found(self._libpq.exec_(statements.encode())))

    def ask(self, statement: str, *given: tuple[int, bytes]) -> list[bytes]:
        """The first column of what it finds, in binary form. `given` are types and values in binary form, for $1 and
        so on; the statement is prepared once."""
        name = self._prepared.get(statement)
        if name is None:
            name = f"s{len(self._prepared)}".encode()
            self._found(self._libpq.prepare(name, statement.encode(), [kind for kind, _value in given]))
            self._prepared[statement] = name
        values = [value for _kind, value in given]
        return _first(self._found(self._libpq.exec_prepared(name, values, [1] * len(values), 1)))

    def copy(self, statement: str, rows: bytes) -> None:
        self._found(self._libpq.exec_(statement.encode()))
        self._libpq.put_copy_data(rows)
        self._libpq.put_copy_end()
        self._wait()
        result = self._libpq.get_result()
        while result:
            self._found(result)
            self._wait()
            result = self._libpq.get_result()

    def _wait(self) -> None:
        """Until the answer is there. `get_result` would wait too, and let no other thread run meanwhile."""
        while self._libpq.flush():
            self._ready.modify(self._libpq.socket, select.POLLIN | select.POLLOUT)
            if any(event & select.POLLIN for _socket, event in self._ready.poll()):
                self._libpq.consume_input()
        self._ready.modify(self._libpq.socket, select.POLLIN)
        while self._libpq.is_busy():
            self._ready.poll()
            self._libpq.consume_input()

    def commit(self) -> None:
        self.run("COMMIT")

    def rollback(self) -> None:
        self.run("ROLLBACK")

    def _found(self, result: Any) -> Any:
        if result.status not in DONE:
            raise error_from_result(result, encoding="utf-8")
        return result


def _first(result: Any) -> list[bytes]:
    return [result.get_value(row, 0) for row in range(result.ntuples)]

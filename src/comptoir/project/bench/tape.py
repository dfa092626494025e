"""The statements of the order path as it issues them, with their parameters and times: to see where the time goes,
and to play them again without us."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection

from comptoir.kit import cache, sql
from comptoir.kit.ids import uuid7

COMMIT = "COMMIT"
LOCK = "pg_advisory_xact_lock"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEY = re.compile(r"[0-9a-f]{64}")  # the digest of an idempotency key
_TABLE = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\s+([a-z]+_[a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taped:
    """`inside` a transaction or not; `seconds` on the client, the way to the server included. One that `waits` goes
    with the next, whose seconds are those of both."""

    statement: str
    params: Any
    inside: bool
    seconds: float
    waits: bool = False

    @property
    def label(self) -> str:
        """What it does to which table, for people."""
        if self.statement == COMMIT:
            return "commit"
        if LOCK in self.statement:
            return "advisory lock"
        found = _TABLE.findall(self.statement)
        verbs = [(verb.split()[0].lower(), table) for verb, table in found if verb.upper() not in ("FROM", "JOIN")]
        written = [f"{verb} {table}" for verb, table in verbs]
        return " + ".join(written) if written else f"read {found[0][1]}" if found else "other"


@contextmanager
def taping() -> Iterator[list[Taped]]:
    """While inside, every statement of the order path and every COMMIT of this thread is written down.

    What merchants set up stays in memory meanwhile: a read that comes once in three seconds is no part of an order.
    """
    tape: list[Taped] = []
    run, later, commit = sql._run, sql._later, connection._commit  # type: ignore[attr-defined]

    def taped_run(statement: str, params: Any, count: bool = False) -> Any:
        started = time.perf_counter()
        answer = run(statement, params, count)
        took = time.perf_counter() - started
        tape.append(Taped(statement, params, connection.in_atomic_block, took))
        return answer

    def taped_later(statement: str, params: Any, then: Any, *, proves: bool) -> None:
        later(statement, params, then, proves=proves)
        tape.append(Taped(statement, params, True, 0.0, waits=True))

    def taped_commit() -> None:
        started = time.perf_counter()
        commit()
        tape.append(Taped(COMMIT, (), True, time.perf_counter() - started))

    stay = patch.object(cache, "SECONDS", 3600.0)
    with (
        patch.object(sql, "_run", taped_run), patch.object(sql, "_later", taped_later),
        patch.object(connection, "_commit", taped_commit), stay,
    ):  # fmt: skip
        yield tape


def anew(tape: list[Taped], kept: set[UUID], given: Mapping[str, str]) -> list[tuple[str, Any]]:
    """The same statements for another order: new ids except those `kept`, `given` texts replaced, its own locks."""
    replaced = dict(given)

    def fresh(text: str) -> str:
        if text not in replaced:
            replaced[text] = text if UUID(text) in kept else str(uuid7())
        return replaced[text]

    def other(value: Any) -> Any:
        match value:
            case UUID():
                return UUID(fresh(str(value)))
            case str() if _KEY.fullmatch(value):
                return secrets.token_hex(32)
            case str():
                found = _UUID.sub(lambda match: fresh(match[0]), value)
                return _number(found, replaced)
            case list() | tuple():
                return [other(item) for item in value]
            case Mapping():
                return {name: other(item) for name, item in value.items()}
        return value

    return [
        (each.statement, [[_some_lock() for _ in each.params[0]]] if LOCK in each.statement else other(each.params))
        for each in tape
    ]  # fmt: skip


def _number(text: str, replaced: dict[str, str]) -> str:
    for before, after in replaced.items():
        if len(before) == 9 and before in text:
            return text.replace(before, after)
    return text


def _some_lock() -> int:
    return secrets.randbits(63)

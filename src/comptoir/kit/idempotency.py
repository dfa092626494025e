"""One answer per key: a changing call that is sent again gets the answer of the first time.

Inside the command's transaction, after its locks: `recall` first, `remember` with the answer among the writes.
Two calls with one key that meet at different subjects collide on the unique index; `settled` reads the winner's
answer afterwards. Refusals are not remembered: the next try may succeed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from comptoir.kit import sql
from comptoir.kit.refusals import Refusal

KEPT = timedelta(days=30)
Answer = TypeVar("Answer")


class IdempotencyConflict(Refusal):
    code = "idempotency_conflict"
    status = 409
    sentence = _("This key was already used for another request. Send the request with a new key.")


class IdempotencyKeyInvalid(Refusal):
    code = "idempotency_key_invalid"
    status = 400
    sentence = _("Send an Idempotency-Key header of 8 to 200 printable characters.")


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """`scope` names actor and endpoint, `request_hash` is the SHA-256 of what was asked."""

    scope: str
    key: str
    request_hash: bytes

    @staticmethod
    def of(*, actor: str, endpoint: str, key: str, request: Any) -> IdempotencyKey:
        """Refuses IdempotencyKeyInvalid. `request` is anything that JSON can write; its order does not matter."""
        if not 8 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
            raise IdempotencyKeyInvalid()
        body = json.dumps(request, sort_keys=True, separators=(",", ":"), default=str)
        return IdempotencyKey(f"{actor}:{endpoint}"[:200], key, hashlib.sha256(body.encode()).digest())


def recall(key: IdempotencyKey | None) -> Any | None:
    """The remembered answer, None when the key is new. Refuses IdempotencyConflict for another request."""
    if key is None:
        return None
    found = sql.row(
        "SELECT request_hash, answer FROM kit_idempotencyrecord WHERE scope = %s AND key = %s",
        [key.scope, key.key],
    )
    if found is None:
        return None
    if bytes(found[0]) != key.request_hash:
        raise IdempotencyConflict()
    return found[1]


def remember(key: IdempotencyKey | None, answer: Any, now: datetime) -> None:
    """Keep `answer` (plain JSON values) in the caller's transaction; waits for a call with the same key."""
    if key is not None:
        sql.write(
            "INSERT INTO kit_idempotencyrecord (scope, key, request_hash, answer, recorded_at)"
            " VALUES (%s, %s, %s, %s::jsonb, %s)",
            [key.scope, key.key, key.request_hash, json.dumps(answer), now],
        )


def once(key: IdempotencyKey | None, call: Callable[[], Any]) -> Any:
    """The answer of a whole command that remembers it without a look before, which nearly always finds nothing.
    When the key was used already the command is rolled back by the unique index, and the first answer is given.

    Refuses IdempotencyConflict for another request.
    """
    try:
        return call()
    except IntegrityError as collision:
        if "idempotency_once" not in str(collision) or (answer := recall(key)) is None:
            raise
        return answer


def settled(call: Callable[[], Answer]) -> Answer:
    """Run a whole command; when another call with its key committed meanwhile, run again to recall its answer."""
    try:
        return call()
    except IntegrityError as collision:
        if "idempotency_once" not in str(collision):
            raise
        return call()


def forget_old(now: datetime) -> int:
    """Delete answers older than 30 days; returns how many."""
    return sql.run("DELETE FROM kit_idempotencyrecord WHERE recorded_at < %s", [now - KEPT])

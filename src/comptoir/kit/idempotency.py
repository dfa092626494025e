"""One answer per key: a changing call that is sent again gets the answer of the first time.

Inside the command's transaction, after its locks: `recall` first, `remember` with what the command answers among the
writes. Two calls with one key that meet at different subjects collide on the unique index; `settled` reads the winner's
answer afterwards. Refusals are not remembered: the next try may succeed.

A channel whose answer says more than the command's keeps it as it was sent: `said` before the command, `say` after it.
What is kept so can be read only with the caller's key, which is not kept (decision 0018).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.kit import sql
from comptoir.kit.refusals import Refusal

KEPT = timedelta(days=30)
AT_ONCE = 5_000
SAY = """
INSERT INTO kit_idempotencyrecord AS kept (scope, key, request_hash, answer, said, recorded_at)
VALUES (%s, %s, %s, %s::jsonb, %s, %s)
ON CONFLICT (scope, key) DO UPDATE SET said = coalesce(kept.said, excluded.said)
WHERE kept.request_hash = excluded.request_hash
RETURNING said
"""
RECALL = "SELECT request_hash, answer FROM kit_idempotencyrecord WHERE scope = %s AND key = %s"
FORGET = """
DELETE FROM kit_idempotencyrecord WHERE id = ANY(ARRAY(
    SELECT id FROM kit_idempotencyrecord WHERE recorded_at < %s ORDER BY recorded_at LIMIT %s
))
"""
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
    """`scope` names actor and endpoint, `key` is the digest of what the caller sent, `request_hash` the SHA-256 of what
    was asked, `secret` opens what was said: it follows from the key itself and the installation's, and is not kept."""

    scope: str
    key: str
    request_hash: bytes
    secret: bytes = field(default=b"", repr=False)

    @staticmethod
    def of(*, actor: str, endpoint: str, key: str, request: Any) -> IdempotencyKey:
        """Refuses IdempotencyKeyInvalid. `request` is anything that JSON can write; its order does not matter."""
        if not 8 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
            raise IdempotencyKeyInvalid()
        body = json.dumps(request, sort_keys=True, separators=(",", ":"), default=str)
        scope = _short(f"{actor}:{endpoint}")
        return IdempotencyKey(
            scope, hashlib.sha256(key.encode()).hexdigest(), hashlib.sha256(body.encode()).digest(),
            hashlib.sha256(f"idempotency\n{settings.SECRET_KEY}\n{scope}\n{key}".encode()).digest(),
        )  # fmt: skip

    def part(self, number: int) -> IdempotencyKey:
        """The key of one step of a call that takes several transactions."""
        return replace(self, key=f"{self.key}:{number}")


def _short(scope: str) -> str:
    """Long ids of other systems stand in addresses: cut, two of them would be one."""
    return scope if len(scope) <= 200 else scope[:135] + ":" + hashlib.sha256(scope.encode()).hexdigest()


def recall(key: IdempotencyKey | None) -> Any | None:
    """The remembered answer, None when the key is new. Refuses IdempotencyConflict for another request."""
    return recalling(key)()


def recalling(key: IdempotencyKey | None) -> Callable[[], Any | None]:
    """As `recall`, asked now and answered when called: it goes to the server with the next statement."""
    if key is None:
        return lambda: None
    asked = sql.ask(RECALL, [key.scope, key.key])
    request_hash = key.request_hash

    def answer() -> Any | None:
        for kept_hash, answer in asked():
            if bytes(kept_hash) != request_hash:
                raise IdempotencyConflict()
            return answer
        return None

    return answer


def remember(key: IdempotencyKey | None, answer: Any, now: datetime) -> None:
    """Keep `answer` (plain JSON values) in the caller's transaction; waits for a call with the same key."""
    if key is not None:
        sql.write(
            "INSERT INTO kit_idempotencyrecord (scope, key, request_hash, answer, recorded_at)"
            " VALUES (%s, %s, %s, %s::jsonb, %s)",
            [key.scope, key.key, key.request_hash, json.dumps(answer), now],
        )


def begin(key: IdempotencyKey | None, now: datetime) -> None:
    """A call that takes several transactions: its key is kept first. Sent again after a crash it goes on where it
    stopped. Refuses IdempotencyConflict."""

    def kept() -> None:
        with transaction.atomic(durable=True):
            if recall(key) is None:
                remember(key, {"begun": True}, now)

    settled(kept)


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


def said(key: IdempotencyKey) -> bytes | None:
    """What was answered to this key, as it was sent; None while nothing was. Refuses IdempotencyConflict."""
    found = sql.row("SELECT request_hash, said FROM kit_idempotencyrecord WHERE scope = %s AND key = %s", [
        key.scope, key.key
    ])  # fmt: skip
    if found is None:
        return None
    if bytes(found[0]) != key.request_hash:
        raise IdempotencyConflict()
    return _opened(key, found[1])


def say(key: IdempotencyKey, answer: bytes, now: datetime) -> bytes:
    """Keep `answer` outside any transaction, after the command; returns what is to be sent: of two that met, or of one
    before a crash and one after it, the first that was kept. Refuses IdempotencyConflict."""
    with sql.transacted():
        # When the machine fails within a moment it may be forgotten; the command is not, and is answered anew.
        sql.write("SET LOCAL synchronous_commit = off")
        found = sql.ask(SAY, [key.scope, key.key, key.request_hash, "{}", _sealed(key, answer), now])
    if not found():
        raise IdempotencyConflict()
    return _opened(key, found()[0][0]) or answer


def _sealed(key: IdempotencyKey, answer: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key.secret).encrypt(nonce, answer, None)


def _opened(key: IdempotencyKey, sealed: bytes | None) -> bytes | None:
    """None too when the installation's secret key is another one now: the answer is then made anew."""
    if sealed is None:
        return None
    try:
        return AESGCM(key.secret).decrypt(bytes(sealed[:12]), bytes(sealed[12:]), None)
    except InvalidTag:
        return None


def forget_old(now: datetime) -> int:
    """Delete answers older than 30 days, the oldest first, so many that it takes a moment; returns how many."""
    return sql.run(FORGET, [now - KEPT, AT_ONCE])

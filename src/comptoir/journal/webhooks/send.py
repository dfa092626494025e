"""Delivering: rows are claimed, sent outside any transaction, and what came of it is recorded.

A process that dies after the receiver got it and before that was recorded sends it again when the claim runs out,
with the same webhook-id: at least once, never lost.
"""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from standardwebhooks import Webhook

from comptoir.journal.append import append
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.journal import WebhookEndpointChanged
from comptoir.journal.webhooks import rules
from comptoir.journal.webhooks.jobs import write_to_contact
from comptoir.kit import clock, locks, outside, sql

SECONDS = 10.0
CLAIMED_FOR = timedelta(seconds=60)
AT_ONCE = 16

# Per endpoint, so that a slow one with a long queue keeps nobody waiting; one that fails is probed one by one. What
# follows about a subject waits for its elder's first tries.
CLAIM = """
WITH due AS (
    SELECT waiting.id FROM journal_webhook_endpoint e CROSS JOIN LATERAL (
        SELECT d.id FROM journal_webhook_delivery d
        WHERE d.endpoint_id = e.id AND d.state = 'pending' AND d.due_at <= %(now)s
          AND (d.claimed_until IS NULL OR d.claimed_until < %(now)s)
          AND NOT EXISTS (
              SELECT FROM journal_webhook_delivery elder
              WHERE elder.endpoint_id = d.endpoint_id AND elder.subject_kind = d.subject_kind
                AND elder.subject_id = d.subject_id AND elder.state = 'pending' AND elder.id < d.id
                AND elder.attempts < 4)
        ORDER BY d.id LIMIT CASE WHEN e.failures = 0 THEN 8 ELSE 1 END) AS waiting
    WHERE e.state = 'active' AND e.quiet_until <= %(now)s
), chosen AS (
    SELECT d.id FROM journal_webhook_delivery d JOIN due USING (id)
    WHERE d.state = 'pending' AND (d.claimed_until IS NULL OR d.claimed_until < %(now)s)
    ORDER BY d.id LIMIT %(limit)s FOR UPDATE OF d SKIP LOCKED
)
UPDATE journal_webhook_delivery d SET claimed_until = %(until)s, attempts = d.attempts + 1
FROM chosen, journal_webhook_endpoint e
WHERE d.id = chosen.id AND e.id = d.endpoint_id
RETURNING d.id, d.endpoint_id, d.event_id, d.body, d.attempts, e.address, e.secret_number, e.previous_until
"""
ATTEMPT = """
INSERT INTO journal_webhook_attempt (delivery_id, at, milliseconds, status, error, request, response)
VALUES (%(id)s, %(at)s, %(milliseconds)s, %(status)s, %(error)s, %(request)s::jsonb, %(response)s)
"""
SETTLE = """
UPDATE journal_webhook_delivery
SET state = %(state)s::text, due_at = coalesce(%(due_at)s::timestamptz, due_at), claimed_until = NULL,
    last_status = %(status)s, last_error = %(error)s,
    delivered_at = CASE WHEN %(state)s::text = 'delivered' THEN %(at)s::timestamptz END
WHERE id = %(id)s AND state = 'pending'
"""
WELL = """
UPDATE journal_webhook_endpoint SET failures = 0, failing_since = NULL WHERE id = %s AND failures > 0
"""
UNWELL = """
UPDATE journal_webhook_endpoint
SET failures = failures + 1, failing_since = coalesce(failing_since, %(at)s)
WHERE id = %(endpoint_id)s RETURNING failures, failing_since, state
"""


class Claimed(NamedTuple):
    id: int
    endpoint_id: UUID
    event_id: UUID
    body: str
    attempts: int
    address: str
    secret_number: int
    previous_until: datetime | None


@dataclass(frozen=True, slots=True)
class Tried:
    """`status` is None without an answer, then `error` says why."""

    status: int | None
    error: str
    response: str
    request: dict[str, str]
    milliseconds: int
    asked: timedelta | None = None

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def work_webhooks(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Send what is due, several at once; returns how many were tried."""
    given = {"now": now, "until": now + CLAIMED_FOR, "limit": limit}
    claimed = sorted(Claimed(*row) for row in sql.rows(CLAIM, given))
    if not claimed:
        return 0
    with ThreadPoolExecutor(len(claimed)) as threads:
        for delivery, tried in zip(claimed, threads.map(lambda one: _send(one, now), claimed), strict=True):
            _record(delivery, tried, clock.now())
    return len(claimed)


def _send(delivery: Claimed, now: datetime) -> Tried:
    """Runs in a thread of its own and touches no database."""
    headers = signed(delivery, now)
    started = time.perf_counter()
    status, error, response, asked = None, "", "", None
    try:
        answer = outside.post(
            delivery.address, delivery.body.encode(), headers, local=settings.WEBHOOKS_LOCAL, seconds=SECONDS
        )
        status, response = answer.status, _readable(answer.excerpt)
        asked = rules.retry_after(answer.headers.get("Retry-After", ""))
        error = "" if 200 <= status < 300 else f"status {status}"
    except outside.Unfit as refused:
        error = f"address refused: {refused}"
    except outside.Unreachable as trouble:
        error = str(trouble)
    return Tried(status, error, response, headers, round((time.perf_counter() - started) * 1000), asked)


def signed(delivery: Claimed, now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; two signatures while two secrets are valid."""
    numbers = [delivery.secret_number]
    if delivery.previous_until and delivery.previous_until > now:
        numbers.append(delivery.secret_number - 1)
    identity = str(delivery.event_id)
    signatures = [
        Webhook(rules.secret(settings.SECRET_KEY, delivery.endpoint_id, number)).sign(identity, now, delivery.body)
        for number in numbers
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Comptoir-Webhooks/1",
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _readable(excerpt: bytes) -> str:
    return "".join(c for c in excerpt.decode("utf-8", "replace") if c.isprintable() or c in "\n\t")[:2000]


def _record(delivery: Claimed, tried: Tried, at: datetime) -> None:
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", delivery.endpoint_id))
        again_at = rules.next_try(delivery.attempts, at, chance=random.random(), asked=tried.asked)
        due_at = None if tried.good else again_at
        state = "delivered" if tried.good else "pending" if due_at else "failed"
        told = {
            "id": delivery.id, "at": at, "milliseconds": tried.milliseconds, "status": tried.status,
            "error": tried.error[:200], "request": json.dumps(tried.request), "response": tried.response,
        }  # fmt: skip
        sql.run(ATTEMPT, told)
        settled = {name: told[name] for name in ("id", "at", "status", "error")}
        sql.run(SETTLE, settled | {"state": state, "due_at": due_at})
        if tried.good:
            sql.run(WELL, [delivery.endpoint_id])
        else:
            _endpoint_failed(delivery.endpoint_id, tried, at)


def _endpoint_failed(endpoint_id: UUID, tried: Tried, at: datetime) -> None:
    found = sql.row(UNWELL, {"endpoint_id": endpoint_id, "at": at})
    assert found
    failures, failing_since, state = found
    reason = "gone" if tried.status == 410 else "failing" if at - failing_since >= rules.OFF_AFTER else ""
    if not reason:
        quiet_until = at + rules.quiet(failures)
        sql.run("UPDATE journal_webhook_endpoint SET quiet_until = %s WHERE id = %s", [quiet_until, endpoint_id])
    elif state != "off":
        sql.run(
            "UPDATE journal_webhook_endpoint SET state = 'off', off_reason = %s WHERE id = %s", [reason, endpoint_id]
        )
        word = WebhookEndpointChanged(endpoint_id=endpoint_id, state="off", reason=reason)
        origin = Origin(actor="system:worker", channel="worker", correlation=uuid4())
        append(word, origin=origin, occurred_at=at)
        write_to_contact.defer(endpoint_id=str(endpoint_id))


def forget_old(now: datetime) -> int:
    """Delete deliveries that ended more than 30 days ago, with their tries; returns how many."""
    old = "SELECT id FROM journal_webhook_delivery WHERE created_at < %s AND state <> 'pending' ORDER BY id LIMIT 1000"
    with transaction.atomic(durable=True):
        sql.run(
            f"DELETE FROM journal_webhook_attempt WHERE delivery_id IN ({old})", [now - timedelta(days=30)]
        )
        return sql.run(f"DELETE FROM journal_webhook_delivery WHERE id IN ({old})", [now - timedelta(days=30)])

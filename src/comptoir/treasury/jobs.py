"""The worker's entrances: each is one step that answers how much it did."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction

from comptoir.kit import sql
from comptoir.treasury import rules
from comptoir.treasury.commands.settle_event import settle_event

log = structlog.get_logger("comptoir.treasury")
WAITING = """
SELECT id, attempts FROM treasury_incomingevent WHERE state = 'received' AND next_attempt_at <= %s
ORDER BY next_attempt_at LIMIT 20 FOR UPDATE SKIP LOCKED
"""
CLAIM = "UPDATE treasury_incomingevent SET attempts = attempts + 1, next_attempt_at = %s WHERE id = %s"


def work_events(now: datetime) -> int:
    """Settle events whose receiver did not get that far."""
    with transaction.atomic(durable=True):
        waiting = sql.rows(WAITING, [now])
        for identity, attempts in waiting:
            sql.run(CLAIM, [now + rules.pause(attempts), identity])
    for identity, _attempts in waiting:
        try:
            settle_event(identity, now=now)
        except Exception:
            # The others of the batch go on; this one comes back after its pause.
            log.exception("event failed", event=str(identity))
    return len(waiting)

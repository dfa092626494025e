"""The worker's entrances: each is one step that answers how much it did."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from comptoir.kit import sql
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.treasury import comparison, rules
from comptoir.treasury.commands.match_entry import match_left
from comptoir.treasury.commands.reconcile import reconcile
from comptoir.treasury.commands.settle_event import settle_event

__all__ = ["compare_yesterday", "match_left", "work_events"]

log = structlog.get_logger("comptoir.treasury")
WAITING = """
SELECT id, attempts FROM treasury_incomingevent WHERE state = 'received' AND next_attempt_at <= %s
ORDER BY next_attempt_at LIMIT 20 FOR UPDATE SKIP LOCKED
"""
COMPARED = """
SELECT 1 FROM treasury_reconciliation WHERE provider = %s AND account = %s AND day = %s LIMIT 1
"""
AFTER_MIDNIGHT = timedelta(hours=4)  # providers close their day late
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
            log.exception("event failed", incoming=str(identity))
    return len(waiting)


def compare_yesterday(now: datetime) -> int:
    """Compare the books of yesterday, once each, when the day is well over."""
    done = 0
    entities = sorted({market.legal_entity for market in org.markets().values()})
    for provider, account in payments.bookkeepers(entities):
        day = comparison.yesterday(account, now - AFTER_MIDNIGHT)
        if sql.row(COMPARED, [provider, account, day]) is None:
            try:
                reconcile(provider, account, day, actor="system:worker", now=now)
                done += 1
            except Refusal as silent:
                log.warning("books not compared", provider=provider, day=str(day), code=silent.code)
    return done

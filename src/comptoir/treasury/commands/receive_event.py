"""Take in what a provider tells us: verified, kept once, answered at once, then settled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import ProviderEventReceived
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.payments import facade as payments
from comptoir.payments.contracts import News
from comptoir.treasury import origins, rules
from comptoir.treasury.commands.settle_event import settle_event
from comptoir.treasury.contracts import Heard
from comptoir.treasury.errors import EventConflict

log = structlog.get_logger("comptoir.treasury")
BEFORE = """
SELECT id, body_hash FROM treasury_incomingevent WHERE provider = %s AND account = %s AND event_id = %s
"""
AGAIN = "UPDATE treasury_incomingevent SET repeats = repeats + 1 WHERE id = %s"
INSERT = """
INSERT INTO treasury_incomingevent (
    id, provider, account, event_id, kind, body_hash, news, request_id, state, result, attempts, next_attempt_at,
    occurred_at, received_at, repeats
) VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, 0, %s, %s, %s, 0)
"""


def receive_event(
    provider: str, account: str, *, body: bytes, headers: Mapping[str, str], now: datetime
) -> Heard:
    """Keep an event once and settle what it says. The answer does not depend on how settling went: the provider has
    done its part when the event is kept, and the worker settles what is left.

    Refuses ProviderUnknown, NotGenuine, EventUnreadable, EventConflict.
    """
    news = payments.read_news(provider, account, body=body, headers=headers, now=now)
    heard = _keep(provider, account, news, now)
    if not heard.repeated and (news.result or news.dispute):
        try:
            settle_event(heard.id, now=now)
        except Exception:
            log.exception("event is left to the worker", provider=provider, incoming=str(heard.id))
    return heard


def _keep(provider: str, account: str, news: News, now: datetime) -> Heard:
    with transaction.atomic(durable=True):
        locks.hold(("provider_event", f"{provider}:{account}:{news.event_id}"))
        if (before := sql.row(BEFORE, [provider, account, news.event_id])) is not None:
            identity, known = before
            if bytes(known) != news.fingerprint:
                raise EventConflict()
            sql.run(AGAIN, [identity])
            return Heard(id=identity, name=news.event_id, repeated=True)
        return Heard(id=_insert(provider, account, news, now), name=news.event_id, repeated=False)


def _insert(provider: str, account: str, news: News, now: datetime) -> UUID:
    identity = uuid7()
    about = news.result or news.dispute
    state, result = ("received", "") if about else ("ignored", "not_about_a_payment")
    sql.run(
        INSERT,
        [
            identity, provider, account, news.event_id, news.kind, news.fingerprint, json.dumps(kept(news)),
            news.request_id, state, result, now + rules.LEASE, news.occurred_at, now,
        ],
    )  # fmt: skip
    journal.append(
        ProviderEventReceived(
            event_id=identity, provider=provider, name=news.event_id, kind=news.kind, request_id=news.request_id
        ),
        origin=origins.of(f"provider:{provider}", account),
        occurred_at=now,
    )
    return identity


def kept(news: News) -> dict[str, Any] | None:
    """The result as JSON: all that is kept of an event's body."""
    if (dispute := news.dispute) is not None:
        return {
            "dispute": dispute.reference, "charge": dispute.charge_reference, "outcome": dispute.outcome,
            "amount": dispute.amount.minor, "currency": dispute.amount.currency, "reason": dispute.reason,
            "withheld": dispute.withheld,
        }  # fmt: skip
    if news.result is None:
        return None
    result = news.result
    return {
        "outcome": result.outcome, "amount": result.amount.minor, "currency": result.amount.currency,
        "reference": result.reference, "refusal_code": result.refusal_code,
        "until": result.until.isoformat() if result.until else None,
    }  # fmt: skip

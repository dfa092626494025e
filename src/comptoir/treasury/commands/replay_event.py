"""A person has an event worked again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.treasury import ProviderEventReplayed
from comptoir.kit import locks, sql
from comptoir.kit.refusals import NotFound
from comptoir.treasury.commands.settle_event import settle_event
from comptoir.treasury.errors import EventSettled

STATE = "SELECT state, news IS NOT NULL FROM treasury_incomingevent WHERE id = %s FOR UPDATE"
AGAIN = "UPDATE treasury_incomingevent SET state = 'received', result = '', next_attempt_at = %s WHERE id = %s"


def replay_event(event_id: UUID, *, origin: Origin, now: datetime) -> str:
    """Settle an event that waits, was refused, or named a demand that was not known; answers its state.

    Refuses NotFound, and EventSettled when it was settled or says nothing about a payment.
    """
    with transaction.atomic(durable=True):
        locks.hold(("provider_event", event_id))
        found = sql.row(STATE, [event_id])
        if found is None:
            raise NotFound()
        state, says_something = found
        if state == "settled" or not says_something:
            raise EventSettled()
        sql.run(AGAIN, [now, event_id])
        journal.append(ProviderEventReplayed(event_id=event_id, state=state), origin=origin, occurred_at=now)
    return settle_event(event_id, now=now)

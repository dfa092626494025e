"""Sending: parcels of a destination are claimed, said from the journal, sent outside of any transaction in one batch,
and what came of it is recorded.

A process that dies after the receiver got a batch and before that was recorded sends it again when the claim runs out,
with the same message ids.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent.contracts import Subject
from comptoir.forwarding import rules
from comptoir.forwarding.contracts import DestinationDraft
from comptoir.forwarding.models import Destination
from comptoir.forwarding.queries import draft_of
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Event
from comptoir.kit import clock, outside, sql
from comptoir.kit.refusals import Refusal
from comptoir.profiles import facade as profiles

SECONDS = 10.0
CLAIMED_FOR = timedelta(seconds=60)
BATCH = 100
KEPT = timedelta(days=7)
COMPUTED = "computed"
NOT_ALLOWED, NOT_THERE = "not_allowed", "not_there"
# What is wrong with the whole destination and not with an event.
OF_ALL = frozenset((401, 403, 404, 405, 408, 410, 429))
CLAIM = """
UPDATE forwarding_parcel SET claimed_until = %(until)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM forwarding_parcel
    WHERE destination_id = %(destination)s AND state = 'pending' AND due_at <= %(now)s
      AND (claimed_until IS NULL OR claimed_until < %(now)s)
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id, event_id, generation, txid, position, attempts
"""
SETTLE = """
UPDATE forwarding_parcel AS kept SET state = told.state, why = told.why, claimed_until = NULL,
       due_at = coalesce(told.due_at, kept.due_at)
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[]) AS told(id, state, why, due_at)
WHERE kept.id = told.id AND kept.state = 'pending'
"""
WELL = "UPDATE forwarding_destination SET failures = 0, last_error = '' WHERE id = %s AND failures > 0"
UNWELL = """
UPDATE forwarding_destination SET failures = failures + 1, last_error = %s WHERE id = %s RETURNING failures
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    event_id: UUID
    place: tuple[int, int, int]
    attempts: int


@dataclass(frozen=True, slots=True)
class Became:
    """What a parcel became; `again_after` is what a receiver that is busy asked for."""

    state: str
    why: str = ""
    of_all: bool = False
    again_after: timedelta | None = None


def work(now: datetime) -> int:
    """A batch to each active destination that is not left alone for a while; answers how many parcels were settled."""
    rows = Destination.objects.filter(state=Destination.State.ACTIVE, quiet_until__lte=now).order_by("id")
    return sum(_work(row.id, draft_of(row), now) for row in rows)


def _work(destination_id: UUID, draft: DestinationDraft, now: datetime) -> int:
    given = {"destination": destination_id, "now": now, "until": now + CLAIMED_FOR, "limit": BATCH}
    claimed = [Claimed(row[0], row[1], row[2:5], row[5]) for row in sorted(sql.rows(CLAIM, given))]
    if not claimed:
        return 0
    said, became = _said(claimed, draft)
    became |= _sent(draft, said)
    _record(destination_id, claimed, became, clock.now())
    return len(claimed)


def _said(claimed: Sequence[Claimed], draft: DestinationDraft) -> tuple[dict[int, dict[str, Any]], dict[int, Became]]:
    """The messages of what may be sent, and what became of the rest. Consent is asked of each person anew."""
    events = {event.event_id: event for event in journal.at_places([each.place for each in claimed])}
    may: dict[str, bool] = {}
    said, became = dict[int, dict[str, Any]](), dict[int, Became]()
    for each in claimed:
        event = events.get(each.event_id)
        if event is None or event.origin.visitor is None:
            became[each.id] = Became("dropped", NOT_THERE)
        elif not _allowed(event, draft.purpose, may):
            became[each.id] = Became("dropped", NOT_ALLOWED)
        else:
            said[each.id] = rules.message(event, draft.purpose, _traits(event, draft))
    return said, became


def _allowed(event: Event, purpose: str, may: dict[str, bool]) -> bool:
    """The latest answer of the person holds; who never answered us is taken at the word of the event itself."""
    visitor = event.origin.visitor
    assert visitor is not None
    if visitor not in may:
        subjects = _subjects(visitor)
        answer = consent.standing(subjects).get(purpose)
        may[visitor] = answer.granted if answer else rules.carries(event, purpose)
        if answer is None:
            return bool(may.pop(visitor))  # of this event alone
    return may[visitor]


def _subjects(visitor: str) -> Sequence[Subject]:
    person = profiles.person_of("visitor", visitor)
    return profiles.subjects_of(person) if person else (Subject("visitor", visitor),)


def _traits(event: Event, draft: DestinationDraft) -> Mapping[str, Any]:
    """What sources stated of somebody who says who they are, never what we reckon of them, where the destination may
    have it; profiles ask for consent once more, and refuse."""
    person = profiles.person_of("visitor", event.origin.visitor or "") if draft.personal else None
    if person is None or event.name != "Identity Stated":
        return {}
    try:
        known = profiles.read(person, draft.purpose, limit=1)
        return {each.name: each.value for each in known.traits if each.source != COMPUTED}
    except Refusal:
        return {}


def _sent(draft: DestinationDraft, said: Mapping[int, dict[str, Any]]) -> dict[int, Became]:
    """Where the batch is refused for what it holds, its halves are tried: one bad event is given up alone."""
    if not said:
        return {}
    result = _post(draft, list(said.values()))
    if result.state != "failed" or result.of_all or len(said) == 1:
        return dict.fromkeys(said, result)
    items, half = list(said.items()), len(said) // 2
    return _sent(draft, dict(items[:half])) | _sent(draft, dict(items[half:]))


def _post(draft: DestinationDraft, batch: Sequence[dict[str, Any]]) -> Became:
    body = json.dumps({"batch": batch, "sentAt": datetime.now(UTC).isoformat(), "writeKey": draft.write_key}).encode()
    headers = {
        "Content-Type": "application/json", "User-Agent": "Comptoir-Forwarding/1",
        "Authorization": f"Basic {base64.b64encode(f'{draft.write_key}:'.encode()).decode()}",
    }  # fmt: skip
    try:
        answer = outside.post(
            rules.batch_address(draft.address), body, headers, local=settings.WEBHOOKS_LOCAL, seconds=SECONDS
        )
    except outside.Unfit as refused:
        return Became("pending", f"address refused: {refused}", of_all=True)
    except outside.Unreachable as trouble:
        return Became("pending", str(trouble)[:200], of_all=True)
    if 200 <= answer.status < 300:
        return Became("delivered")
    why, asked = f"status {answer.status}", journal.retry_after(answer.headers.get("Retry-After", ""))
    if answer.status in OF_ALL or answer.status >= 500 or answer.status < 400:
        return Became("pending", why, of_all=True, again_after=asked)
    return Became("failed", why)


def _record(destination_id: UUID, claimed: Sequence[Claimed], became: Mapping[int, Became], at: datetime) -> None:
    told = [(each.id, *_settled(became[each.id], each.attempts, at)) for each in claimed]
    trouble = next((each for each in became.values() if each.of_all), None)
    with transaction.atomic(durable=True):
        sql.run(SETTLE, [list(column) for column in zip(*told, strict=True)])
        if trouble is None:
            sql.run(WELL, [destination_id])
            return
        found = sql.row(UNWELL, [trouble.why, destination_id])
        assert found
        pause = max(journal.quiet(found[0]), trouble.again_after or timedelta())
        sql.run("UPDATE forwarding_destination SET quiet_until = %s WHERE id = %s", [at + pause, destination_id])


def _settled(became: Became, attempts: int, at: datetime) -> tuple[str, str, datetime | None]:
    if became.state != "pending":
        return became.state, became.why, None
    due_at = journal.next_try(attempts, at, chance=random.random(), asked=became.again_after)
    return ("pending" if due_at else "failed"), became.why, due_at


def forget_old(now: datetime) -> int:
    """Delete what ended more than seven days ago; what was given up stays thirty."""
    old = """
    DELETE FROM forwarding_parcel WHERE id IN (
        SELECT id FROM forwarding_parcel WHERE created_at < %s AND state IN ('delivered', 'dropped')
           OR created_at < %s AND state = 'failed' ORDER BY id LIMIT 5000)
    """
    with transaction.atomic(durable=True):
        return sql.run(old, [now - KEPT, now - timedelta(days=30)])

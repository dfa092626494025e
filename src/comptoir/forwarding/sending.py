"""Sending: parcels of a destination are claimed, said from the journal, sent outside of any transaction in one batch,
and what came of it is recorded.

A process that dies after the receiver got a batch and before that was recorded sends it again when the claim runs out,
with the same message ids.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent.contracts import CUSTOMER, VISITOR, Standing, Subject
from comptoir.forwarding import rules
from comptoir.forwarding.commands.pass_on import hold_visitors
from comptoir.forwarding.contracts import DestinationDraft
from comptoir.forwarding.models import Destination
from comptoir.forwarding.queries import draft_of
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Event
from comptoir.kit import clock, outside, sql
from comptoir.kit.refusals import Refusal
from comptoir.profiles import facade as profiles

# What a destination may take in all, a last call of SECONDS beside it, is less than a claim holds.
SECONDS, SECONDS_IN_ALL = 10.0, 40.0
CLAIMED_FOR = timedelta(seconds=60)
SLOW = 2.0  # seconds that the last batch took: whoever took more is not served beside the quick ones
BATCH = 100
# A name that was sent so long ago is let go, as people are who were not heard of (privacy, three years).
REACHED_KEPT = timedelta(days=3 * 365)
KEPT = timedelta(days=7)
COMPUTED = "computed"
NOT_ALLOWED, NOT_THERE, NOT_WANTED = "not_allowed", "not_there", "not_wanted"
MOVED = "moved"
TOO_SLOW = f"took longer than {SECONDS_IN_ALL:.0f} s"
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
# The one that waited longest; one whose thread died is free again when its time is over.
CHOOSE = """
UPDATE forwarding_destination SET busy_until = %(until)s WHERE id = (
    SELECT d.id FROM forwarding_destination AS d
    WHERE d.state = 'active' AND d.quiet_until <= %(now)s AND (d.busy_until IS NULL OR d.busy_until < %(now)s)
      AND (NOT %(quick)s OR d.failures = 0 AND d.seconds < %(slow)s)
      AND EXISTS (SELECT FROM forwarding_parcel AS p WHERE p.destination_id = d.id AND p.state = 'pending'
                  AND p.due_at <= %(now)s AND (p.claimed_until IS NULL OR p.claimed_until < %(now)s))
    ORDER BY d.served_at NULLS FIRST, d.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
SERVED = "UPDATE forwarding_destination SET busy_until = NULL, served_at = %s, seconds = %s WHERE id = %s"
# Whoever moves the destination waits for this, or is seen: what is noted is of the host that is sent it.
STANDS = "SELECT 1 FROM forwarding_destination WHERE id = %s AND address = %s FOR SHARE"
REACHED = """
INSERT INTO forwarding_reached AS kept (destination_id, visitor, user_key, first_at, last_at)
SELECT %s::uuid, visitor, user_key, %s::timestamptz, %s::timestamptz
FROM unnest(%s::text[], %s::text[]) AS told(visitor, user_key)
ON CONFLICT (visitor, destination_id, user_key) DO UPDATE SET last_at = excluded.last_at
"""
SETTLE = """
UPDATE forwarding_parcel AS kept SET state = told.state, why = told.why, claimed_until = NULL,
       due_at = coalesce(told.due_at, kept.due_at), attempts = told.attempts
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::int[])
    AS told(id, state, why, due_at, attempts)
WHERE kept.id = told.id AND kept.state = 'pending'
"""
WELL = "UPDATE forwarding_destination SET failures = 0, last_error = '' WHERE id = %s AND failures > 0"
UNWELL = """
UPDATE forwarding_destination SET failures = failures + 1, last_error = %s WHERE id = %s RETURNING failures
"""


# The latest answers of those whom events name: device and customer.
Answers = dict[tuple[str | None, str | None], Mapping[str, Standing]]


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    event_id: UUID
    place: tuple[int, int, int]
    attempts: int


@dataclass(frozen=True, slots=True)
class Became:
    """What a parcel became; `again_after` is what a receiver that is busy asked for. What was not `tried` is no nearer
    to being given up."""

    state: str
    why: str = ""
    of_all: bool = False
    tried: bool = True
    again_after: timedelta | None = None


def work(now: datetime) -> int:
    """A batch to whichever destination waits longest, that no other thread serves and that is not left alone for a
    while; answers how many parcels were settled. Each thread that calls this serves one more at a time."""
    return _serve(now, quick=False)


def work_quick(now: datetime) -> int:
    """The same for those that answer quickly: however many are slow, they hold up none of these."""
    return _serve(now, quick=True)


def _serve(now: datetime, *, quick: bool) -> int:
    given = {"now": now, "until": now + CLAIMED_FOR, "quick": quick, "slow": SLOW}
    with transaction.atomic(durable=True):
        chosen = sql.row(CHOOSE, given)
    if chosen is None:
        return 0
    row, begun = Destination.objects.get(id=chosen[0]), monotonic()
    try:
        return _work(row, draft_of(row), now)
    finally:
        sql.run(SERVED, [clock.now(), monotonic() - begun, row.id])


def _work(row: Destination, draft: DestinationDraft, now: datetime) -> int:
    """The more often one failed, the fewer are claimed, so that a slow one gets through with some."""
    started, limit = monotonic(), max(1, BATCH >> row.failures)
    given = {"destination": row.id, "now": now, "until": now + CLAIMED_FOR, "limit": limit}
    claimed = [Claimed(row[0], row[1], row[2:5], row[5]) for row in sorted(sql.rows(CLAIM, given))]
    if not claimed:
        return 0
    said, became = _said(claimed, draft)
    noted = _note_reached(row, {each.id: each for each in claimed if each.id in said}, said, now)
    for gone, why in noted.items():
        del said[gone]
        became[gone] = why
    became |= _sent(draft, said, started + SECONDS_IN_ALL)
    _record(row.id, claimed, became, clock.now())
    return len(claimed)


def _note_reached(
    row: Destination, claimed: Mapping[int, Claimed], said: Mapping[int, Mapping[str, Any]], now: datetime
) -> Mapping[int, Became]:
    """Before they are sent: a process that dies afterwards leaves nobody unknown who was told of. Answers what is not
    to be sent: what was erased meanwhile, since an erasure waits for this one, or this one for it (`hold_visitors`);
    and all, for now, where the destination moved to another host."""
    with transaction.atomic(durable=True):
        hold_visitors(each["anonymousId"] for each in said.values())
        if sql.row(STANDS, [row.id, row.address]) is None:
            return dict.fromkeys(said, Became("pending", MOVED, tried=False))
        there = {event.event_id for event in journal.at_places([each.place for each in claimed.values()])}
        gone = [each.id for each in claimed.values() if each.event_id not in there]
        told = (said[number] for number in said if number not in gone)
        names = sorted({name for each in told for name in rules.names(each)})
        if names:
            sql.run(REACHED, [row.id, now, now, *(list(column) for column in zip(*names, strict=True))])
    return dict.fromkeys(gone, Became("dropped", NOT_THERE))


def _said(claimed: Sequence[Claimed], draft: DestinationDraft) -> tuple[dict[int, dict[str, Any]], dict[int, Became]]:
    """The messages of what may be sent, and what became of the rest. Consent is asked of each person anew."""
    events = {event.event_id: event for event in journal.at_places([each.place for each in claimed])}
    known: Answers = {}
    said, became = dict[int, dict[str, Any]](), dict[int, Became]()
    for each in claimed:
        event = events.get(each.event_id)
        if event is None or event.origin.visitor is None:
            became[each.id] = Became("dropped", NOT_THERE)
        elif not rules.wants(draft, event):
            became[each.id] = Became("dropped", NOT_WANTED)
        elif draft.purpose not in (allowed := _allowed(event, known)):
            became[each.id] = Became("dropped", NOT_ALLOWED)
        else:
            said[each.id] = rules.message(event, allowed, _traits(event, draft))
    return said, became


def _allowed(event: Event, known: Answers) -> set[str]:
    """The purposes that are allowed now: the latest answer of whoever the event names holds, of the device and of the
    customer; to what they never answered us, the word of the event itself."""
    named = event.origin.visitor, event.origin.person_key
    if named not in known:
        known[named] = consent.standing(_subjects(*named))
    answers = known[named]
    carried = {each for each in rules.PURPOSES if each not in answers and rules.carries(event, each)}
    return carried | {each for each in rules.PURPOSES if each in answers and answers[each].granted}


def _subjects(visitor: str | None, customer: str | None) -> Collection[Subject]:
    named = [(kind, value) for kind, value in ((VISITOR, visitor), (CUSTOMER, customer)) if value]
    people = set(profiles.people_of(named).values())
    return {Subject(*each) for each in named} | {each for person in people for each in profiles.subjects_of(person)}


def _traits(event: Event, draft: DestinationDraft) -> Mapping[str, Any]:
    """What sources stated of somebody who says who they are, never what we reckon of them, where the destination may
    have it; profiles ask for consent once more, and refuse."""
    person = profiles.person_of("visitor", event.origin.visitor or "") if draft.personal else None
    if person is None or event.name != "Identity Stated":
        return {}
    try:
        known = profiles.read(person, draft.purpose, limit=1, alone=True)
        return {each.name: each.value for each in known.traits if each.source != COMPUTED}
    except Refusal:
        return {}


def _sent(draft: DestinationDraft, said: Mapping[int, dict[str, Any]], until: float) -> dict[int, Became]:
    """Where the batch is refused for what it holds, its halves are tried: one bad event is given up alone. What is not
    reached by then waits."""
    if not said:
        return {}
    if monotonic() >= until:
        return dict.fromkeys(said, Became("pending", TOO_SLOW, of_all=True, tried=False))
    result = _post(draft, list(said.values()))
    if result.state != "failed" or result.of_all or len(said) == 1:
        return dict.fromkeys(said, result)
    items, half = list(said.items()), len(said) // 2
    return _sent(draft, dict(items[:half]), until) | _sent(draft, dict(items[half:]), until)


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


def _settled(became: Became, attempts: int, at: datetime) -> tuple[str, str, datetime | None, int]:
    if became.state != "pending":
        return became.state, became.why, None, attempts
    if not became.tried:
        return "pending", became.why, at, attempts - 1
    due_at = journal.next_try(attempts, at, chance=random.random(), asked=became.again_after)
    return ("pending" if due_at else "failed"), became.why, due_at, attempts


def forget_old(now: datetime) -> int:
    """Delete what ended more than seven days ago; what was given up stays thirty, and whom a destination was told of
    three years."""
    old = """
    DELETE FROM forwarding_parcel WHERE id IN (
        SELECT id FROM forwarding_parcel WHERE created_at < %s AND state IN ('delivered', 'dropped')
           OR created_at < %s AND state = 'failed' ORDER BY id LIMIT 5000)
    """
    with transaction.atomic(durable=True):
        reached = sql.run("DELETE FROM forwarding_reached WHERE last_at < %s", [now - REACHED_KEPT])
        return reached + sql.run(old, [now - KEPT, now - timedelta(days=30)])

"""Somebody who is no customer is forgotten, by staff: nobody can prove to be a user id that a source told of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent.contracts import Subject
from comptoir.forwarding import facade as forwarding
from comptoir.insights import facade as insights
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.privacy import UnknownPersonErased
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.privacy.errors import KnownPerson
from comptoir.profiles import facade as profiles
from comptoir.segments import facade as segments

BY_USER = "user:"  # the subject of a report that names no device


def erase_unknown(person_id: UUID, *, origin: Origin, now: datetime) -> int:
    """Erase what was heard of a person whom no customer and no account is; how many rows it was. Of a user id only what
    the source told that it belongs to. Where their events were forwarded they have to be erased too. Refuses
    NotFound, KnownPerson."""
    named = profiles.identifiers_of(person_id)
    if not named:
        raise NotFound()
    if any(each.kind in ("customer", "account") for each in named):
        raise KnownPerson()
    devices = [each.value for each in named if each.kind == "visitor"]
    users = [each.value.partition(":") for each in named if each.kind == "user"]
    reported = [(source, BY_USER + user) for source, _colon, user in users]
    gone = insights.forget([*devices, *(subject for _source, subject in reported), str(person_id)], now=now)
    with transaction.atomic(durable=True):
        forwarding.hold_visitors(devices)
        gone += profiles.forget(person_id, now=now)
        gone += segments.forget(person_id) + consent.forget([Subject(each.kind, each.value) for each in named])
        gone += journal.forget(devices, [], [str(person_id)], reported)
        erasure_id = uuid7()
        gone += forwarding.pass_on(devices, erasure_id, origin=origin, now=now)
        word = UnknownPersonErased(erasure_id=erasure_id, rows=gone)
        journal.append(word, origin=origin, occurred_at=now)
    return gone

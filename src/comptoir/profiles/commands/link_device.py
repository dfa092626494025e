"""Staff say whose a device is that nobody logged in with, or take it back: people are as if it had never been said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.profiles import DeviceLinkedByHand, DeviceReleased
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import PERSONALISATION
from comptoir.profiles.errors import DeviceKnown, DeviceTaken, NotConsented, ReasonMissing, TooManyDevices
from comptoir.profiles.hearing import touch
from comptoir.profiles.queries import identifiers_of, person_of
from comptoir.profiles.reading import allows, named_by
from comptoir.profiles.rules import CUSTOMER, VISITOR, cleaned, kind_of

HELD_DEVICES = ("devices", "held")
MOST_HELD = 20  # devices of one customer: more are a mistake that pulls strangers together
HOLD = """
INSERT INTO profiles_held (device, customer_id, at, by, reason) VALUES (%s, %s, %s, %s, %s) RETURNING id
"""
TAKEN = "SELECT 1 FROM profiles_held WHERE device = ANY(%s::text[]) LIMIT 1"
HOW_MANY = "SELECT count(*) FROM profiles_held WHERE customer_id = %s"
HELD = "SELECT device, customer_id FROM profiles_held WHERE id = %s"
RELEASE = "DELETE FROM profiles_held WHERE id = %s"


def link_device(
    customer_id: UUID, device: str, *, reason: str, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:  # fmt: skip
    """It is this customer's from now on wherever people are read or counted, as far as its own answers allow, until
    somebody logs in with it. Answers the link.

    Refuses ReasonMissing, NotFound (a customer who was forgotten or of whom nothing was heard, a device that nobody
    met), DeviceKnown, NotConsented (who uses the device does not allow `personalisation`), DeviceTaken,
    TooManyDevices."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic(durable=True):
        locks.hold(HELD_DEVICES)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["link_id"])
        name, theirs = _unknown(device)
        mine = person_of(CUSTOMER, str(customer_id))
        if mine is None or customers.forgotten([customer_id]):
            raise NotFound()
        devices = [each.value for each in identifiers_of(theirs) if each.kind == VISITOR]
        if sql.row(TAKEN, [devices]):
            raise DeviceTaken()
        if sql.rows(HOW_MANY, [customer_id])[0][0] >= MOST_HELD:
            raise TooManyDevices(most=MOST_HELD)
        link_id = int(sql.rows(HOLD, [name, customer_id, now, origin.actor, reason.strip()[:200]])[0][0])
        touch([mine, theirs])
        journal.append(DeviceLinkedByHand(link_id=link_id, customer_id=customer_id), origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"link_id": link_id}, now)
    return link_id


def release_device(
    link_id: int, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Take it back. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(HELD_DEVICES)
        if idempotency.recall(idempotency_key) is not None:
            return
        found = sql.row(HELD, [link_id])
        if found is None:
            raise NotFound()
        touch([each for each in (person_of(VISITOR, found[0]), person_of(CUSTOMER, str(found[1]))) if each])
        sql.run(RELEASE, [link_id])
        journal.append(DeviceReleased(link_id=link_id, customer_id=found[1]), origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"link_id": link_id}, now)


def release_devices(customer_id: UUID) -> int:
    """All of this customer's, when they are forgotten; in the caller's transaction, which holds HELD_DEVICES. How many
    it was."""
    return sql.run("DELETE FROM profiles_held WHERE customer_id = %s", [customer_id])


def _unknown(device: str) -> tuple[str, UUID]:
    """The device, and the person it is met as: somebody who never said who they are, and who allows to be looked at."""
    name = cleaned(VISITOR, device)
    theirs = person_of(VISITOR, name.value) if name else None
    if name is None or theirs is None:
        raise NotFound()
    named = named_by(theirs)
    if any(kind_of(each.kind).known for each in named):
        raise DeviceKnown()
    if not allows(named, PERSONALISATION):
        raise NotConsented(purpose=PERSONALISATION)
    return name.value, theirs

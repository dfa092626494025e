"""Outside systems made known, their keys, their names for things, and what they own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.interconnect import naming, rules
from comptoir.interconnect.contracts import Party
from comptoir.interconnect.errors import CodeTaken, KeyOfAnother, LinkTaken, UnknownThing
from comptoir.interconnect.models import Link, Owner, System
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.interconnect import FieldOwnerSet, SystemConnected
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SYSTEMS = ("systems", "all")


def connect_system(
    code: str, name: str, keys: Sequence[str], *, shares_ids: bool = True, origin: Origin, now: datetime
) -> UUID:
    """Make an outside system known; `keys` are the prefixes of its API keys, each of one system only.

    Refuses Invalid (code, name, keys), CodeTaken, KeyOfAnother.
    """
    errors = {}
    if not CODE.fullmatch(code) or len(code) > 40:
        errors["code"] = "not_a_choice"
    if not name.strip() or len(name) > 100:
        errors["name"] = "missing" if not name.strip() else "too_long"
    if errors:
        raise Invalid(errors)
    identity = uuid7()
    with transaction.atomic(durable=True):
        locks.hold(SYSTEMS, ("system", identity))
        if System.objects.filter(code=code).exists():
            raise CodeTaken()
        _refuse_keys(keys, None)
        System.objects.create(
            id=identity, code=code, name=name.strip(), keys=sorted(set(keys)), shares_ids=shares_ids, created_at=now
        )
        word = SystemConnected(system_id=identity, code=code, keys=sorted(set(keys)))
        journal.append(word, origin=origin, occurred_at=now)
    return identity


def change_system(
    system_id: UUID, name: str, keys: Sequence[str], *, shares_ids: bool, origin: Origin, now: datetime
) -> None:
    """Refuses NotFound, Invalid (name, keys), KeyOfAnother."""
    if not name.strip() or len(name) > 100:
        raise Invalid({"name": "missing" if not name.strip() else "too_long"})
    with transaction.atomic(durable=True):
        locks.hold(SYSTEMS, ("system", system_id))
        found = System.objects.filter(id=system_id).first()
        if found is None:
            raise NotFound()
        _refuse_keys(keys, system_id)
        System.objects.filter(id=system_id).update(name=name.strip(), keys=sorted(set(keys)), shares_ids=shares_ids)
        word = SystemConnected(system_id=system_id, code=found.code, keys=sorted(set(keys)))
        journal.append(word, origin=origin, occurred_at=now)


def _refuse_keys(keys: Sequence[str], own: UUID | None) -> None:
    issued = org.keys()
    known = {key.prefix for key in issued}
    if not set(keys) <= known:
        raise Invalid({"keys": "not_a_choice"})
    for other in System.objects.all():
        if other.id != own and (taken := set(other.keys) & set(keys)):
            raise KeyOfAnother(prefix=sorted(taken)[0])


def set_owner(kind: str, field: str, system_id: UUID | None, policy: str, *, origin: Origin, now: datetime) -> None:
    """From now on `system_id` alone says what `field` of a kind is; None: everybody may. `policy` is record or refuse.

    Refuses Invalid and NotFound.
    """
    if field not in rules.FIELDS.get(kind, ()) or policy not in rules.POLICIES:
        raise Invalid({"field": "not_a_choice"})
    with transaction.atomic(durable=True):
        locks.hold(("field_owner", f"{kind}.{field}"))
        system = System.objects.filter(id=system_id).first() if system_id else None
        if system_id and system is None:
            raise NotFound()
        if system is None:
            Owner.objects.filter(kind=kind, field=field).delete()
        else:
            Owner.objects.update_or_create(kind=kind, field=field, defaults={"system": system, "policy": policy})
        word = FieldOwnerSet(field=f"{kind}.{field}", system=system.code if system else "", policy=policy)
        journal.append(word, origin=origin, occurred_at=now)


def link(
    kind: str, external_id: str, ours: str, *, party: Party, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """From now on `external_id` is what the party's system calls our thing `ours` (in our naming).

    Refuses Invalid (kind, no system), UnknownThing, LinkTaken, IdempotencyConflict.
    """
    system = System.objects.filter(code=party.system).first()
    if kind not in rules.LINKED_KINDS or system is None:
        raise Invalid({"kind" if system else "system": "not_a_choice"})
    nobody = Party(actor="", storefront="", market="", currency="", locale="")
    key = naming.resolve(kind, [ours], nobody).get(ours)
    if key is None:
        raise UnknownThing(id=ours)
    with transaction.atomic(durable=True):
        locks.hold(("link", f"{party.system}:{kind}"))
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"our_id": str(key)}, now)
        known = Link.objects.filter(system=system, kind=kind)
        if known.filter(external_id=external_id, our_id=key).exists():
            return
        if known.filter(external_id=external_id).exists() or known.filter(our_id=key).exists():
            raise LinkTaken(id=external_id)
        Link.objects.create(system=system, kind=kind, external_id=external_id, our_id=key)

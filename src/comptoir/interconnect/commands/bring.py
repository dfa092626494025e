"""Another system, or the merchant's own program, says how things are: a batch, with an outcome for each item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.interconnect import naming, rules, states
from comptoir.interconnect.commands import conflicts, writing
from comptoir.interconnect.commands.writing import Change
from comptoir.interconnect.contracts import Item, Outcome, Party
from comptoir.interconnect.errors import BatchRefused, NotOwner
from comptoir.interconnect.models import Owner
from comptoir.journal.contracts import Origin
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, Refusal

SAID = """
SELECT our_key, version FROM interconnect_said v JOIN interconnect_system s ON s.id = v.system_id
WHERE s.code = %s AND v.kind = %s AND v.our_key = ANY(%s)
"""
SAY = """
INSERT INTO interconnect_said AS kept (system_id, kind, our_key, version, fields, at)
SELECT s.id, %(kind)s, told.our_key, told.version, told.fields, %(now)s
FROM interconnect_system s,
     jsonb_to_recordset(%(rows)s::jsonb) AS told(our_key text, version bigint, fields jsonb)
WHERE s.code = %(system)s
ON CONFLICT (system_id, kind, our_key) DO UPDATE
SET version = coalesce(excluded.version, kept.version), fields = kept.fields || excluded.fields, at = excluded.at
"""


@dataclass(slots=True)
class Judged:
    """What is to become of an item: an outcome already, or a change that is still to be written."""

    index: int
    item: Item
    key: str | None
    change: Change | None = None
    outcome: Outcome | None = None
    kept: tuple[str, ...] = ()

    def end(self, status: str, **more: Any) -> None:
        self.outcome = Outcome(index=self.index, id=self.item.id, status=status, **more)


def bring(
    kind: str,
    items: Sequence[Item],
    *,
    party: Party,
    all_or_nothing: bool = False,
    key: IdempotencyKey | None,
    origin: Origin,
    now: datetime,
) -> list[Outcome]:
    """Make products, prices, stock or customers what `party` says, in one transaction; an outcome for each item.

    Without `all_or_nothing` an item that is refused leaves the others alone. A version that is not higher than the
    last one of its system is stale: nothing is written, so a batch may be sent again and arrive out of order.
    Refuses Invalid (more than 500 items, an id twice), BatchRefused (all or nothing), IdempotencyConflict.
    """
    _refuse_wrong(kind, items)
    return idempotency.settled(lambda: _bring(kind, items, party, all_or_nothing, key, origin, now))


def _refuse_wrong(kind: str, items: Sequence[Item]) -> None:
    if kind not in writing.WRITERS:
        raise Invalid({"kind": "not_a_choice"})
    if not 1 <= len(items) <= rules.LARGEST_BATCH:
        raise Invalid({"items": "too_large" if items else "missing"})
    if len({item.id for item in items}) < len(items):
        raise Invalid({"items": "not_a_choice"})


def _bring(
    kind: str,
    items: Sequence[Item],
    party: Party,
    all_or_nothing: bool,
    key: IdempotencyKey | None,
    origin: Origin,
    now: datetime,
) -> list[Outcome]:
    with transaction.atomic(durable=True):
        locks.hold(writing.lock_of(kind, party), ("exchange", f"{party.system}:{kind}"))
        if (answer := idempotency.recall(key)) is not None:
            return [Outcome(**(one | {"fields": tuple(one["fields"])})) for one in answer]
        judged = _judge(kind, items, party, all_or_nothing, now)
        todo = [one for one in judged if one.change is not None]
        if todo and not _write_together(kind, todo, party, origin, now):
            for one in todo:
                _write_alone(kind, one, party, origin, now)
        outcomes = [one.outcome for one in judged if one.outcome]
        if all_or_nothing and (wrong := [o for o in outcomes if o.status in ("refused", "conflict")]):
            transaction.set_rollback(True)
            raise BatchRefused(wrong)
        _remember_versions(kind, judged, party, now)
        idempotency.remember(key, [asdict(outcome) for outcome in outcomes], now)
        return outcomes


def _judge(kind: str, items: Sequence[Item], party: Party, strict: bool, now: datetime) -> list[Judged]:
    keys = naming.keys_of(kind, [item.id for item in items], party)
    present = states.states(kind, list(keys.values()), party)
    said = dict(sql.rows(SAID, [party.system, kind, list(keys.values())])) if party.system else {}
    owners = {row.field: row for row in Owner.objects.filter(kind=kind).select_related("system")}
    judged = []
    for index, item in enumerate(items):
        one = Judged(index, item, keys.get(item.id))
        judged.append(one)
        last = said.get(one.key)
        if item.version is not None and last is not None and item.version <= last:
            one.end("stale")
            continue
        now_is = present.get(one.key or "", {})
        fields = rules.differing(now_is, item.fields)
        foreign = [name for name in fields if name in owners and owners[name].system.code != party.system]
        # A difference of pieces is a change of the level that it adds to.
        if "change" in fields and "on_hand" in owners and owners["on_hand"].system.code != party.system:
            foreign.append("change")
        if foreign:
            _not_theirs(kind, one, foreign, fields, now_is, owners, party, now, strict)
        if one.outcome is None and not fields:
            one.end("unchanged")
        elif one.outcome is None:
            one.change = Change(item, one.key, fields)
    return judged


def _not_theirs(
    kind: str,
    one: Judged,
    foreign: list[str],
    fields: dict[str, Any],
    now_is: dict[str, Any],
    owners: dict[str, Owner],
    party: Party,
    now: datetime,
    strict: bool,
) -> None:
    """Refuse the item, or record what it does not own as conflicts and go on with the rest."""
    rows = [owners["on_hand" if name == "change" else name] for name in foreign]
    if any(row.policy == "refuse" for row in rows) or not party.system or one.key is None or strict:
        owner, names = rows[0].system.code, ", ".join(foreign)
        refusal = NotOwner(owner=owner, fields=names)
        one.end("refused", code=refusal.code, detail=refusal.text(party.locale), fields=tuple(foreign))
        return
    for name in foreign:
        value = fields.pop(name)
        conflicts.raise_one(
            party.system, kind, one.key, one.item.id, name, ours=now_is.get(name), theirs=value,
            reason="not_owner", actor=party.actor, market=party.market, now=now,
        )  # fmt: skip
    one.kept = tuple(foreign)
    if not fields:
        one.end("conflict", code=NotOwner.code, fields=one.kept)


def _write_together(kind: str, todo: list[Judged], party: Party, origin: Origin, now: datetime) -> bool:
    """All in one go, which is quick; False when something was refused, and then nothing of it was written."""
    try:
        with transaction.atomic():
            keys = writing.write(kind, [one.change for one in todo if one.change], party, origin, now)
    except Refusal:
        return False
    for one in todo:
        _done(one, keys)
    return True


def _write_alone(kind: str, one: Judged, party: Party, origin: Origin, now: datetime) -> None:
    assert one.change
    try:
        with transaction.atomic():
            keys = writing.write(kind, [one.change], party, origin, now)
    except Refusal as refusal:
        fields = tuple(refusal.errors) if isinstance(refusal, Invalid) else ()
        one.end("refused", code=refusal.code, detail=refusal.text(party.locale), fields=fields)
    else:
        _done(one, keys)


def _done(one: Judged, keys: dict[str, str]) -> None:
    created = one.key is None
    one.key = keys[one.item.id]
    status = "conflict" if one.kept else "created" if created else "changed"
    one.end(status, code=NotOwner.code if one.kept else "", fields=one.kept)


def _remember_versions(kind: str, judged: list[Judged], party: Party, now: datetime) -> None:
    """What a system said last: also of what was the same already, so that older news is known for old."""
    if not party.system:
        return
    heard = [one for one in judged if one.key and one.outcome and one.outcome.status not in ("refused", "stale")]
    rows = [
        {
            "our_key": one.key,
            "version": one.item.version,
            "fields": {name: value for name, value in one.item.fields.items() if name != "change"},
        }
        for one in {one.key: one for one in heard}.values()
    ]
    sql.run(SAY, {"kind": kind, "rows": json.dumps(rows), "system": party.system, "now": now})


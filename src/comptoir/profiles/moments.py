"""Moments: what happened, under the strongest identifier of its event, or of what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from comptoir.kit import sql
from comptoir.profiles.evidence import Evidence, Subject, bounded
from comptoir.profiles.names import Met
from comptoir.profiles.rules import CUSTOMER, Identifier

KEEP = """
INSERT INTO profiles_moment (identifier_id, about_kind, about_id, occurred_at, event_id, name, event, channel, lane,
                             subject_kind, subject_id, payload)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::uuid[], %s::text[], %s::text[],
                     %s::text[], %s::text[], %s::text[], %s::text[], %s::jsonb[])
ON CONFLICT (event_id) DO NOTHING RETURNING event_id
"""
OWNED = """
SELECT a.kind, a.subject_id, a.identifier_id FROM unnest(%s::text[], %s::text[]) AS t(kind, subject_id)
JOIN profiles_about AS a ON a.kind = t.kind AND a.subject_id = t.subject_id
"""
OWN = """
INSERT INTO profiles_about (kind, subject_id, identifier_id)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS t(kind, subject_id, identifier_id)
ORDER BY kind, subject_id
ON CONFLICT (kind, subject_id) DO NOTHING RETURNING kind, subject_id, identifier_id
"""
# What waited for an order to be somebody's is theirs now, and so is what it was about itself: a promise.
CLAIM = """
UPDATE profiles_moment AS m SET identifier_id = t.identifier_id
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS t(kind, subject_id, identifier_id)
WHERE m.identifier_id IS NULL AND m.about_kind = t.kind AND m.about_id = t.subject_id
RETURNING m.subject_kind, m.subject_id, m.identifier_id
"""
OWNERS = {"promise", "order"}


def keep_moments(found: Sequence[Evidence], met: Mapping[Identifier, Met]) -> tuple[set[UUID], dict[UUID, int]]:
    """Write the moments of these events. Gives the ids of those that are new, and whose each event is, by the id of
    the identifier; one that waits is nobody's."""
    owners = _owners(found, met)
    whose: dict[UUID, int] = {}
    for each in found:
        owner = met[each.owner].id if each.owner else owners.get(each.about or ("", ""))
        if owner:
            whose[each.event.event_id] = owner
    rows = [_row(each, whose.get(each.event.event_id)) for each in found]
    new = sql.rows(KEEP, [list(column) for column in zip(*rows, strict=True)]) if rows else []
    return {row[0] for row in new}, whose


def _owners(found: Sequence[Evidence], met: Mapping[Identifier, Met]) -> dict[Subject, int]:
    """Whose the things are that these events are about, those that were told of here first included."""
    asked = sorted({each for one in found for each in (one.about, *one.owns) if each})
    if not asked:
        return {}
    owners = {(row[0], row[1]): row[2] for row in sql.rows(OWNED, _columns(asked))}
    told = {
        thing: met[each.named[0]].id
        for each in found
        if each.named and each.named[0].kind == CUSTOMER
        for thing in each.owns
    }
    for each in found:  # a promise is whose its order is
        if not each.named and each.about:
            owner = owners.get(each.about) or told.get(each.about)
            told |= {thing: owner for thing in each.owns if owner}
    new = {thing: owner for thing, owner in told.items() if thing not in owners}
    claimed = new
    while claimed:
        sql.rows(OWN, [*_columns(claimed), list(claimed.values())])
        rows = sql.rows(CLAIM, [*_columns(claimed), list(claimed.values())])
        owners |= claimed
        claimed = {(row[0], row[1]): row[2] for row in rows if row[0] in OWNERS and (row[0], row[1]) not in owners}
    return owners


def _row(each: Evidence, owner: int | None) -> tuple[object, ...]:
    event = each.event
    about = ("", "") if owner or not each.about else each.about
    public = event.payload.get("event", "") if "message_id" in event.payload else ""
    return (
        owner, *about, event.occurred_at, event.event_id, event.name, public[:200], event.origin.channel,
        event.lane.value, event.subject_kind, event.subject_id[:200], json.dumps(bounded(event), ensure_ascii=False),
    )  # fmt: skip


def _columns(things: Iterable[Subject]) -> list[list[str]]:
    listed = list(things)
    return [[each[0] for each in listed], [each[1] for each in listed]]

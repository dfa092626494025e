"""Writing to the journal: one statement for all words, in the caller's transaction."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime

from django.db import connection

from comptoir.journal.contracts import Origin, Word, plain
from comptoir.journal.errors import OutsideTransaction
from comptoir.kit import ids, sql

# Versions are counted under the row lock of the subject, so a version is visible only after the one before it.
APPEND = """
WITH counted AS (
    INSERT INTO journal_subject AS kept (lane, kind, id, version)
    SELECT * FROM unnest(%(subject_lanes)s::text[], %(subject_kinds)s::text[], %(subject_ids)s::text[],
                         %(counts)s::bigint[])
    ON CONFLICT (lane, kind, id) DO UPDATE SET version = kept.version + excluded.version
    RETURNING lane, kind, id, version
)
INSERT INTO journal_event (
    generation, event_id, name, version, lane, legal_basis, source, channel, market, legal_entity, storefront,
    subject_kind, subject_id, subject_version, person_key, actor, occurred_at, correlation, causation, payload
)
SELECT (SELECT number FROM journal_generation), w.event_id, w.name, w.version, w.lane, w.legal_basis,
       %(source)s::text, %(channel)s::text, %(market)s::text, %(legal_entity)s::text, %(storefront)s::text,
       w.kind, w.id, counted.version - w.following, %(person_key)s::text, %(actor)s::text,
       %(occurred_at)s::timestamptz, %(correlation)s::uuid, %(causation)s::uuid, w.payload::jsonb
FROM unnest(%(event_ids)s::uuid[], %(names)s::text[], %(versions)s::int[], %(lanes)s::text[], %(bases)s::text[],
            %(kinds)s::text[], %(ids)s::text[], %(followings)s::bigint[], %(payloads)s::text[])
     WITH ORDINALITY AS w(event_id, name, version, lane, legal_basis, kind, id, following, payload, place)
JOIN counted ON (counted.lane, counted.kind, counted.id) = (w.lane, w.kind, w.id)
ORDER BY w.place
"""


def append(*words: Word, origin: Origin, occurred_at: datetime) -> None:
    """Record what happened, in the order given, in the caller's transaction.

    Raises OutsideTransaction without one. A command holds its subjects with `kit.locks.hold` before its first
    write; without that the order of delivery is repaired by parking, at a cost.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("an event is written in the transaction of its fact")
    if not words:
        return
    subjects = [(w.LANE.value, w.SUBJECT_KIND, w.subject_id) for w in words]
    following = Counter(subjects)
    counts = sorted(following.items())
    followings = []
    for subject in subjects:
        following[subject] -= 1
        followings.append(following[subject])
    sql.run(
        APPEND,
        {
            "subject_lanes": [lane for (lane, _, _), _ in counts],
            "subject_kinds": [kind for (_, kind, _), _ in counts],
            "subject_ids": [identity for (_, _, identity), _ in counts],
            "counts": [count for _, count in counts],
            "event_ids": [ids.uuid7() for _ in words],
            "names": [w.NAME for w in words],
            "versions": [w.VERSION for w in words],
            "lanes": [lane for lane, _, _ in subjects],
            "bases": [w.LEGAL_BASIS.value for w in words],
            "kinds": [kind for _, kind, _ in subjects],
            "ids": [identity for _, _, identity in subjects],
            "followings": followings,
            "payloads": [_json(w) for w in words],
            "source": origin.source,
            "channel": origin.channel,
            "market": origin.market,
            "legal_entity": origin.legal_entity,
            "storefront": origin.storefront,
            "person_key": origin.person_key,
            "actor": origin.actor,
            "occurred_at": occurred_at,
            "correlation": origin.correlation,
            "causation": origin.causation,
        },
    )


def _json(word: Word) -> str:
    return json.dumps(vars(word), default=plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

"""Writing to the journal: one statement for all words, in the caller's transaction."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection

from comptoir.journal.contracts import Origin, Word, plain
from comptoir.journal.errors import OutsideTransaction
from comptoir.kit import ids, sql

# Versions are counted under the row lock of the subject: one is visible only when the one before it is.
# Two JSON documents are cheaper to bind than some twenty arrays and values: 0.33 against 0.42 ms a call.
APPEND = """
WITH words AS (
    SELECT * FROM json_to_recordset(%s::json) AS w(
        place int, event_id uuid, name text, version int, lane text, legal_basis text, kind text, id text,
        following bigint, payload jsonb)
), counted AS (
    INSERT INTO journal_subject AS kept (lane, kind, id, version)
    SELECT lane, kind, id, count(*) FROM words GROUP BY lane, kind, id ORDER BY lane, kind, id
    ON CONFLICT (lane, kind, id) DO UPDATE SET version = kept.version + excluded.version
    RETURNING lane, kind, id, version
)
INSERT INTO journal_event (
    generation, event_id, name, version, lane, legal_basis, source, channel, market, legal_entity, storefront,
    subject_kind, subject_id, subject_version, person_key, actor, occurred_at, correlation, causation, payload
)
SELECT (SELECT number FROM journal_generation), w.event_id, w.name, w.version, w.lane, w.legal_basis,
       o.source, o.channel, o.market, o.legal_entity, o.storefront, w.kind, w.id, c.version - w.following,
       o.person_key, o.actor, o.occurred_at, o.correlation, o.causation, w.payload
FROM words AS w
JOIN counted AS c ON (c.lane, c.kind, c.id) = (w.lane, w.kind, w.id),
     json_to_record(%s::json) AS o(
        source text, channel text, market text, legal_entity text, storefront text, person_key text,
        actor text, occurred_at timestamptz, correlation uuid, causation uuid)
ORDER BY w.place
"""


def append(*words: Word, origin: Origin, occurred_at: datetime) -> None:
    """Record what happened, in the order given, in the caller's transaction.

    Raises OutsideTransaction without one. A command holds its subjects with `kit.locks.hold` before its first
    write; where it does not, readers park events until they are in order again.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("an event is written in the transaction of its fact")
    if occurred_at.tzinfo is None:
        raise ValueError("occurred_at needs a time zone")
    if words:
        sql.run(APPEND, [_json(_records(words)), _json(_origin(origin, occurred_at))])


def _records(words: tuple[Word, ...]) -> list[dict[str, Any]]:
    subjects = [(word.LANE, word.SUBJECT_KIND, word.subject_id) for word in words]
    following = Counter(subjects)
    records = []
    for place, (word, subject) in enumerate(zip(words, subjects, strict=True)):
        following[subject] -= 1
        records.append(
            {
                "place": place,
                "event_id": ids.uuid7(),
                "name": word.NAME,
                "version": word.VERSION,
                "lane": word.LANE,
                "legal_basis": word.LEGAL_BASIS,
                "kind": word.SUBJECT_KIND,
                "id": subject[2],
                "following": following[subject],
                "payload": vars(word),
            }
        )
    return records


def _origin(origin: Origin, occurred_at: datetime) -> dict[str, Any]:
    return {
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
    }


def _json(value: Any) -> str:
    return json.dumps(value, default=plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

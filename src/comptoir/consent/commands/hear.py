"""Answers that travel on events of outside sources."""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.consent.contracts import SDK, Heard, Subject
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

# An SDK repeats its answers with each event: one row an answer, moved to when it was last said. A grant that stands is
# not moved, to spare the write; a refusal always is, so that an older grant that comes late never undoes it.
HEAR = """
INSERT INTO consent_choice AS c
    (choice_id, subject_kind, subject_id, purpose, granted, text_version, means, chosen_at)
SELECT h.choice, h.kind, h.id, h.purpose, h.granted, '', %(means)s, h.at
FROM unnest(%(choices)s::uuid[], %(kinds)s::text[], %(ids)s::text[], %(purposes)s::text[], %(granted)s::bool[],
            %(ats)s::timestamptz[]) AS h(choice, kind, id, purpose, granted, at)
ORDER BY h.kind, h.id, h.purpose, h.granted
ON CONFLICT (subject_kind, subject_id, purpose, granted) WHERE means = 'sdk' DO UPDATE
SET chosen_at = excluded.chosen_at
WHERE excluded.chosen_at > c.chosen_at AND (NOT excluded.granted OR EXISTS (
    SELECT 1 FROM consent_choice AS other
    WHERE other.subject_kind = c.subject_kind AND other.subject_id = c.subject_id AND other.purpose = c.purpose
    AND NOT other.granted AND other.chosen_at >= c.chosen_at))
"""


def heard(answers: Iterable[Heard]) -> int:
    """Record what events said, in the caller's transaction, in any order of arrival; answers how many rows were
    written."""
    last: dict[tuple[Subject, str, bool], Heard] = {}
    for each in answers:
        key = (each.subject, each.purpose, each.granted)
        if key not in last or each.at > last[key].at:
            last[key] = each
    told = list(last.values())
    given = {
        "choices": [uuid7() for _ in told], "kinds": [each.subject.kind for each in told],
        "ids": [each.subject.id for each in told], "purposes": [each.purpose for each in told],
        "granted": [each.granted for each in told], "ats": [each.at for each in told], "means": SDK,
    }  # fmt: skip
    return sql.run(HEAR, given) if told else 0

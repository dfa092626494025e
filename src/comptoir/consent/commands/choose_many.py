"""Answers that were given elsewhere or earlier, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from comptoir.consent.contracts import Given
from comptoir.consent.purposes import TEXT_VERSION
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.consent import PurposesChosen
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import MEASUREMENT, PURPOSES

INSERT = """
INSERT INTO consent_choice (choice_id, subject_kind, subject_id, purpose, granted, text_version, means, chosen_at)
SELECT g.choice, g.kind, g.id, p.purpose, p.purpose = ANY(string_to_array(g.granted, ' ')), %(text)s, g.means, g.at
FROM unnest(%(choices)s::uuid[], %(kinds)s::text[], %(ids)s::text[], %(granted)s::text[], %(means)s::text[],
            %(at)s::timestamptz[]) AS g(choice, kind, id, granted, means, at),
     unnest(%(purposes)s::text[]) AS p(purpose)
"""


def choose_many(answers: Sequence[Given], *, text_version: str = TEXT_VERSION) -> int:
    """Keep each answer as `choose` does: to every purpose, as its own proof, and in the journal. Answers how many.
    Refuses Invalid; then none is kept."""
    if not frozenset(PURPOSES).issuperset(purpose for each in answers for purpose in each.purposes):
        raise Invalid({"purposes": "not_a_choice"})
    if not answers:
        return 0
    made = [(uuid7(), each) for each in answers]
    given = {
        "choices": [choice for choice, _ in made], "kinds": [each.subject.kind for each in answers],
        "ids": [each.subject.id for each in answers], "granted": [" ".join(sorted(each.purposes)) for each in answers],
        "means": [each.means for each in answers], "at": [each.at for each in answers], "text": text_version,
        "purposes": list(PURPOSES),
    }  # fmt: skip
    with transaction.atomic(durable=True), journal.gathered():
        sql.run(INSERT, given)
        for choice, each in made:
            origin = each.origin if MEASUREMENT in each.purposes else replace(each.origin, visitor=None)
            word = PurposesChosen(choice_id=choice, purposes=sorted(each.purposes), text_version=text_version)
            journal.append(word, origin=origin, occurred_at=each.at)
    return len(made)

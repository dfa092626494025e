"""Somebody says for what their visits may be used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from comptoir.consent.contracts import CUSTOMER, VISITOR, Subject
from comptoir.consent.purposes import TEXT_VERSION
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.consent import PurposesChosen
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import MEASUREMENT, PURPOSES, ShopperContext

INSERT = """
INSERT INTO consent_choice
    (choice_id, subject_kind, subject_id, purpose, granted, text_version, means, chosen_at)
SELECT %(choice)s, s.kind, s.id, p.purpose, p.purpose = ANY(%(granted)s::text[]), %(text)s, %(means)s, %(now)s
FROM unnest(%(kinds)s::text[], %(ids)s::text[]) AS s(kind, id), unnest(%(purposes)s::text[]) AS p(purpose)
"""


def choose(
    purposes: Collection[str],
    context: ShopperContext,
    *,
    means: str,
    visitor: str | None = None,
    text_version: str = TEXT_VERSION,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Keep the answer to every purpose, granted when it is in `purposes`, as its own proof; answers its id, which the
    visitor's device keeps. A withdrawal is a later choice.

    Kept under `visitor`, the id of the device, and under the customer who is known; a refusal by a device that has no
    id is kept in the journal alone, tied to nobody. Refuses Invalid, IdempotencyConflict.
    """
    if not frozenset(PURPOSES).issuperset(purposes):
        raise Invalid({"purposes": "not_a_choice"})
    subjects = [Subject(VISITOR, visitor)] if visitor else []
    if context.customer_id:
        subjects.append(Subject(CUSTOMER, str(context.customer_id)))
    choice_id = uuid7()
    origin = replace(context.origin(), visitor=visitor if MEASUREMENT in purposes else None)
    with transaction.atomic(durable=True):
        locks.hold(("choice", choice_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["choice_id"])
        if subjects:
            given = {
                "choice": choice_id, "kinds": [each.kind for each in subjects], "ids": [each.id for each in subjects],
                "purposes": list(PURPOSES), "granted": sorted(purposes), "text": text_version, "means": means,
                "now": context.now,
            }  # fmt: skip
            sql.run(INSERT, given)
        word = PurposesChosen(choice_id=choice_id, purposes=sorted(purposes), text_version=text_version)
        journal.append(word, origin=origin, occurred_at=context.now)
        idempotency.remember(idempotency_key, {"choice_id": str(choice_id)}, context.now)
    return choice_id

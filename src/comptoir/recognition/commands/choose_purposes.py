"""Somebody says for what their visits may be used."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.recognition import PurposesChosen
from comptoir.kit import locks
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import ShopperContext
from comptoir.recognition import rules


def choose_purposes(purposes: Collection[str], context: ShopperContext, *, text_version: str) -> UUID:
    """Keep the choice as its own proof; answers its id, which the visitor's device keeps. None chosen is a refusal,
    and kept alike. Refuses Invalid."""
    if not rules.PURPOSES.issuperset(purposes):
        raise Invalid({"purposes": "not_a_choice"})
    choice_id = uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("choice", choice_id))
        word = PurposesChosen(choice_id=choice_id, purposes=sorted(purposes), text_version=text_version)
        journal.append(word, origin=context.origin(), occurred_at=context.now)
    return choice_id

"""Which words mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.search import SearchSynonymsRemoved, SearchSynonymsSet
from comptoir.kit import cache, locks
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.search.index.shape import LANGUAGES
from comptoir.search.models import Synonyms
from comptoir.search.rules.words import normal

MOST, LONGEST = 20, 60


def keep_synonyms(
    words: Sequence[str],
    *,
    one_way: bool = False,
    language: str = "",
    synonyms_id: UUID | None = None,
    origin: Origin,
    now: datetime,
) -> UUID:
    """From now on these (2 to 20, of one word or more) find each other's products; `one_way`: the first finds those of
    the others only; `language`: on pages in it only (“pain” is bread in French alone). Changes the row when its id is
    given. Answers the id. Refuses NotFound, Invalid (words, language)."""
    cleaned = list(dict.fromkeys(filter(None, (" ".join(word.replace("\x00", "").split()) for word in words))))
    _refuse_wrong(cleaned)
    if language and language not in LANGUAGES:
        raise Invalid({"language": "not_a_choice"})
    identity = synonyms_id or uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("synonyms", identity))
        if synonyms_id and not Synonyms.objects.filter(pk=synonyms_id).exists():
            raise NotFound()
        Synonyms.objects.update_or_create(
            pk=identity, defaults={"words": cleaned, "one_way": one_way, "language": language, "changed_at": now}
        )
        word = SearchSynonymsSet(synonyms_id=identity, words=cleaned, one_way=one_way, language=language)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return identity


def remove_synonyms(synonyms_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("synonyms", synonyms_id))
        if not Synonyms.objects.filter(pk=synonyms_id).delete()[0]:
            raise NotFound()
        journal.append(SearchSynonymsRemoved(synonyms_id=synonyms_id), origin=origin, occurred_at=now)
    cache.forget()


def _refuse_wrong(words: list[str]) -> None:
    if len({normal(word) for word in words} - {""}) < 2:
        raise Invalid({"words": "missing"})
    if len(words) > MOST or any(len(word) > LONGEST for word in words):
        raise Invalid({"words": "too_long"})
    if not all(normal(word) for word in words):
        raise Invalid({"words": "not_text"})

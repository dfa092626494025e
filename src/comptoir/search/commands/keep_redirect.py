"""Where the shop leads who looks for exactly this."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.search import SearchRedirectRemoved, SearchRedirectSet
from comptoir.kit import cache, locks
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.search.errors import RedirectTaken
from comptoir.search.models import Redirect
from comptoir.search.rules import addresses
from comptoir.search.rules.words import normal

LONGEST = 100


def keep_redirect(query: str, target: str, *, redirect_id: UUID | None = None, origin: Origin, now: datetime) -> UUID:
    """Who looks for `query` (compared folded) is led to `target`, a path of the shop such as /fr/rayon/maison/.
    Changes the row when its id is given. Answers the id. Refuses NotFound, Invalid by field, RedirectTaken."""
    folded, target = normal(query), target.strip()
    wrong = {}
    if not folded:
        wrong["query"] = "missing"
    elif len(folded) > LONGEST:
        wrong["query"] = "too_long"
    if code := addresses.wrong(target):
        wrong["target"] = code
    if wrong:
        raise Invalid(wrong)
    identity = redirect_id or uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("redirect", identity), ("redirect of", folded))
        if redirect_id and not Redirect.objects.filter(pk=redirect_id).exists():
            raise NotFound()
        if Redirect.objects.filter(query=folded).exclude(pk=identity).exists():
            raise RedirectTaken()
        Redirect.objects.update_or_create(pk=identity, defaults={"query": folded, "target": target, "changed_at": now})
        journal.append(
            SearchRedirectSet(redirect_id=identity, query=folded, target=target), origin=origin, occurred_at=now
        )
    cache.forget()
    return identity


def remove_redirect(redirect_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("redirect", redirect_id))
        if not Redirect.objects.filter(pk=redirect_id).delete()[0]:
            raise NotFound()
        journal.append(SearchRedirectRemoved(redirect_id=redirect_id), origin=origin, occurred_at=now)
    cache.forget()

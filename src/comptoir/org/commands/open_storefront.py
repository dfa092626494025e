from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import StorefrontOpened
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import queries, rules
from comptoir.org.contracts import StorefrontInfo
from comptoir.org.errors import CodeTaken
from comptoir.org.models import Market, Storefront


def open_storefront(*, code: str, name: str, market: str, origin: Origin, now: datetime) -> StorefrontInfo:
    """A face in the market with this code; the first is the default. Refuses Invalid, NotFound, CodeTaken."""
    if errors := rules.code_errors(code):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("storefront", code))
        place = Market.objects.select_related("legal_entity").filter(code=market).first()
        if place is None:
            raise NotFound()
        if Storefront.objects.filter(code=code).exists():
            raise CodeTaken(value=code)
        storefront = Storefront.objects.create(code=code, name=name, market=place)
        word = StorefrontOpened(storefront_id=storefront.id, code=code, market=market)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return queries.storefront_info(storefront)

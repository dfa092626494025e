from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import MarketOpened
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import queries, rules
from comptoir.org.contracts import MarketInfo
from comptoir.org.errors import CodeTaken
from comptoir.org.models import LegalEntity, Market


def open_market(
    *,
    code: str,
    name: str,
    currency: str,
    countries: Sequence[str],
    legal_entity: str,
    locale: str = "fr",
    timezone: str = "Europe/Paris",
    origin: Origin,
    now: datetime,
) -> MarketInfo:
    """A market of the legal entity with this code. Refuses Invalid, NotFound (legal entity) and CodeTaken."""
    errors = rules.code_errors(code) | rules.market_errors(
        currency=currency, countries=countries, locale=locale, timezone=timezone
    )
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("market", code))
        entity = LegalEntity.objects.filter(code=legal_entity).first()
        if entity is None:
            raise NotFound()
        if Market.objects.filter(code=code).exists():
            raise CodeTaken(value=code)
        market = Market.objects.create(
            code=code,
            name=name,
            currency=currency,
            countries=list(countries),
            locale=locale,
            timezone=timezone,
            legal_entity=entity,
        )
        word = MarketOpened(market_id=market.id, code=code, currency=currency, countries=list(countries))
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return queries.market_info(market)

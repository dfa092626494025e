"""The merchant says what delivery costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.fulfilment import queries, rules
from comptoir.fulfilment.commands.locked import locked
from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.errors import LastWay, RatesChangedMeanwhile
from comptoir.fulfilment.models import DeliveryMethod, DeliveryRate
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import DeliveryRatesSet
from comptoir.kit import cache, idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org


def set_rates(
    code: str,
    rates: Sequence[Rate],
    *,
    origin: Origin,
    now: datetime,
    version: str | None = None,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Replace the whole price table of the method with this code, in its own transaction; with `version` only the
    table of which it is the `rates_version`.

    Refuses RatesChangedMeanwhile, Invalid by field (nothing is replaced; collecting is free and has no table; another
    currency than the market's is no `amount`), NotFound, LastWay where no price is left of the last way,
    IdempotencyConflict.
    """
    cleaned = [rules.clean_rate(rate) for rate in rates]
    if wrong := rules.rate_errors(cleaned):
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        method = locked(code)
        if idempotency.recall(idempotency_key) is not None:
            return
        if method.kind == DeliveryMethod.Kind.COLLECT:
            raise Invalid({"method": "not_a_choice"})
        if any(rate.amount.currency != org.market(method.market).currency for rate in cleaned):
            raise Invalid({"amount": "not_a_choice"})
        stands = queries.method(code).rates_version
        if version is not None and version != stands:
            raise RatesChangedMeanwhile(version=stands, shown=version)
        if not cleaned and queries.is_last(queries.method(code)):
            raise LastWay(method=code, market=method.market)
        DeliveryRate.objects.filter(method=method).delete()
        DeliveryRate.objects.bulk_create(
            DeliveryRate(
                method=method, country=rate.country, postcode_prefix=rate.postcode_prefix,
                max_weight_g=rate.max_weight_g, amount_minor=rate.amount.minor, currency=rate.amount.currency,
                extra_days=rate.extra_days,
            )
            for rate in cleaned
        )  # fmt: skip
        word = DeliveryRatesSet(method_id=method.id, code=code, rates=len(cleaned))
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)
    cache.forget()

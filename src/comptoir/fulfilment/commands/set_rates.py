"""The merchant says what delivery costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.fulfilment import rules
from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.models import DeliveryMethod, DeliveryRate
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import DeliveryRatesSet
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound


def set_rates(code: str, rates: Sequence[Rate], *, origin: Origin, now: datetime) -> None:
    """Replace the whole price table of the method with this code, in its own transaction.

    Refuses Invalid by field (nothing is replaced; collecting is free and has no table), NotFound.
    """
    cleaned = [rules.clean_rate(rate) for rate in rates]
    if wrong := rules.rate_errors(cleaned):
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("delivery_method", code))
        method = DeliveryMethod.objects.filter(code=code).first()
        if method is None:
            raise NotFound()
        if method.kind == DeliveryMethod.Kind.COLLECT:
            raise Invalid({"method": "not_a_choice"})
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
    cache.forget()

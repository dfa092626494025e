"""The merchant offers one more way to get an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import rules
from comptoir.fulfilment.contracts import MethodTerms
from comptoir.fulfilment.errors import MethodExists
from comptoir.fulfilment.models import DeliveryMethod
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import DeliveryMethodAdded
from comptoir.kit import cache, idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised


def add_method(
    *,
    code: str,
    kind: str,
    name: Localised,
    market: str,
    cutoff: time = time(14),
    carrier: str = "",
    tracking_address: str = "",
    days_min: int = 0,
    days_max: int = 0,
    minutes_to_prepare: int = 120,
    saturdays: bool = False,
    position: int = 0,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Returns the method's id; meanings and units as in `MethodInfo`. In its own transaction.

    A method to ship delivers nowhere before `set_rates`. Refuses Invalid by field, MethodExists, IdempotencyConflict.
    """
    terms = MethodTerms(
        name=name, carrier=carrier, tracking_address=tracking_address, cutoff=cutoff, days_min=days_min,
        days_max=days_max, minutes_to_prepare=minutes_to_prepare, saturdays=saturdays, position=position,
    )  # fmt: skip
    if wrong := rules.method_errors(code=code, kind=kind, terms=terms):
        raise Invalid(wrong)
    terms = replace(terms, carrier=rules.clean_carrier(carrier))
    with transaction.atomic(durable=True):
        locks.hold(("delivery_method", code))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["id"])
        if DeliveryMethod.objects.filter(code=code).exists():
            raise MethodExists(method=code)
        method = DeliveryMethod.objects.create(code=code, kind=kind, market=market, **terms.values)
        word = DeliveryMethodAdded(method_id=method.id, code=code, kind=kind, market=market)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(method.id)}, now)
    cache.forget()
    return method.id

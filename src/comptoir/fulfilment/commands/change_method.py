"""The merchant changes a way to get an order."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from django.db import transaction

from comptoir.fulfilment import rules
from comptoir.fulfilment.commands.locked import locked
from comptoir.fulfilment.contracts import MethodTerms
from comptoir.fulfilment.models import DeliveryMethod
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import DeliveryMethodChanged
from comptoir.kit import cache, idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid


def change_method(
    code: str, terms: MethodTerms, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Whatever was promised before stays promised. In its own transaction; says nothing when nothing changes.

    Refuses Invalid by field, NotFound, IdempotencyConflict.
    """
    if wrong := rules.terms_errors(terms):
        raise Invalid(wrong)
    terms = replace(terms, carrier=rules.clean_carrier(terms.carrier))
    with transaction.atomic(durable=True):
        method = locked(code)
        if idempotency.recall(idempotency_key) is not None:
            return
        before = MethodTerms(**{each.name: getattr(method, each.name) for each in fields(MethodTerms)})
        if names := rules.changed(before, terms):
            DeliveryMethod.objects.filter(pk=method.pk).update(**{name: terms.values[name] for name in names})
            word = DeliveryMethodChanged(method_id=method.id, code=code, fields=names)
            journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)
    cache.forget()

"""The merchant takes a way to get orders out of the choice, or puts it back: none is ever deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.fulfilment import queries
from comptoir.fulfilment.commands.locked import locked
from comptoir.fulfilment.errors import LastWay
from comptoir.fulfilment.models import DeliveryMethod
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import DeliveryMethodOffered, DeliveryMethodWithdrawn
from comptoir.kit import cache, idempotency
from comptoir.kit.idempotency import IdempotencyKey


def switch_method(
    code: str,
    *,
    active: bool,
    nobody_can_order: bool = False,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Orders that have the way keep it. `nobody_can_order` confirms that the last way of a market may go. In its own
    transaction; says nothing when it is so already. Refuses NotFound, LastWay, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        method = locked(code)
        if idempotency.recall(idempotency_key) is not None:
            return
        last = not active and queries.is_last(queries.method(code))
        if last and not nobody_can_order:
            raise LastWay(method=code, market=method.market)
        if method.active != active:
            DeliveryMethod.objects.filter(pk=method.pk).update(active=active)
            journal.append(_word(method, active, last), origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)
    cache.forget()


def _word(method: DeliveryMethod, active: bool, last: bool) -> DeliveryMethodOffered | DeliveryMethodWithdrawn:
    if active:
        return DeliveryMethodOffered(method_id=method.id, code=method.code, market=method.market)
    return DeliveryMethodWithdrawn(method_id=method.id, code=method.code, market=method.market, last=last)

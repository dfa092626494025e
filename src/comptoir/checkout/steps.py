"""What a shopper does before the order: an event of the basket with consent, else a count that is tied to nobody."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.checkout import (
    CheckoutHesitated,
    CheckoutRefused,
    CheckoutStepCompleted,
    CheckoutStepsCounted,
    CheckoutStepViewed,
)
from comptoir.kit import locks
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import MEASUREMENT, ShopperContext

# A process that is killed loses what it counted since: a statistic, never a fact.
KEPT_IN_MEMORY = timedelta(seconds=5)


class Counted(NamedTuple):
    minute: datetime
    market: str
    legal_entity: str
    storefront: str
    channel: str
    step: str
    outcome: str
    refusal_code: str


_counts: Counter[Counted] = Counter()
_since: list[datetime] = []
_lock = threading.Lock()


def happened(word: Word, context: ShopperContext, *, outcome: str, step: str = "basket") -> None:
    """A change of the basket, in the caller's transaction, which holds the basket."""
    if MEASUREMENT in context.purposes:
        journal.append(word, origin=context.origin(), occurred_at=context.now)
    else:
        _count(context, step=step, outcome=outcome)


def viewed(basket_id: UUID, step: str, context: ShopperContext) -> None:
    """A step was shown. After the answer was made, in a transaction of its own, as the next three."""
    _note(CheckoutStepViewed(basket_id=basket_id, step=step), context, step=step, outcome="viewed")


def completed(basket_id: UUID, step: str, context: ShopperContext) -> None:
    _note(CheckoutStepCompleted(basket_id=basket_id, step=step), context, step=step, outcome="completed")


def hesitated(basket_id: UUID, step: str, context: ShopperContext) -> None:
    _note(CheckoutHesitated(basket_id=basket_id, step=step), context, step=step, outcome="hesitated")


def refused(basket_id: UUID, step: str, refusal_code: str, context: ShopperContext) -> None:
    word = CheckoutRefused(basket_id=basket_id, step=step, refusal_code=refusal_code)
    _note(word, context, step=step, outcome="refused", refusal_code=refusal_code)


def flush() -> int:
    """Write what was counted in this process; returns how many words. Called by itself every few seconds of use."""
    with _lock:
        taken = list(_counts.items())
        _counts.clear()
        _since.clear()
    if taken:
        with transaction.atomic(durable=True):
            for counted, times in taken:
                _append(counted, times)
    return len(taken)


def _note(word: Word, context: ShopperContext, *, step: str, outcome: str, refusal_code: str = "") -> None:
    if MEASUREMENT not in context.purposes:
        _count(context, step=step, outcome=outcome, refusal_code=refusal_code)
        _flush_in_time(context.now)
        return
    with transaction.atomic(durable=True):
        locks.hold(("basket", word.subject_id))
        journal.append(word, origin=context.origin(), occurred_at=context.now)


def _count(context: ShopperContext, *, step: str, outcome: str, refusal_code: str = "") -> None:
    counted = Counted(
        context.now.replace(second=0, microsecond=0), context.market.code, context.market.legal_entity,
        context.storefront, context.channel, step, outcome, refusal_code,
    )  # fmt: skip
    with _lock:
        _counts[counted] += 1
        if not _since:
            _since.append(context.now)


def _flush_in_time(now: datetime) -> None:
    with _lock:
        is_due = bool(_since) and now - _since[0] >= KEPT_IN_MEMORY
    if is_due:
        flush()


def _append(counted: Counted, times: int) -> None:
    """A subject of its own each: counts need no order among them, and nobody waits for another's."""
    origin = Origin(
        actor="visitors", channel=counted.channel, correlation=uuid7(), market=counted.market,
        legal_entity=counted.legal_entity, storefront=counted.storefront,
    )  # fmt: skip
    word = CheckoutStepsCounted(
        count_id=uuid7(), minute=counted.minute, step=counted.step, outcome=counted.outcome,
        refusal_code=counted.refusal_code, times=times,
    )  # fmt: skip
    journal.append(word, origin=origin, occurred_at=counted.minute)

"""A promotion is made, said otherwise, switched, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary import promotions as words
from comptoir.kit import cache, idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.promotions import drafts, rules, stored
from comptoir.promotions.contracts import Promotion, Terms
from comptoir.promotions.errors import CodeTaken, PlainReduction, PromotionChangedMeanwhile, PromotionOver
from comptoir.promotions.models import Code
from comptoir.promotions.models import Promotion as Row
from comptoir.segments import facade as segments


def create_promotion(
    terms: Terms, *, market: str, currency: str, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Offer something from `terms.starts_at` on. Refuses Invalid by field, NotFound (segment), PlainReduction,
    CodeTaken, IdempotencyConflict."""
    terms = _judged(terms)
    with transaction.atomic(durable=True):
        locks.hold(("promotions", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["promotion_id"])
        row = Row(
            id=uuid7(), market=market, currency=currency, created_at=now, changed_at=now, **stored.written(terms)
        )
        row.save(force_insert=True)
        _keep_code(row.id, market, terms.code, now)
        idempotency.remember(idempotency_key, {"promotion_id": str(row.id)}, now)
        word = words.PromotionCreated(
            promotion_id=row.id, market=market, name=terms.name, effect=terms.effect, trigger=terms.trigger
        )
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return row.id


def change_promotion(
    promotion_id: UUID, terms: Terms, *, version: int | None = None, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """Say it otherwise; answers its version. Orders that were placed keep what they had. Said as before, nothing is
    written. Refuses as `create_promotion`, and NotFound, PromotionOver, PromotionChangedMeanwhile when `version` is
    no longer the one that stands."""
    terms = _judged(terms)
    market = stored.get(promotion_id).market
    with transaction.atomic(durable=True):
        locks.hold(("promotions", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["version"])
        before = _living(promotion_id, now)
        if version not in (None, before.version):
            raise PromotionChangedMeanwhile(version=before.version, shown=version)
        after = before.version if before.terms == terms else _write(before, terms, now)
        idempotency.remember(idempotency_key, {"version": after}, now)
        if after != before.version:
            word = words.PromotionChanged(promotion_id=promotion_id, market=market, name=terms.name, version=after)
            journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return after


def switch_promotion(
    promotion_id: UUID, *, on: bool, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """On, or off until it is switched on again; as it is already, nothing is written. Refuses NotFound, PromotionOver,
    IdempotencyConflict."""
    market = stored.get(promotion_id).market
    with transaction.atomic(durable=True):
        locks.hold(("promotions", market))
        if idempotency.recall(idempotency_key) is not None:
            return
        before = _living(promotion_id, now)
        idempotency.remember(idempotency_key, {"on": on}, now)
        if before.terms.is_on != on:
            _write(before, replace(before.terms, is_on=on), now)
            word = words.PromotionSwitchedOn if on else words.PromotionSwitchedOff
            told = word(promotion_id=promotion_id, market=market, name=before.terms.name)
            journal.append(told, origin=origin, occurred_at=now)
    cache.forget()


def end_promotion(
    promotion_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """It holds no more from this moment on, for good. One that did not begin yet never does. Refuses NotFound,
    PromotionOver, IdempotencyConflict."""
    market = stored.get(promotion_id).market
    with transaction.atomic(durable=True):
        locks.hold(("promotions", market))
        if idempotency.recall(idempotency_key) is not None:
            return
        before = _living(promotion_id, now)
        _write(before, replace(before.terms, starts_at=min(before.terms.starts_at, now), ends_at=now), now)
        idempotency.remember(idempotency_key, {"ended": True}, now)
        word: Word = words.PromotionEnded(promotion_id=promotion_id, market=market, name=before.terms.name)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()


def _judged(terms: Terms) -> Terms:
    terms = drafts.clean(terms)
    if wrong := drafts.errors(terms):
        raise Invalid(wrong)
    if terms.segment:
        segments.get(terms.segment)
    if rules.is_plain_reduction(terms):
        raise PlainReduction()
    return terms


def _living(promotion_id: UUID, now: datetime) -> Promotion:
    before = stored.get(promotion_id)
    if before.terms.ends_at is not None and before.terms.ends_at <= now:
        raise PromotionOver()
    return before


def _write(before: Promotion, terms: Terms, now: datetime) -> int:
    version = before.version + 1
    Row.objects.filter(id=before.id).update(version=version, changed_at=now, **stored.written(terms))
    if terms.code != before.terms.code:
        _keep_code(before.id, before.market, terms.code, now)
    return version


def _keep_code(promotion_id: UUID, market: str, code: str, now: datetime) -> None:
    """The code that everybody may type is this one; without one it is no longer typed. Refuses CodeTaken."""
    own = Code.objects.filter(promotion_id=promotion_id, shared=True).first()
    if code and Code.objects.filter(market=market, code=code).exists():
        raise CodeTaken(taken=code)
    if own is not None:
        own.shared = False  # orders that had it still name it; a most of nothing is never reached again
        own.code, own.most_uses = f"{own.pk}-{own.code}"[:24], 0
        own.save()
    if code:
        Code.objects.create(promotion_id=promotion_id, market=market, code=code, shared=True, made_at=now)

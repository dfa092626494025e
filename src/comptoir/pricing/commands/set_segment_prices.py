"""Prices for people of a segment: set, changed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.pricing import SegmentPriceEnded, SegmentPriceSet
from comptoir.kit import cache, idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.pricing import queries
from comptoir.pricing.contracts import CurrentPrice, SegmentPriceToSet
from comptoir.pricing.errors import NotBelowList
from comptoir.pricing.models import SegmentPrice
from comptoir.segments import facade as segments

MOST = 500


def set_segment_prices(
    prices: Sequence[SegmentPriceToSet], *, market: str, currency: str, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """Who is in a segment, and allows personal use, pays these from now on; how many changed. What is the same already
    writes nothing. Refuses NotFound (segment), NotBelowList, and Invalid: negative, another currency, too many."""
    wrong = [each for each in prices if each.amount and (each.amount.minor < 0 or each.amount.currency != currency)]
    if wrong or len(prices) > MOST:
        raise Invalid({"amount": "out_of_range"})
    for code in {each.segment for each in prices if each.amount}:
        segments.get(code)
    with transaction.atomic(durable=True):
        locks.hold(("price_list", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["changed"])
        listed = queries.current([each.variant_id for each in prices], market=market, currency=currency)
        words = [word for each in prices if (word := _put(each, listed, market, currency, now))]
        journal.append(*words, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"changed": len(words)}, now)
    cache.forget()
    return len(words)


def _put(
    wanted: SegmentPriceToSet, listed: dict[UUID, CurrentPrice], market: str, currency: str, now: datetime
) -> SegmentPriceSet | SegmentPriceEnded | None:
    place: dict[str, Any] = {
        "variant_id": wanted.variant_id, "market": market, "currency": currency, "segment": wanted.segment,
    }  # fmt: skip
    row = SegmentPrice.objects.filter(**place).first()
    if wanted.amount is None:
        if row is None:
            return None
        row.delete()
        return SegmentPriceEnded(**place)
    if wanted.variant_id not in listed or wanted.amount.minor >= listed[wanted.variant_id].amount.minor:
        raise NotBelowList()
    if row and row.amount_minor == wanted.amount.minor:
        return None
    before = row.amount_minor if row else None
    SegmentPrice.objects.update_or_create(**place, defaults={"amount_minor": wanted.amount.minor, "since": now})
    return SegmentPriceSet(**place, before_minor=before, amount_minor=wanted.amount.minor)

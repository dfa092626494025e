"""Codes of their own for many people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.promotions import PromotionCodesMade
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import public_code
from comptoir.kit.refusals import Invalid
from comptoir.promotions import drafts, stored
from comptoir.promotions.contracts import BY_CODE
from comptoir.promotions.errors import NoCodesOfItsOwn, PromotionOver
from comptoir.promotions.models import Code

MOST = 10_000
LENGTH = 8  # of Crockford's base 32: 40 bits, which the brake on wrong codes makes unguessable
LONGEST_PREFIX = 12


def make_codes(
    promotion_id: UUID, count: int, *, prefix: str = "", origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """`count` codes that nobody can guess, each for one order; answers how many were made. `queries.codes` reads them.
    Refuses NotFound, Invalid, NoCodesOfItsOwn, PromotionOver, IdempotencyConflict."""
    prefix = drafts.folded(prefix).strip("-")
    wrong = {} if 1 <= count <= MOST else {"count": "out_of_range"}
    if prefix and (len(prefix) > LONGEST_PREFIX or not prefix.replace("-", "").isalnum() or not prefix.isascii()):
        wrong["prefix"] = "not_a_code"
    if wrong:
        raise Invalid(wrong)
    market = stored.get(promotion_id).market
    with transaction.atomic(durable=True):
        locks.hold(("promotions", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["made"])
        promotion = stored.get(promotion_id)
        if promotion.terms.trigger != BY_CODE:
            raise NoCodesOfItsOwn()
        if promotion.terms.ends_at is not None and promotion.terms.ends_at <= now:
            raise PromotionOver()
        made: set[str] = set()
        while len(made) < count:
            made.add(f"{prefix}-{public_code(LENGTH)}" if prefix else public_code(LENGTH))
        Code.objects.bulk_create(
            Code(promotion_id=promotion_id, market=market, code=code, most_uses=1, made_at=now) for code in sorted(made)
        )
        idempotency.remember(idempotency_key, {"made": count}, now)
        word = PromotionCodesMade(promotion_id=promotion_id, name=promotion.terms.name, codes=count)
        journal.append(word, origin=origin, occurred_at=now)
    return count

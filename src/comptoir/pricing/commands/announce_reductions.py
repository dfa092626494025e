"""Say of prices that they are reduced, from the price that the law allows to name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.pricing import ReductionAnnounced, ReductionEnded
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.pricing.contracts import ReductionToAnnounce
from comptoir.pricing.errors import NotReduced, WrongReference

WINDOW = timedelta(days=30)

# The reduction begins with the price in force. One that is announced already and went further keeps its beginning and
# its reference (art. L112-1-1, I: of reductions one after the other, the price before the first). A price that stood
# for the whole window is the price, and no reduction.
REFERENCES = """
SELECT variant.id, variant.sku, price.amount_minor, coalesce(announced.since, price.changed_at),
       coalesce(announced.reference_minor, (
           SELECT min(past.amount_minor) FROM (
               SELECT amount_minor, since, lead(since, 1, 'infinity') OVER (ORDER BY version) AS until
               FROM pricing_pricechange
               WHERE variant_id = variant.id AND market = %(market)s AND currency = %(currency)s
           ) AS past
           WHERE price.changed_at > %(now)s - %(window)s
             AND past.since < price.changed_at
             AND past.until > greatest(past.since, price.changed_at - %(window)s)))
FROM unnest(%(variants)s::uuid[]) AS wanted(id)
JOIN catalog_variant variant ON variant.id = wanted.id
JOIN pricing_listprice price ON price.variant_id = variant.id
     AND price.market = %(market)s AND price.currency = %(currency)s
LEFT JOIN pricing_reduction announced ON announced.variant_id = variant.id
     AND announced.market = %(market)s AND announced.currency = %(currency)s
"""
KEEP = """
INSERT INTO pricing_reduction AS kept (variant_id, market, currency, reference_minor, since, actor)
SELECT variant_id, %(market)s, %(currency)s, reference, since, %(actor)s
FROM unnest(%(variants)s::uuid[], %(references)s::bigint[], %(since)s::timestamptz[])
     AS wanted(variant_id, reference, since)
ON CONFLICT (variant_id, market, currency) DO UPDATE
SET reference_minor = excluded.reference_minor, since = excluded.since, actor = excluded.actor
WHERE (kept.reference_minor, kept.since) IS DISTINCT FROM (excluded.reference_minor, excluded.since)
RETURNING variant_id, reference_minor
"""
END = """
DELETE FROM pricing_reduction
WHERE variant_id = ANY(%s::uuid[]) AND market = %s AND currency = %s RETURNING variant_id
"""


def announce_reductions(
    wanted: Sequence[ReductionToAnnounce],
    *,
    market: str,
    currency: str,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """From now on these prices are shown as reduced, beside the lowest price of the 30 days before the reduction
    (Directive 98/6/EC art. 6a; art. L112-1-1 of the Consumer Code). All or none; answers how many changed.

    Refuses NotFound (a variant without a price here), NotReduced, and WrongReference when a reference is given that
    is another.
    """
    named = {one.variant_id: one.reference for one in wanted}
    with transaction.atomic(durable=True):
        locks.hold(("price_list", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["changed"])
        found = _references(list(named), market, currency, now)
        if len(found) < len(named):
            raise NotFound()
        _refuse_wrong(found, named, currency)
        kept = sql.rows(
            KEEP,
            {
                "market": market, "currency": currency, "actor": origin.actor,
                "variants": [row[0] for row in found], "since": [row[3] for row in found],
                "references": [row[4] for row in found],
            },
        )  # fmt: skip
        words = [
            ReductionAnnounced(variant_id=variant, market=market, currency=currency, reference_minor=reference)
            for variant, reference in kept
        ]
        _tell(words, origin, now, idempotency_key)
    return len(words)


def end_reductions(
    variant_ids: Collection[UUID],
    *,
    market: str,
    currency: str,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """These prices are no longer shown as reduced; the prices stay. Answers how many were. Refuses
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(("price_list", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["changed"])
        ended = sql.rows(END, [list(variant_ids), market, currency])
        words = [ReductionEnded(variant_id=row[0], market=market, currency=currency) for row in ended]
        _tell(words, origin, now, idempotency_key)
    return len(words)


def _tell(words: Sequence[Word], origin: Origin, now: datetime, key: IdempotencyKey | None) -> None:
    if words:
        journal.append(*words, origin=origin, occurred_at=now)
    idempotency.remember(key, {"changed": len(words)}, now)


def _references(variants: list[UUID], market: str, currency: str, now: datetime) -> list[Any]:
    given = {"variants": variants, "market": market, "currency": currency, "window": WINDOW, "now": now}
    return sql.rows(REFERENCES, given)


def _refuse_wrong(found: Sequence[Any], named: dict[UUID, Money | None], currency: str) -> None:
    unfit = [sku for _variant, sku, price, _since, reference in found if reference is None or price >= reference]
    if unfit:
        raise NotReduced(skus=", ".join(sorted(unfit)[:10]))
    for variant, sku, _price, _since, reference in found:
        given, right = named[variant], Money(reference, currency)
        if given is not None and given != right:
            raise WrongReference(sku=sku, named=given.format("fr"), right=right.format("fr"))

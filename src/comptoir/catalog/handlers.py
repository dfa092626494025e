"""What the catalogue hears of itself: how complete each product is, kept beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from comptoir.catalog.completeness import CHANNELS, Told, score
from comptoir.catalog.queries.tastes import SIZES
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.catalog import ProductChanged, ProductCreated
from comptoir.kit import sql
from comptoir.kit.text import Localised

TOLD = """
SELECT p.id, p.name, p.description, p.brand_id IS NOT NULL, p.category_id IS NOT NULL,
       array(SELECT jsonb_object_keys(p.attributes)) || array(SELECT jsonb_array_elements_text(p.option_names)),
       jsonb_array_length(p.option_names), shown.pictures, shown.described,
       sold.variants, sold.with_gtin, sold.with_weight, sold.with_measures, p.nature,
       EXISTS (SELECT FROM catalog_sizetable t JOIN catalog_category c ON c.id = p.category_id
               WHERE t.category_id::text = ANY(string_to_array(c.path, '/'))
                 AND (t.brand_id IS NULL OR t.brand_id = p.brand_id))
       OR EXISTS (SELECT FROM (SELECT s.attributes, s.option_names FROM catalog_product s
                               WHERE s.category_id = p.category_id LIMIT %(beside)s) AS beside
                  WHERE beside.attributes ?| %(sizes)s OR beside.option_names ?| %(sizes)s)
FROM catalog_product p
CROSS JOIN LATERAL (
    SELECT count(*) AS pictures,
           count(*) FILTER (WHERE coalesce(d.alt ->> 'fr', '') <> '' AND coalesce(d.alt ->> 'en', '') <> '')
               AS described
    FROM catalog_media d WHERE d.product_id = p.id AND d.status <> 'failed') AS shown
CROSS JOIN LATERAL (
    SELECT count(*) AS variants, count(v.weight_g) AS with_weight,
           count(*) FILTER (WHERE v.length_mm > 0 OR v.width_mm > 0 OR v.height_mm > 0) AS with_measures,
           count(*) FILTER (WHERE EXISTS (SELECT FROM catalog_variantgtin g WHERE g.variant_id = v.id)) AS with_gtin
    FROM catalog_variant v WHERE v.product_id = p.id AND v.active) AS sold
WHERE p.id = ANY(%(products)s)
"""
BESIDE = 50  # products of a category that are asked whether they have sizes: of a hundred thousand none reads all
KEEP = """
INSERT INTO catalog_completeness AS kept (product_id, channel, score, missing)
SELECT product_id, channel, score, missing
FROM jsonb_to_recordset(%s::jsonb) AS given(product_id uuid, channel text, score int, missing jsonb)
ORDER BY product_id, channel
ON CONFLICT (product_id, channel) DO UPDATE SET score = excluded.score, missing = excluded.missing
WHERE (kept.score, kept.missing) IS DISTINCT FROM (excluded.score, excluded.missing)
"""


def judge(events: list[Event]) -> None:
    """Two statements a batch."""
    keep(sorted({UUID(event.payload["product_id"]) for event in events}))


def keep(product_ids: Sequence[UUID]) -> None:
    rows = [
        {"product_id": str(product), "channel": channel, "score": found.score, "missing": found.missing}
        for product, told in tell(product_ids).items()
        for channel in CHANNELS
        for found in (score(told, channel),)
    ]
    if rows:
        sql.run(KEEP, [json.dumps(rows)])


def tell(product_ids: Sequence[UUID]) -> dict[UUID, Told]:
    return {
        row[0]: Told(
            name=Localised(row[1]), description=Localised(row[2]), brand=row[3], category=row[4],
            facts=frozenset(row[5]), options=row[6], pictures=row[7], described=row[8],
            variants=row[9], with_gtin=row[10], with_weight=row[11], with_measures=row[12], nature=row[13],
            sized=row[14],
        )
        for row in sql.rows(TOLD, {"products": list(product_ids), "sizes": list(SIZES), "beside": BESIDE})
    }  # fmt: skip


def rebuild() -> None:
    """Forget all scores and read the journal again from its start; the worker does the rest. For other rules."""
    with transaction.atomic(durable=True):
        sql.run("DELETE FROM catalog_completeness")
        journal.rewind(COMPLETENESS)


COMPLETENESS = Consumer(
    name="catalog.completeness", words=(ProductCreated, ProductChanged), handle=judge, purpose="service"
)

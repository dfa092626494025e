"""What a quote needs to know of variants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog import law, rules
from comptoir.catalog.contracts import Picture, Sellable
from comptoir.catalog.queries.attributes import values
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.text import Localised

# Not EXISTS: the planner would read all that is published to look three up.
STATEMENT = """
SELECT v.id, p.id, v.sku, p.name, p.slug, v.options, p.option_names, v.weight_g, p.tax_category,
       v.active AND (
           SELECT true FROM catalog_publication s
           WHERE s.product_id = p.id AND s.market_id = (SELECT id FROM org_market WHERE code = %(market)s)
             AND s.starts_at <= %(now)s AND (s.ends_at IS NULL OR s.ends_at > %(now)s) LIMIT 1) IS NOT NULL,
       first.file, first.alt, p.attributes ->> %(exclusion)s::text
FROM unnest((SELECT %(variants)s::uuid[])) AS wanted(id)
JOIN catalog_variant v ON v.id = wanted.id
JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN LATERAL (
    SELECT file, alt FROM catalog_media d
    WHERE d.product_id = p.id AND (d.variant_id IS NULL OR d.variant_id = v.id)
    ORDER BY d.variant_id IS NULL, d.position LIMIT 1) AS first ON true
"""


def sellable(variant_ids: Sequence[UUID], *, market: str, now: datetime) -> dict[UUID, Sellable]:
    """Variants by id; ids that are unknown are left out. One query, and one for the names of
    options that are not in memory.

    `weight_g` is 500 g where the merchant gives none; `options` are those by which the
    variants of the product differ.
    """
    rows = sql.rows(
        STATEMENT,
        {"variants": list(dict.fromkeys(variant_ids)), "market": market, "now": now, "exclusion": law.EXCLUSION},
    )
    texts = values([_differing(row[5], row[6]) for row in rows])
    return {
        row[0]: Sellable(
            variant_id=row[0],
            product_id=row[1],
            sku=row[2],
            name=Localised(row[3]),
            slug=Localised(row[4]),
            options=options,
            weight_g=rules.DEFAULT_WEIGHT_G if row[7] is None else row[7],
            tax_category=row[8],
            published=row[9],
            picture=_picture(row[10], row[11], Localised(row[3])),
            exclusion=law.exclusion(row[12]),
        )
        for row, options in zip(rows, texts, strict=True)
    }


def _differing(options: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {code: options[code] for code in names if code in options}


def _picture(file: str | None, alt: dict[str, str] | None, name: Localised) -> Picture | None:
    return None if file is None else picture(file, alt or {}, name)

"""What a quote needs to know of variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog import law, rules
from comptoir.catalog.contracts import Picture, Sellable
from comptoir.catalog.queries.attributes import values
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import cache, sql
from comptoir.kit.text import Localised

# LIMIT keeps the planner from reading all that is published to look three up: a product is published once a market.
STATEMENT = """
SELECT v.id, p.id, v.sku, p.name, p.slug, v.options, p.option_names, v.weight_g, p.tax_category,
       CASE WHEN v.active THEN shown.starts_at END, shown.ends_at,
       first.file, first.alt, p.attributes ->> %(exclusion)s::text, p.nature
FROM unnest((SELECT %(variants)s::uuid[])) AS wanted(id)
JOIN catalog_variant v ON v.id = wanted.id
JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN LATERAL (
    SELECT starts_at, ends_at FROM catalog_publication s
    WHERE s.product_id = p.id AND s.market_id = (SELECT id FROM org_market WHERE code = %(market)s) LIMIT 1
) AS shown ON true
LEFT JOIN LATERAL (
    SELECT file, alt FROM catalog_media d
    WHERE d.product_id = p.id AND (d.variant_id IS NULL OR d.variant_id = v.id)
    ORDER BY d.variant_id IS NULL, d.position LIMIT 1) AS first ON true
"""
Times = tuple[datetime | None, datetime | None]


def sellable(variant_ids: Sequence[UUID], *, market: str, now: datetime) -> dict[UUID, Sellable]:
    """Variants by id; ids that are unknown are left out. One query, and one for the names of
    options that are not in memory; what was asked a moment ago is (`kit.cache`).

    `weight_g` is 500 g where the merchant gives none; `options` are those by which the
    variants of the product differ.
    """
    ids = list(dict.fromkeys(variant_ids))
    known = cache.keep_each(f"sellable {market}", ids, lambda missing: _read(missing, market))
    return {
        variant: replace(found[0], published=_on(found[1], now)) for variant, found in known.items() if found
    }


def _on(times: Times, now: datetime) -> bool:
    starts, ends = times
    return starts is not None and starts <= now and (ends is None or now < ends)


def _read(ids: list[UUID], market: str) -> dict[UUID, tuple[Sellable, Times]]:
    """Each, not yet published, with the time in which it is: no start when it is not."""
    rows = sql.rows(STATEMENT, {"variants": ids, "market": market, "exclusion": law.EXCLUSION})
    texts = values([_differing(row[5], row[6]) for row in rows])
    return {
        row[0]: (
            Sellable(
                variant_id=row[0],
                product_id=row[1],
                sku=row[2],
                name=Localised(row[3]),
                slug=Localised(row[4]),
                options=options,
                weight_g=rules.DEFAULT_WEIGHT_G if row[7] is None else row[7],
                tax_category=row[8],
                published=False,
                picture=_picture(row[11], row[12], Localised(row[3])),
                exclusion=law.exclusion(row[13]),
                nature=row[14],
            ),
            (row[9], row[10]),
        )
        for row, options in zip(rows, texts, strict=True)
    }


def _differing(options: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {code: options[code] for code in names if code in options}


def _picture(file: str | None, alt: dict[str, str] | None, name: Localised) -> Picture | None:
    return None if file is None else picture(file, alt or {}, name)

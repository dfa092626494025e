"""Rows of variants and their trade item numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.catalog import rules
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.catalog.errors import SkuTaken
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

KNOWN = "SELECT external_id, id, product_id, content_hash FROM catalog_variant WHERE external_id = ANY(%s)"
HELD = "SELECT sku, external_id FROM catalog_variant WHERE sku = ANY(%s)"
UPSERT = """
INSERT INTO catalog_variant (id, product_id, external_id, sku, options, weight_g, length_mm, width_mm,
                             height_mm, position, active, content_hash, created_at, changed_at)
SELECT id, product_id, external_id, sku, options::jsonb, weight_g, length_mm, width_mm, height_mm,
       position + (SELECT coalesce(max(other.position) + 1, 0) FROM catalog_variant other
                   WHERE other.product_id = given.product_id),
       true, content_hash, %(now)s, %(now)s
FROM unnest(%(id)s::uuid[], %(product_id)s::uuid[], %(external_id)s::text[], %(sku)s::text[],
            %(options)s::text[], %(weight_g)s::int[], %(length_mm)s::int[], %(width_mm)s::int[],
            %(height_mm)s::int[], %(position)s::int[], %(content_hash)s::bytea[])
     AS given(id, product_id, external_id, sku, options, weight_g, length_mm, width_mm, height_mm, position,
              content_hash)
ON CONFLICT (external_id) DO UPDATE
SET product_id = excluded.product_id, sku = excluded.sku, options = excluded.options,
    weight_g = excluded.weight_g, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
    height_mm = excluded.height_mm, content_hash = excluded.content_hash, changed_at = excluded.changed_at,
    active = true
"""
DROP_GTINS = "DELETE FROM catalog_variantgtin WHERE variant_id = ANY(%s)"
ADD_GTINS = "INSERT INTO catalog_variantgtin (variant_id, gtin) SELECT * FROM unnest(%s::uuid[], %s::text[])"


@dataclass(frozen=True, slots=True)
class Offered:
    """Variants to write, as (id, product id, draft). `touched` are products that gain, lose or change one."""

    ids: dict[str, UUID]
    fresh: list[tuple[UUID, UUID, VariantDraft]]
    changed: list[tuple[UUID, UUID, VariantDraft]]
    hashes: dict[UUID, bytes]
    touched: set[UUID]


def compare(drafts: Sequence[ProductDraft], products: Mapping[str, UUID]) -> Offered:
    """Which variants are new or changed, by their content hash. Refuses SkuTaken."""
    given = [(draft, one) for draft in drafts for one in draft.variants]
    known = {row[0]: row[1:] for row in sql.rows(KNOWN, [[one.external_id for _draft, one in given]])}
    offered = Offered({}, [], [], {}, set())
    for draft, one in given:
        product, content = products[draft.external_id], rules.variant_hash(draft.external_id, one)
        if one.external_id not in known:
            variant = uuid7()
            offered.fresh.append((variant, product, one))
            offered.touched.add(product)
        else:
            variant, parent, kept = known[one.external_id]
            if bytes(kept) != content:
                offered.changed.append((variant, product, one))
                offered.touched.update((product, parent))
        offered.ids[one.external_id] = variant
        offered.hashes[variant] = content
    _refuse_taken([one for _variant, _product, one in (*offered.fresh, *offered.changed)])
    return offered


def _refuse_taken(drafts: Sequence[VariantDraft]) -> None:
    wanted = {one.sku: one.external_id for one in drafts}
    held = sql.rows(HELD, [list(wanted)])
    taken = sorted(sku for sku, holder in held if wanted[sku] != holder)
    if taken or len(wanted) < len(drafts):
        raise SkuTaken(skus=", ".join(taken or sorted(wanted)))


def write(offered: Offered, now: datetime) -> None:
    """Insert the new, change the changed; a variant's place among the others stays."""
    rows = (*offered.fresh, *offered.changed)
    if not rows:
        return
    places: dict[UUID, int] = {}
    position = []
    for _variant, product, _draft in rows:
        position.append(places.setdefault(product, 0))
        places[product] += 1
    sql.run(
        UPSERT,
        {
            "id": [variant for variant, _product, _draft in rows],
            "product_id": [product for _variant, product, _draft in rows],
            "external_id": [draft.external_id for _variant, _product, draft in rows],
            "sku": [draft.sku for _variant, _product, draft in rows],
            "options": [
                json.dumps(rules.values_of(draft.options), ensure_ascii=False)
                for _variant, _product, draft in rows
            ],
            "weight_g": [draft.weight_g for _variant, _product, draft in rows],
            "length_mm": [_side(draft, 0) for _variant, _product, draft in rows],
            "width_mm": [_side(draft, 1) for _variant, _product, draft in rows],
            "height_mm": [_side(draft, 2) for _variant, _product, draft in rows],
            "position": position,
            "content_hash": [offered.hashes[variant] for variant, _product, _draft in rows],
            "now": now,
        },
    )
    if offered.changed:
        sql.run(DROP_GTINS, [[variant for variant, _product, _draft in offered.changed]])
    numbers = [(variant, gtin) for variant, _product, draft in rows for gtin in dict.fromkeys(draft.gtins)]
    if numbers:
        sql.run(ADD_GTINS, [[variant for variant, _gtin in numbers], [gtin for _variant, gtin in numbers]])


def _side(draft: VariantDraft, place: int) -> int | None:
    return draft.size_mm[place] if draft.size_mm else None

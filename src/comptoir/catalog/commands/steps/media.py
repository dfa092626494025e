"""Pictures of products and variants, as addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.commands.steps.products import Compared
from comptoir.catalog.commands.steps.variants import Offered
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

INSERT = """
INSERT INTO catalog_media (id, product_id, variant_id, address, file, alt, status, attempts,
                           next_attempt_at, position)
SELECT id, product_id, variant_id, address, '', alt::jsonb, 'remote', 0, %(now)s, position
FROM unnest(%(id)s::uuid[], %(product_id)s::uuid[], %(variant_id)s::uuid[], %(address)s::text[],
            %(alt)s::text[], %(position)s::int[]) AS given(id, product_id, variant_id, address, alt, position)
WHERE NOT EXISTS (
    SELECT FROM catalog_media kept
    WHERE kept.product_id = given.product_id AND kept.variant_id IS NOT DISTINCT FROM given.variant_id
      AND kept.address = given.address)
"""
DROP = """
DELETE FROM catalog_media kept
USING unnest(%(product_id)s::uuid[], %(variant_id)s::uuid[]) AS owner(product_id, variant_id)
WHERE kept.product_id = owner.product_id AND kept.variant_id IS NOT DISTINCT FROM owner.variant_id
  AND kept.address <> ''
  AND NOT EXISTS (
    SELECT FROM unnest(%(kept_product_id)s::uuid[], %(kept_variant_id)s::uuid[], %(kept_address)s::text[])
                AS given(product_id, variant_id, address)
    WHERE given.product_id = kept.product_id AND given.variant_id IS NOT DISTINCT FROM kept.variant_id
      AND given.address = kept.address)
"""
FOLLOW = """
UPDATE catalog_media AS kept SET product_id = moved.product_id
FROM unnest(%s::uuid[], %s::uuid[]) AS moved(variant_id, product_id)
WHERE kept.variant_id = moved.variant_id AND kept.product_id <> moved.product_id
"""
ORDER = """
UPDATE catalog_media AS kept SET position = given.position
FROM unnest(%(product_id)s::uuid[], %(variant_id)s::uuid[], %(address)s::text[], %(position)s::int[])
     AS given(product_id, variant_id, address, position)
WHERE kept.product_id = given.product_id AND kept.variant_id IS NOT DISTINCT FROM given.variant_id
  AND kept.address = given.address AND kept.position <> given.position
"""

Shown = tuple[UUID, UUID | None, str, int, str]


def write(found: Compared, offered: Offered, now: datetime) -> None:
    """Addresses that are new are added, those no longer named go; pictures of our own stay."""
    alts = {found.ids[draft.external_id]: _json(draft.name) for draft in (*found.fresh, *found.changed)}
    new: list[Shown] = []
    again: list[Shown] = []
    for draft in found.fresh:
        new += _shown(found.ids[draft.external_id], None, draft.pictures, alts)
    for draft in found.changed:
        again += _shown(found.ids[draft.external_id], None, draft.pictures, alts)
    for variant, product, one in offered.fresh:
        new += _shown(product, variant, one.pictures, alts)
    for variant, product, one in offered.changed:
        again += _shown(product, variant, one.pictures, alts)
    changed: list[tuple[UUID, UUID | None]] = [(product, None) for product in found.changed_ids]
    changed += [(product, variant) for variant, product, _one in offered.changed]
    if changed:
        _follow(offered)
        sql.run(DROP, _owners(changed) | {f"kept_{name}": column for name, column in _columns(again).items()})
        sql.run(ORDER, _columns(again))
    if new or again:
        rows = new + again
        sql.run(
            INSERT,
            _columns(rows) | {"id": [uuid7() for _ in rows], "alt": [row[4] for row in rows], "now": now},
        )


def _shown(
    product: UUID, variant: UUID | None, pictures: Sequence[str], alts: Mapping[UUID, str]
) -> list[Shown]:
    return [
        (product, variant, address, position, alts.get(product, "{}"))
        for position, address in enumerate(dict.fromkeys(pictures))
    ]


def _follow(offered: Offered) -> None:
    """A variant that moved to another product takes its pictures along."""
    moved = [(variant, product) for variant, product, _one in offered.changed]
    sql.run(FOLLOW, [[variant for variant, _product in moved], [product for _variant, product in moved]])


def _owners(changed: Sequence[tuple[UUID, UUID | None]]) -> dict[str, object]:
    return {"product_id": [one[0] for one in changed], "variant_id": [one[1] for one in changed]}


def _columns(rows: Sequence[Shown]) -> dict[str, object]:
    return {
        "product_id": [row[0] for row in rows],
        "variant_id": [row[1] for row in rows],
        "address": [row[2] for row in rows],
        "position": [row[3] for row in rows],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

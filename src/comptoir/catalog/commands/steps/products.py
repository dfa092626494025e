"""Rows of products."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.catalog import rules
from comptoir.catalog.commands.steps.names import Named
from comptoir.catalog.contracts import ProductDraft
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.text import LOCALES

TAKEN = """
SELECT slug ->> 'fr', slug ->> 'en' FROM catalog_product
WHERE slug ->> 'fr' = ANY(%(fr)s) OR slug ->> 'en' = ANY(%(en)s)
UNION ALL
SELECT CASE locale WHEN 'fr' THEN slug END, CASE locale WHEN 'en' THEN slug END FROM catalog_formeraddress
WHERE kind = 'product' AND (locale = 'fr' AND slug = ANY(%(fr)s) OR locale = 'en' AND slug = ANY(%(en)s))
"""
# One JSON document a batch: arrays of JSON texts would have every quote escaped twice.
INSERT = """
INSERT INTO catalog_product (id, external_id, name, description, slug, brand_id, category_id, tax_category,
                             attributes, option_names, content_hash, created_at, changed_at, nature)
SELECT id, external_id, name, description, slug, brand_id, category_id, tax_category, attributes,
       option_names, decode(content_hash, 'hex'), %(now)s, %(now)s, coalesce(nature, 'goods')
FROM jsonb_to_recordset(%(rows)s::jsonb)
     AS given(id uuid, external_id text, name jsonb, description jsonb, slug jsonb, brand_id uuid,
              category_id uuid, tax_category text, attributes jsonb, option_names jsonb, content_hash text,
              nature text)
"""
UPDATE = """
UPDATE catalog_product AS kept
SET name = given.name, description = given.description, brand_id = given.brand_id,
    category_id = given.category_id, attributes = given.attributes, nature = coalesce(given.nature, kept.nature),
    tax_category = CASE WHEN coalesce(given.nature, kept.nature) = 'gift_card' THEN 'zero' ELSE given.tax_category END,
    content_hash = decode(given.content_hash, 'hex'), changed_at = %(now)s
FROM jsonb_to_recordset(%(rows)s::jsonb)
     AS given(id uuid, name jsonb, description jsonb, brand_id uuid, category_id uuid, tax_category text,
              attributes jsonb, content_hash text, nature text)
WHERE kept.id = given.id
"""
OPTIONS = """
SELECT p.id, v.options FROM catalog_product p LEFT JOIN catalog_variant v ON v.product_id = p.id AND v.active
WHERE p.id = ANY(%s)
ORDER BY p.id, v.position, v.external_id
"""
REFRESH = """
UPDATE catalog_product AS kept
SET option_names = given.option_names::jsonb, changed_at = %(now)s
FROM unnest(%(id)s::uuid[], %(option_names)s::text[]) AS given(id, option_names)
WHERE kept.id = given.id
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Drafts sorted by what has to be done. `ids` holds every product by external id, new ones included."""

    ids: dict[str, UUID]
    fresh: list[ProductDraft]
    changed: list[ProductDraft]

    @property
    def fresh_ids(self) -> list[UUID]:
        return [self.ids[draft.external_id] for draft in self.fresh]

    @property
    def changed_ids(self) -> list[UUID]:
        return [self.ids[draft.external_id] for draft in self.changed]

    @property
    def known_ids(self) -> list[UUID]:
        fresh = set(self.fresh_ids)
        return [product for product in self.ids.values() if product not in fresh]

    def name(self, product: UUID) -> str:
        """The external id of a product that is in the database only."""
        found = sql.row("SELECT external_id FROM catalog_product WHERE id = %s", [product])
        return str(found[0]) if found else ""


def compare(drafts: Sequence[ProductDraft]) -> Compared:
    """Which drafts are new, changed, or as they were, by their content hash."""
    known = {
        external_id: (product, bytes(content_hash))
        for external_id, product, content_hash in sql.rows(
            "SELECT external_id, id, content_hash FROM catalog_product WHERE external_id = ANY(%s)",
            [[draft.external_id for draft in drafts]],
        )
    }
    fresh = [draft for draft in drafts if draft.external_id not in known]
    changed = [
        draft
        for draft in drafts
        if draft.external_id in known
        and not draft.variants_only
        and known[draft.external_id][1] != rules.product_hash(draft)
    ]
    ids = {external_id: product for external_id, (product, _hash) in known.items()}
    ids.update((draft.external_id, uuid7()) for draft in fresh)
    return Compared(ids, fresh, changed)


def insert(found: Compared, made: Named, now: datetime) -> None:
    if not found.fresh:
        return
    wanted = [rules.slug_candidates(draft.name, draft.external_id, "article") for draft in found.fresh]
    asked = {locale: [slug for one in wanted for slug in one[locale]] for locale in LOCALES}
    rows = sql.rows(TAKEN, asked)
    taken = {locale: {row[place] for row in rows} for place, locale in enumerate(LOCALES)}
    slugs = rules.choose_slugs(wanted, taken)
    rows_to_insert = [
        _row(found, draft, made)
        | {
            "external_id": draft.external_id,
            "slug": slug,
            "option_names": rules.differing(rules.values_of(one.options) for one in draft.variants),
        }
        for draft, slug in zip(found.fresh, slugs, strict=True)
    ]
    sql.run(INSERT, {"rows": _json(rows_to_insert), "now": now})


def update(found: Compared, made: Named, now: datetime) -> None:
    """Addresses of pages stay as they are: links to them are out in the world."""
    if found.changed:
        sql.run(UPDATE, {"rows": _json([_row(found, draft, made) for draft in found.changed]), "now": now})


def _row(found: Compared, draft: ProductDraft, made: Named) -> dict[str, object]:
    return {
        "id": found.ids[draft.external_id],
        "name": draft.name,
        "description": draft.description,
        "brand_id": made.brands.get(draft.brand),
        "category_id": made.category(draft),
        "tax_category": rules.tax_category(draft.nature, draft.tax_category),
        "nature": draft.nature,
        "attributes": rules.values_of(draft.attributes),
        "content_hash": rules.product_hash(draft).hex(),
    }


def refresh(touched: Iterable[UUID], now: datetime) -> None:
    """What follows from the variants of existing products: by which options they differ."""
    options: dict[UUID, list[dict[str, object]]] = {}
    for product, given in sql.rows(OPTIONS, [list(touched)]):
        options.setdefault(product, []).extend([given] if given is not None else [])
    if options:
        names = [_json(rules.differing(given)) for given in options.values()]
        sql.run(REFRESH, {"id": list(options), "option_names": names, "now": now})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)

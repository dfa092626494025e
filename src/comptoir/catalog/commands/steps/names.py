"""Brands, categories and attributes that products name, made where they are missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comptoir.catalog import rules
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.text import LOCALES, Localised

INSERT_BRANDS = """
INSERT INTO catalog_brand (id, name, slug)
SELECT * FROM unnest(%(id)s::uuid[], %(name)s::text[], %(slug)s::text[])
"""
INSERT_CATEGORY = """
INSERT INTO catalog_category (id, parent_id, path, key, name, slug, position)
VALUES (%(id)s, %(parent_id)s, %(path)s, %(key)s, %(name)s::jsonb, %(slug)s::jsonb, %(position)s)
"""
LAST = "SELECT parent_id, max(position) FROM catalog_category GROUP BY parent_id HAVING max(position) > 0"
TAKEN = """
SELECT slug ->> 'fr', slug ->> 'en' FROM catalog_category
WHERE slug ->> 'fr' = ANY(%(fr)s) OR slug ->> 'en' = ANY(%(en)s)
UNION ALL
SELECT CASE locale WHEN 'fr' THEN slug END, CASE locale WHEN 'en' THEN slug END FROM catalog_formeraddress
WHERE kind = 'category' AND (locale = 'fr' AND slug = ANY(%(fr)s) OR locale = 'en' AND slug = ANY(%(en)s))
"""
INSERT_ATTRIBUTES = """
INSERT INTO catalog_attribute (code, label, kind, unit, choices)
SELECT code, label::jsonb, kind, unit, '[]' FROM unnest(%(code)s::text[], %(label)s::text[], %(kind)s::text[],
    %(unit)s::text[]) AS given(code, label, kind, unit)
"""
KNOWN_ATTRIBUTES = "SELECT code FROM catalog_attribute WHERE code = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Named:
    """Ids by brand name and by category key."""

    brands: dict[str, UUID]
    categories: dict[str, UUID]

    def category(self, draft: ProductDraft) -> UUID | None:
        return self.categories[rules.category_keys(draft.category)[-1]] if draft.category else None


def make(drafts: Sequence[ProductDraft]) -> Named:
    """Everything that the drafts name; the caller holds the catalogue's lock."""
    attributes(drafts)
    return Named(
        brands(sorted({draft.brand for draft in drafts if draft.brand})),
        categories([draft.category for draft in drafts if draft.category]),
    )


def brands(names: Sequence[str]) -> dict[str, UUID]:
    """Ids by name; a brand that is new gets a slug of its own."""
    found = dict(sql.rows("SELECT name, id FROM catalog_brand WHERE name = ANY(%s)", [list(names)]))
    fresh = [name for name in names if name not in found]
    if fresh:
        wanted = [rules.slug_candidates(Localised(fr=name), name, "brand")["fr"] for name in fresh]
        asked = [slug for options in wanted for slug in options]
        taken = {row[0] for row in sql.rows("SELECT slug FROM catalog_brand WHERE slug = ANY(%s)", [asked])}
        slugs = rules.choose_slugs([{"fr": options} for options in wanted], {"fr": taken})
        made = {name: uuid7() for name in fresh}
        sql.run(
            INSERT_BRANDS, {"id": list(made.values()), "name": fresh, "slug": [slug["fr"] for slug in slugs]}
        )
        found.update(made)
    return found


def categories(drafts: Sequence[CategoryDraft]) -> dict[str, UUID]:
    """Ids by key of every category named and of its ancestors."""
    nodes: dict[str, tuple[str, CategoryDraft, int]] = {}
    for draft in drafts:
        parent = ""
        for depth, key in enumerate(rules.category_keys(draft)):
            nodes.setdefault(key, (parent, draft, depth))
            parent = key
    rows = sql.rows("SELECT key, id, path, name FROM catalog_category WHERE key = ANY(%s)", [list(nodes)])
    paths = {key: (category, path) for key, category, path, _name in rows}
    named = {key: name for key, _category, _path, name in rows}
    last: dict[UUID | None, int] = dict(sql.rows(LAST)) if len(paths) < len(nodes) else {}
    for key, (parent, draft, depth) in nodes.items():
        if key not in paths:
            paths[key] = _insert_category(key, paths.get(parent), draft, depth, last)
        elif len(named[key]) < len(draft.names[depth]):
            sql.run(
                "UPDATE catalog_category SET name = %s::jsonb || name WHERE key = %s",
                [_json(draft.names[depth]), key],
            )
            named[key] = draft.names[depth]
    return {key: category for key, (category, _path) in paths.items()}


def _insert_category(
    key: str, parent: tuple[UUID, str] | None, draft: CategoryDraft, depth: int, last: dict[UUID | None, int]
) -> tuple[UUID, str]:
    """Addresses are the name alone where it is free, else the names from the root. Where an order was said, it comes
    after the last place taken, which it takes; elsewhere it stands by name."""
    above = parent[0] if parent else None
    if above in last:
        last[above] += 1
    name, category = draft.names[depth], uuid7()
    own = rules.slug_candidates(name, key, "category")
    trail = {
        locale: rules.slug_candidates(
            Localised(fr=" ".join(one.read(locale) for one in draft.names[: depth + 1])), key, "category"
        )["fr"]
        for locale in LOCALES
    }
    wanted = {locale: (own[locale][0], *trail[locale]) for locale in LOCALES}
    rows = sql.rows(TAKEN, {locale: list(options) for locale, options in wanted.items()})
    taken = {locale: {row[place] for row in rows} for place, locale in enumerate(LOCALES)}
    path = f"{parent[1]}/{category}" if parent else str(category)
    sql.run(
        INSERT_CATEGORY,
        {
            "id": category,
            "parent_id": above,
            "path": path,
            "key": key,
            "name": _json(name),
            "slug": _json(rules.choose_slugs([wanted], taken)[0]),
            "position": last.get(above, 0),
        },
    )
    return category, path


def attributes(drafts: Sequence[ProductDraft]) -> None:
    """Definitions that are missing; the first draft that uses a code gives its label, kind and unit."""
    named: dict[str, AttributeDraft] = {}
    for draft in drafts:
        for one in (*draft.attributes, *(option for variant in draft.variants for option in variant.options)):
            named.setdefault(one.code, one)
    known = {row[0] for row in sql.rows(KNOWN_ATTRIBUTES, [list(named)])}
    missing = [one for code, one in named.items() if code not in known]
    if missing:
        sql.run(
            INSERT_ATTRIBUTES,
            {
                "code": [one.code for one in missing],
                "label": [_json(one.label) for one in missing],
                "kind": [one.kind for one in missing],
                "unit": [one.unit[:20] for one in missing],
            },
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""The properties of one product as they are changed by hand, and what properties are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comptoir.catalog import rules
from comptoir.catalog.contracts import KeptProperties, Property
from comptoir.catalog.properties import Definition
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

KEPT = """
SELECT p.external_id, p.attributes,
       (SELECT coalesce(jsonb_object_agg(v.id, array(
            SELECT g.gtin FROM catalog_variantgtin g WHERE g.variant_id = v.id ORDER BY g.id)), '{}')
        FROM catalog_variant v WHERE v.product_id = p.id)
FROM catalog_product p WHERE p.id = %s
"""
DEFINED = "SELECT code, label, kind, unit, choices FROM catalog_attribute WHERE code = ANY(%s)"
CALLED = """
SELECT DISTINCT ON (word) word, code FROM catalog_attribute, unnest(%(words)s::text[]) AS word
WHERE lower(word) IN (lower(label ->> 'fr'), lower(label ->> 'en'))
ORDER BY word, code <> ALL(%(first)s::text[]), length(code), code
"""
# What its neighbours in the category say first.
NAMES = """
SELECT label FROM catalog_attribute
ORDER BY code NOT IN (
    SELECT jsonb_object_keys(attributes) FROM (
        SELECT attributes FROM catalog_product
        WHERE category_id = (SELECT category_id FROM catalog_product WHERE id = %s) LIMIT 200
    ) AS near
), label ->> 'fr', code LIMIT 300
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """As it is kept."""

    external_id: str
    values: dict[str, Any]
    gtins: dict[UUID, tuple[str, ...]]
    version: str


def stated(product_id: UUID) -> Stated:
    found = sql.row(KEPT, [product_id])
    if found is None:
        raise NotFound()
    gtins = {UUID(variant): tuple(numbers) for variant, numbers in found[2].items()}
    version = rules.digest(json.dumps(found[1:], ensure_ascii=False, sort_keys=True))
    return Stated(found[0], found[1], gtins, version)


def defined(codes: Sequence[str], kept: Iterable[str]) -> dict[str, Definition]:
    """What is known of these, and of those of `kept`: their code at least."""
    kept = list(kept)
    rows = sql.rows(DEFINED, [[*codes, *kept]])
    known = {code: Definition(Localised(label), kind, unit, choices) for code, label, kind, unit, choices in rows}
    return {code: Definition(Localised(fr=code)) for code in kept} | known


def called(words: Sequence[str], first: Sequence[str]) -> dict[str, str]:
    """The code of the attribute of each name, of any kind; where several are called so, one among `first`."""
    return dict(sql.rows(CALLED, {"words": list(words), "first": list(first)}))


def kept_properties(product_id: UUID) -> KeptProperties:
    """Refuses NotFound."""
    found = stated(product_id)
    own = defined((), found.values)
    return KeptProperties(
        properties=tuple(
            Property(code=code, name=own[code].label, value=rules.readable(value, own[code].choices))
            for code, value in found.values.items()
        ),
        kinds={code: one.kind for code, one in own.items()}, gtins=found.gtins, version=found.version,
    )  # fmt: skip


def property_names(product_id: UUID) -> list[Localised]:
    """What properties are called, to be used again: first those of the product's category; 300 at most."""
    return [Localised(label) for (label,) in sql.rows(NAMES, [product_id])]

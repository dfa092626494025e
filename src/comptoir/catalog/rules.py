"""Pure decisions of the catalogue: what counts as a change, addresses of pages, keys of categories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from comptoir.catalog import law
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.kit.text import LOCALES, Localised, fold, slugify

DEFAULT_WEIGHT_G = 500
LONGEST_NAME = 500
RELATIONS = ("accessory", "goes_with", "replaces")
MOST_RELATED = 12
TAX_CATEGORIES = ("standard", "intermediate", "reduced", "super_reduced", "zero")


def product_hash(draft: ProductDraft) -> bytes:
    """16 bytes that change when anything of the product itself changes (its variants apart)."""
    category = [dict(name) for name in draft.category.names] if draft.category else None
    return _hash(
        dict(draft.name),
        dict(draft.description),
        draft.brand,
        category,
        draft.tax_category,
        values_of(draft.attributes),
        draft.pictures,
        *([draft.nature] if draft.nature else []),
    )


def variant_hash(product: str, draft: VariantDraft) -> bytes:
    """16 bytes that change when anything of the variant changes, its product included."""
    options = values_of(draft.options)
    return _hash(product, draft.sku, draft.gtins, options, draft.weight_g, draft.size_mm, draft.pictures)


def _hash(*parts: Any) -> bytes:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).digest()


def values_of(drafts: Iterable[AttributeDraft]) -> dict[str, Any]:
    """Code to value, as `Product.attributes` keeps them; of a code given twice the first counts."""
    values: dict[str, Any] = {}
    for draft in drafts:
        values.setdefault(draft.code, draft.value)
    return values


@lru_cache(maxsize=20_000)
def attribute_code(label: str) -> str:
    """The code of an attribute by its label: its slug, or a short digest where no latin letter is left."""
    return slugify(label) or f"x-{digest(label)}"


def digest(text: str) -> str:
    """Ten characters that stand for `text` in an address."""
    return blake2b(text.encode(), digest_size=5).hexdigest()


def category_keys(draft: CategoryDraft) -> tuple[str, ...]:
    """The keys of the category and its ancestors, from the root: folded names joined by `>`."""
    names = [fold(name.read("fr")) for name in draft.names]
    return tuple(">".join(names[: depth + 1]) for depth in range(len(names)))


def slug_candidates(names: Localised, identity: str, fallback: str) -> dict[str, tuple[str, ...]]:
    """Addresses by language, the most beautiful first; the last one is this thing's own."""
    mark = digest(identity)
    slugs = {name: slugify(name) or fallback for name in {names.read(locale) for locale in LOCALES}}
    bare = {locale: slugs[names.read(locale)] for locale in LOCALES}
    return {locale: (slug, f"{slug[:75]}-{mark[:4]}", f"{slug[:69]}-{mark}") for locale, slug in bare.items()}


def choose_slugs(
    wanted: Sequence[Mapping[str, Sequence[str]]], taken: Mapping[str, set[str]]
) -> list[Localised]:
    """One free address in each language for each entry of `wanted`; `taken` grows with what is given out."""
    chosen = []
    for candidates in wanted:
        slugs = {}
        for locale, options in candidates.items():
            slugs[locale] = next((slug for slug in options if slug not in taken[locale]), options[-1])
            taken[locale].add(slugs[locale])
        chosen.append(Localised(slugs))
    return chosen


def differing(options: Iterable[Mapping[str, Any]]) -> list[str]:
    """The codes by which variants differ, in the order in which they first stand."""
    seen: dict[str, list[Any]] = {}
    for one in options:
        for code, value in one.items():
            values = seen.setdefault(code, [])
            if value not in values:
                values.append(value)
    return [code for code, values in seen.items() if len(values) > 1]


def readable(value: Any, choices: Sequence[Mapping[str, Any]]) -> Localised:
    """A value of `Product.attributes` as a person reads it, in both languages, unit included."""
    if isinstance(value, bool):
        return Localised(fr="oui", en="yes") if value else Localised(fr="non", en="no")
    if isinstance(value, dict) and "value" not in value:
        return Localised(value)
    if isinstance(value, dict):
        number, unit = _number(value["value"]), value.get("unit", "")
        french = number.replace(".", ",")
        return Localised(
            fr=f"{french}\u00a0{unit}".rstrip("\u00a0"), en=f"{number}\u00a0{unit}".rstrip("\u00a0")
        )
    parts = value if isinstance(value, list) else [value]
    labels = {choice["code"]: Localised(choice["label"]) for choice in choices if choice["code"] in parts}
    return Localised(
        {
            locale: ", ".join(labels[part].read(locale) if part in labels else str(part) for part in parts)
            for locale in LOCALES
        }
    )


def _number(value: float | int) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def tax_category(nature: str | None, given: str) -> str:
    """A voucher for several purposes is sold without VAT (article 30b of directive 2006/112)."""
    return "zero" if nature == law.GIFT_CARD else given


def product_errors(name: Localised, tax_category: str) -> dict[str, str]:
    """What is wrong with the fields of a product, by field; empty when nothing is."""
    errors = {}
    if not name:
        errors["name"] = "missing"
    elif any(len(text) > LONGEST_NAME for text in name.values()):
        errors["name"] = "too long"
    if tax_category not in TAX_CATEGORIES:
        errors["tax_category"] = "unknown"
    return errors


def relation_errors(product_id: UUID, kind: str, others: Sequence[UUID]) -> dict[str, str]:
    """What is wrong with a list of relations, by field; empty when nothing is."""
    found = {} if kind in RELATIONS else {"kind": "not_a_choice"}
    if product_id in others:
        found["others"] = "not_a_choice"
    elif len(others) > MOST_RELATED:
        found["others"] = "too_many"
    return found

"""Items of a file become drafts of the catalogue: a translation, nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.catalog.facade import attribute_code
from comptoir.channels.imports.categories.decide import Decision
from comptoir.channels.imports.contracts import Attribute, FeedItem, Kind
from comptoir.channels.imports.rules.seen import Fingerprints
from comptoir.kit.text import Localised

AXES = {
    "color": ("colour", Localised(fr="Couleur", en="Colour")),
    "size": ("size", Localised(fr="Taille", en="Size")),
    "material": ("material", Localised(fr="Matière", en="Material")),
    "pattern": ("pattern", Localised(fr="Motif", en="Pattern")),
}
MPN = Localised(fr="Référence du fabricant", en="Manufacturer’s number")
CONDITION = Localised(fr="État", en="Condition")
KINDS = {Kind.TEXT: "text", Kind.NUMBER: "number", Kind.YES_NO: "boolean", Kind.SEVERAL: "choices"}


def product_drafts(
    items: Sequence[FeedItem], decisions: Mapping[int, Decision], language: str, groups: Fingerprints
) -> list[ProductDraft]:
    """One draft per product of the batch, its rows as variants.

    The first row of a group in the file gives the texts of the product; `groups` remembers which had theirs.
    `decisions` holds the category of rows that name none.
    """
    rows: dict[str, list[FeedItem]] = {}
    for item in items:
        rows.setdefault(item.group_id or item.external_id, []).append(item)
    return [
        _product(external_id, members, decisions, language, variants_only=not groups.add(external_id))
        for external_id, members in rows.items()
    ]


def _product(
    external_id: str,
    members: Sequence[FeedItem],
    decisions: Mapping[int, Decision],
    language: str,
    variants_only: bool,
) -> ProductDraft:
    first = members[0]
    options = () if first.group_id else _options(first, language)
    stated = tuple(_attribute(one, language) for one in first.attributes)
    told = first.facts
    return ProductDraft(
        external_id=external_id,
        name=Localised(dict(first.titles) or {language: first.title}),
        description=Localised(dict(first.descriptions) or {language: first.description}),
        brand=first.brand,
        category=_category(first, decisions, language),
        tax_category=first.tax_category,
        nature=first.nature,
        attributes=_own(told.attributes) if told else (*stated, *options, *_extra(first)),
        variants=tuple(_variant(item, language) for item in members),
        pictures=told.pictures if told else () if first.group_id else first.image_links,
        variants_only=variants_only,
    )


def _category(item: FeedItem, decisions: Mapping[int, Decision], language: str) -> CategoryDraft:
    if item.facts and item.facts.category:
        return CategoryDraft(names=tuple(map(Localised, item.facts.category)))
    if item.category_path:
        return CategoryDraft(names=tuple(Localised({language: name}) for name in item.category_path))
    return CategoryDraft(names=decisions[item.row].names)


def _attribute(one: Attribute, language: str) -> AttributeDraft:
    return AttributeDraft(
        code=attribute_code(f"{one.section} {one.name}" if one.section else one.name),
        label=_label(one.name, language),
        kind=KINDS[one.kind],
        value=_value(one),
        unit=one.unit,
    )


@lru_cache(maxsize=20_000)
def _label(name: str, language: str) -> Localised:
    return Localised({language: name})


def _value(one: Attribute) -> Any:
    if one.kind is Kind.NUMBER and one.number is not None:
        whole = one.number == one.number.to_integral_value()
        return {"value": int(one.number) if whole else float(one.number), "unit": one.unit}
    if one.kind is Kind.YES_NO:
        return one.yes
    return list(one.values) if one.kind is Kind.SEVERAL else one.text


def _extra(item: FeedItem) -> list[AttributeDraft]:
    extra = []
    if item.mpn:
        extra.append(AttributeDraft(code="mpn", label=MPN, kind="text", value=item.mpn))
    if item.condition != "new":
        extra.append(AttributeDraft(code="condition", label=CONDITION, kind="choice", value=item.condition))
    return extra


def _variant(item: FeedItem, language: str) -> VariantDraft:
    return VariantDraft(
        external_id=item.external_id,
        sku=item.sku,
        gtins=item.gtins,
        options=_own(item.facts.options) if item.facts else _options(item, language),
        weight_g=item.weight_grams,
        size_mm=item.facts.size_mm if item.facts else None,
        pictures=item.image_links if item.group_id or item.facts else (),
    )


def _options(item: FeedItem, language: str) -> tuple[AttributeDraft, ...]:
    return tuple(_option(axis, value, language) for axis, value in item.options)


def _option(axis: str, value: str, language: str) -> AttributeDraft:
    """One of the usual axes, else one that the merchant names."""
    code, label = AXES.get(axis) or (attribute_code(axis), _label(axis, language))
    return AttributeDraft(code=code, label=label, kind="choice", value=value)


def _own(given: Sequence[Mapping[str, Any]]) -> tuple[AttributeDraft, ...]:
    """Attributes as our own export wrote them."""
    return tuple(
        AttributeDraft(
            code=one["code"], label=Localised(one["label"]), kind=one["kind"], value=one["value"],
            unit=one.get("unit", ""),
        )
        for one in given
    )  # fmt: skip

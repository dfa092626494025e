"""What a promotion is about, as people and programs call it: articles by their number, products by external id,
categories by their address."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import LOCALES
from comptoir.promotions.contracts import ALL, CATEGORIES, PRODUCTS, Terms


def identified(scope: str, called: Sequence[str]) -> tuple[UUID, ...]:
    """The ids for `Terms.ids`, in the order of the names. Refuses Invalid (`ids`) for one that is unknown."""
    wanted = [each.strip() for each in called if each.strip()]
    if scope == ALL or not wanted:
        return ()
    found: dict[str, UUID]
    if scope == CATEGORIES:
        found = {each: node.id for each in wanted if (node := _category(each))}
    else:
        found = catalog.products_called(wanted) if scope == PRODUCTS else catalog.find_variants(wanted)
    if any(each not in found for each in wanted):
        raise Invalid({"ids": "not_a_choice"})
    return tuple(dict.fromkeys(found[each] for each in wanted))


def called(terms: Terms) -> list[str]:
    """The names that `identified` reads back; what is gone is left out."""
    if terms.scope == CATEGORIES:
        nodes = (_known(each) for each in terms.ids)
        return [node.slug.read("fr") for node in nodes if node]
    if terms.scope == PRODUCTS:
        products = catalog.summaries(terms.ids)
        return [products[each].external_id for each in terms.ids if each in products]
    variants = catalog.variant_names(terms.ids) if terms.ids else {}
    return [variants[each].sku for each in terms.ids if each in variants]


def names(terms: Terms, locale: str) -> list[str]:
    """What people read, in `locale`; what is gone is left out."""
    if terms.scope == CATEGORIES:
        nodes = (_known(each) for each in terms.ids)
        return [node.name.read(locale) for node in nodes if node]
    if terms.scope == PRODUCTS:
        products = catalog.summaries(terms.ids)
        return [products[each].name.read(locale) for each in terms.ids if each in products]
    variants = catalog.variant_names(terms.ids) if terms.ids else {}
    return [f"{variants[each].name.read(locale)} ({variants[each].sku})" for each in terms.ids if each in variants]


def _category(slug: str) -> CategoryNode | None:
    for locale in LOCALES:
        try:
            return catalog.category_by_slug(slug, locale)
        except NotFound:
            continue
    return None


def _known(category_id: UUID) -> CategoryNode | None:
    try:
        return catalog.category_by_id(category_id)
    except NotFound:
        return None

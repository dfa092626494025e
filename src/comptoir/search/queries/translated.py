"""Chosen values of attributes in the words of another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import tantivy
from tantivy import Query

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeValue, ProductRecord
from comptoir.org.contracts import ShopperContext
from comptoir.search.index import place
from comptoir.search.index.shape import LANGUAGES, schema
from comptoir.search.queries.facets import field_of
from comptoir.search.queries.find import of_hits

Facts = Mapping[str, Sequence[str]]


def translated(facts: Facts, context: ShopperContext) -> dict[str, tuple[str, ...]]:
    """The same choice in the context's language: who changes the language of a list brings words of the other one. What
    products have in this language already, or in none, stays as it is. No statement for what stays."""
    searcher = place.searcher()
    if searcher is None:
        return {code: tuple(values) for code, values in facts.items()}
    return {
        code: tuple(dict.fromkeys(_translated(searcher, code, value, context.locale) for value in values))
        for code, values in facts.items()
    }


def _translated(searcher: tantivy.Searcher, code: str, value: str, locale: str) -> str:
    for told in [locale, *(other for other in LANGUAGES if other != locale)]:
        query = Query.term_set_query(schema(), field_of(code, told), [value])
        found = of_hits(searcher, searcher.search(query, 1).hits)
        if found and told == locale:
            return value
        for record in catalog.products(found).values():
            named = (each.text for each in _values(record) if each.code == code and each.text.read(told) == value)
            return next((text.read(locale) for text in named), value)
    return value


def _values(record: ProductRecord) -> Iterator[AttributeValue]:
    yield from record.attributes
    for variant in record.variants:
        if variant.active:
            yield from variant.options

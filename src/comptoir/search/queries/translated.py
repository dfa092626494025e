"""Chosen values of attributes in the words of another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

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
Pair = tuple[str, str]  # code of an attribute, value


def translated(facts: Facts, context: ShopperContext, told: str = "") -> dict[str, tuple[str, ...]]:
    """The same choice in the context's language: who changes the language of a list brings words of the other one,
    `told` where it is known: a word may name one value there and another one here. Otherwise what products have in this
    language already stays as it is, as does what they have in none; that costs no statement, one reads all others."""
    searcher = place.searcher()
    pairs = [(code, value) for code, values in facts.items() for value in values]
    languages = [told] if told else [context.locale, *(other for other in LANGUAGES if other != context.locale)]
    found = {pair: where for pair in pairs if searcher and (where := _where(searcher, pair, languages))}
    others = {product for locale, product in found.values() if locale != context.locale}
    records = catalog.products(list(others)) if others else {}
    said = {
        pair: _named(records[product], pair, locale, context.locale)
        for pair, (locale, product) in found.items()
        if product in records and locale != context.locale
    }
    return {
        code: tuple(dict.fromkeys(said.get((code, value), value) for value in values)) for code, values in facts.items()
    }


def _where(searcher: tantivy.Searcher, pair: Pair, languages: Sequence[str]) -> tuple[str, UUID] | None:
    """The first of these languages in which a product has this value, and the product; None where none has."""
    for told in languages:
        query = Query.term_set_query(schema(), field_of(pair[0], told), [pair[1]])
        if found := of_hits(searcher, searcher.search(query, 1).hits):
            return told, found[0]
    return None


def _named(record: ProductRecord, pair: Pair, told: str, locale: str) -> str:
    code, value = pair
    texts = (each.text for each in _values(record) if each.code == code and each.text.read(told) == value)
    return next((text.read(locale) for text in texts), value)


def _values(record: ProductRecord) -> Iterator[AttributeValue]:
    yield from record.attributes
    for variant in record.variants:
        if variant.active:
            yield from variant.options

"""What may be meant while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import tantivy
from tantivy import Occur, Query

from comptoir.catalog.contracts import CategoryNode
from comptoir.offers import facade as offers
from comptoir.org.contracts import ShopperContext
from comptoir.search.contracts import Suggestions
from comptoir.search.index import place
from comptoir.search.index.shape import schema
from comptoir.search.queries import reading, spelling
from comptoir.search.queries.find import of_hits, shown, tree_of
from comptoir.search.queries.matching import Matched
from comptoir.search.rules import prices, words

PRODUCTS, CATEGORIES, COMPLETED = 5, 3, 4
BEGINNINGS = 30
TRIED = 10  # completed words, of which those are shown that something has with the other words
LEAST = 2  # letters


def suggest(text: str, context: ShopperContext) -> Suggestions:
    """Products, categories and completed words for what was typed so far, but for a price; the last word may have just
    begun. Nothing for less than two letters, or while there is no index."""
    text = price.rest if (price := prices.said(text, context.currency, context.locale)) else text
    groups = words.asked(text)
    searcher = place.searcher()
    if searcher is None or len(words.normal(text)) < LEAST or not groups:
        return Suggestions()
    begun = [] if text.endswith(" ") else spelling.begun(searcher, groups[-1].words[-1], BEGINNINGS)
    head = groups[:-1] if begun else groups
    matched, read = reading.meant(searcher, head, context, is_open=False) if head else (None, [])
    whole = _begun(searcher, groups[-1:], begun, context) if begun else None
    hits = _hits(searcher, [matched.every if matched else None, whole], context)
    if matched and not whole and not hits:
        hits = _hits(searcher, [matched.some()], context)
    return Suggestions(
        words=_completed(searcher, text, matched, read, begun) if begun else _corrected(read),
        products=offers.cards(of_hits(searcher, hits), context),
        categories=tuple(_categories(words.plain(text), context)),
    )


def _begun(
    searcher: tantivy.Searcher, last: list[words.Group], begun: list[str], context: ShopperContext
) -> Query:
    whole = reading.match(searcher, last, context).every
    starts = Query.const_score_query(Query.term_set_query(schema(), "words", begun), 1.0)
    return Query.boolean_query([(Occur.Should, whole), (Occur.Should, starts)])


def _hits(
    searcher: tantivy.Searcher, wanted: Sequence[Query | None], context: ShopperContext
) -> Sequence[tuple[object, tantivy.DocAddress]]:
    within = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in shown(context)]
    parts = [(Occur.Must, each) for each in wanted if each is not None]
    return searcher.search(Query.boolean_query([*parts, *within]), PRODUCTS).hits


def _completed(
    searcher: tantivy.Searcher, text: str, head: Matched | None, read: list[words.Group], begun: list[str]
) -> tuple[str, ...]:
    """What was typed, or `read` of all but its last word, with that one completed: by words that something has
    together with the others."""
    *typed, last = words.plain(text)
    before = words.written(read) or " ".join(typed)
    longer = [word for word in begun if word != last][:TRIED]
    fits = islice(reading.fitting(searcher, head, longer), COMPLETED)
    return tuple(f"{before} {word}".strip() for word in fits)


def _corrected(read: list[words.Group]) -> tuple[str, ...]:
    return (words.written(read),) if read else ()


def _categories(typed: list[str], context: ShopperContext) -> list[CategoryNode]:
    """Those in whose names every typed word begins a word."""
    found = []
    for node in tree_of(context):
        names = words.plain(node.name.read(context.locale))
        if typed and all(any(name.startswith(word) for name in names) for word in typed):
            found.append(node)
    return found[:CATEGORIES]

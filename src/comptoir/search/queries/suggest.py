"""What may be meant while somebody types."""

from __future__ import annotations

import tantivy
from tantivy import Occur, Query

from comptoir.catalog.contracts import CategoryNode
from comptoir.offers import facade as offers
from comptoir.org.contracts import ShopperContext
from comptoir.search.contracts import Suggestions
from comptoir.search.index import place
from comptoir.search.index.shape import schema
from comptoir.search.queries import spelling, steering
from comptoir.search.queries.find import of_hits, shown, tree_of
from comptoir.search.queries.matching import Words
from comptoir.search.rules import prices, words

PRODUCTS, CATEGORIES, COMPLETED = 5, 3, 4
BEGINNINGS = 30
LEAST = 2  # letters


def suggest(text: str, context: ShopperContext) -> Suggestions:
    """Products, categories and completed words for what was typed so far, but for a price; the last word may have just
    begun. Nothing for less than two letters, or while there is no index."""
    text = price.rest if (price := prices.said(text, context.currency, context.locale)) else text
    groups = words.asked(text)
    searcher = place.searcher()
    if searcher is None or len(words.normal(text)) < LEAST or not groups:
        return Suggestions()
    last = groups[-1].words[-1]
    begun = [] if text.endswith(" ") else spelling.begun(searcher, last, BEGINNINGS)
    hits = searcher.search(_query(searcher, groups, begun, context), PRODUCTS).hits
    return Suggestions(
        words=_completed(text, last, begun),
        products=offers.cards(of_hits(searcher, hits), context),
        categories=tuple(_categories(words.plain(text), context)),
    )


def _query(searcher: tantivy.Searcher, groups: list[words.Group], begun: list[str], context: ShopperContext) -> Query:
    known = steering.synonyms(context.locale)
    head = groups[:-1] if begun else groups
    parts = [(Occur.Must, Words(searcher, context.locale, known).match(head).every)] if head else []
    if begun:
        whole = Words(searcher, context.locale, known).match(groups[-1:]).every
        starts = Query.const_score_query(Query.term_set_query(schema(), "words", begun), 1.0)
        parts.append((Occur.Must, Query.boolean_query([(Occur.Should, whole), (Occur.Should, starts)])))
    within = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in shown(context)]
    return Query.boolean_query([*parts, *within])


def _completed(text: str, last: str, begun: list[str]) -> tuple[str, ...]:
    """What was typed, with its last word completed."""
    head = " ".join(words.plain(text)[:-1])
    longer = [word for word in begun if word != last]
    return tuple(f"{head} {word}".strip() for word in longer[:COMPLETED])


def _categories(typed: list[str], context: ShopperContext) -> list[CategoryNode]:
    """Those in whose names every typed word begins a word."""
    found = []
    for node in tree_of(context):
        names = words.plain(node.name.read(context.locale))
        if typed and all(any(name.startswith(word) for name in names) for word in typed):
            found.append(node)
    return found[:CATEGORIES]

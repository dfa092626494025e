"""A page of what somebody looks for: words, a category, filters, an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import tantivy
from tantivy import FieldType, Occur, Order, Query

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import cache
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid
from comptoir.offers import facade as offers
from comptoir.org.contracts import ShopperContext
from comptoir.search.contracts import RELEVANCE, SORTS, Asked, Found, PriceSaid
from comptoir.search.errors import SearchNotReady
from comptoir.search.index import place
from comptoir.search.index.shape import schema
from comptoir.search.queries import facets, reading, steering
from comptoir.search.queries.matching import Matched
from comptoir.search.rules import prices, words

LARGEST_PAGE, LAST_PAGE = 100, 10_000
FEW, FEW_OF_TWO = 3, 1  # fewer products than this have all the words, and those with some are shown after them
FIELDS = {"newest": ("created", Order.Desc), "price": ("price", Order.Asc), "-price": ("price", Order.Desc)}


def find(asked: Asked, context: ShopperContext) -> Found:
    """What is shown for `asked`, cards quoted now. Page and size are brought into range (size 100 at most).

    Refuses NotFound (category), Invalid (sort), SearchNotReady (there are words, and no index yet; without words the
    catalogue itself is listed, without facets).
    """
    if asked.sort and asked.sort not in SORTS:
        raise Invalid({"sort": "not_a_choice"})
    asked = replace(
        asked, text=asked.text.replace("\x00", "").strip(),
        page=min(max(1, asked.page), LAST_PAGE), size=min(max(1, asked.size), LARGEST_PAGE),
    )  # fmt: skip
    price = prices.said(asked.text, context.currency, context.locale)
    read = asked if price is None else replace(asked, text=price.rest, prices=_bounds(asked, price))
    searcher = place.searcher()
    found = _without_index(read, context) if searcher is None else _find(searcher, read, context)
    redirect = steering.redirect(asked.text) if asked.text else ""
    return replace(found, asked=asked, redirect=redirect, price=price if read.prices != asked.prices else None)


def _bounds(asked: Asked, price: PriceSaid) -> tuple[int | None, int | None]:
    """What was chosen counts before what was said."""
    if asked.prices != (None, None):
        return asked.prices
    low, high = price.bounds
    return low.minor if low is not None else None, high.minor if high is not None else None


def tree_of(context: ShopperContext) -> tuple[CategoryNode, ...]:
    """The categories that show something, of at most three seconds ago."""
    market = context.market.code
    return cache.keep(f"search tree {market}", lambda: catalog.categories(market=market, now=context.now))


def shown(context: ShopperContext, category: CategoryNode | None = None) -> list[Query]:
    """What is published in the market now, in the category or below it."""
    now = int(context.now.timestamp())
    found = [
        Query.term_query(schema(), "market", context.market.code),
        Query.range_query(schema(), "starts", FieldType.Integer, 0, now),
        Query.range_query(schema(), "ends", FieldType.Integer, now, facets.OPEN, include_lower=False),
    ]
    return [*found, Query.term_query(schema(), "category", str(category.id))] if category else found


def of_hits(searcher: tantivy.Searcher, hits: Sequence[tuple[object, tantivy.DocAddress]]) -> list[UUID]:
    return [UUID(searcher.doc(address)["product"][0]) for _score, address in hits]


def _find(searcher: tantivy.Searcher, asked: Asked, context: ShopperContext) -> Found:
    tree = tree_of(context)
    category = _category(asked.category, tree, context)
    must = shown(context, category)
    sort = asked.sort if asked.sort and (asked.text or asked.sort != RELEVANCE) else ""
    sort = sort or (RELEVANCE if asked.text else "newest")
    corrected, exact, best = "", 0, Query.all_query()
    if asked.text:
        matched, read = reading.meant(searcher, words.asked(asked.text), context)
        corrected = words.written(read) if read else ""
        best, exact = _best(searcher, matched, must, sort)
    base = Query.boolean_query([(Occur.Must, best), *((Occur.Must, _uncounted(each)) for each in must)])
    chosen = facets.filters(asked, context.locale)
    ids, total = _page(searcher, facets.narrowed(base, _unscored(chosen)), sort, asked, context.locale)
    return Found(
        cards=Page(
            items=offers.cards(ids, context, colours=_colours(asked)), number=asked.page, size=asked.size, total=total
        ),
        category=category,
        children=tuple(node for node in tree if node.parent_id == (category.id if category else None)),
        asked=asked,
        sort=sort,
        tree=tree,
        exact=min(exact, total) if asked.text else total,
        corrected=corrected,
        facets=facets.facets(searcher, base, chosen, asked, total, tree, category, context) if asked.facets else None,
    )


def _category(slug: str, tree: Sequence[CategoryNode], context: ShopperContext) -> CategoryNode | None:
    """A category that shows nothing now is not in the tree, and still has its page."""
    if not slug:
        return None
    found = next((node for node in tree if node.slug.read(context.locale) == slug), None)
    return found or catalog.category_by_slug(slug, context.locale)


def _best(searcher: tantivy.Searcher, matched: Matched, must: Sequence[Query], sort: str) -> tuple[Query, int]:
    """All the words, or most of them where all together find few; and how many products have them all. Where another
    order mixes those with all and those with some, only the former are wanted."""
    if not matched.parts:
        return Query.empty_query(), 0
    within = [(Occur.Must, each) for each in must]
    every = Query.boolean_query([(Occur.Must, matched.every), *within])
    exact = place.count(searcher.search(every, 1))
    few = FEW_OF_TWO if matched.parts == 2 else FEW
    enough = exact >= few or matched.parts == 1 or (exact and sort != RELEVANCE)
    return (matched.every if enough else matched.some()), exact


def _uncounted(query: Query) -> Query:
    """A condition, which adds nothing to the score."""
    return Query.const_score_query(query, 0.0)


def _unscored(chosen: facets.Filters) -> facets.Filters:
    return {name: _uncounted(query) for name, query in chosen.items()}


def _colours(asked: Asked) -> set[str]:
    return {value for code, values in asked.facts.items() if code in catalog.COLOUR_CODES for value in values}


def _page(searcher: tantivy.Searcher, query: Query, sort: str, asked: Asked, locale: str) -> tuple[list[UUID], int]:
    """Ids in order, and how many there are in all."""
    offset = (asked.page - 1) * asked.size
    if sort == RELEVANCE:
        answer = searcher.search(query, asked.size, offset=offset)
    else:
        field, order = FIELDS.get(sort) or (f"sort_{locale}", Order.Asc)
        answer = searcher.search(query, asked.size, offset=offset, order_by_field=field, order=order)
    return of_hits(searcher, answer.hits), place.count(answer)


def _without_index(asked: Asked, context: ShopperContext) -> Found:
    if asked.text or asked.filters:
        raise SearchNotReady()
    listed = offers.listing(
        context, category_slug=asked.category or None, sort="" if asked.sort == RELEVANCE else asked.sort,
        page=asked.page, size=asked.size,
    )  # fmt: skip
    return Found(
        cards=listed.cards, category=listed.category, children=listed.children, asked=asked, sort=listed.sort,
        exact=listed.cards.total,
    )  # fmt: skip

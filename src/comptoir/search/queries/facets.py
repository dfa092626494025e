"""What the hits can be chosen by, with counts that are right under what is chosen already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.kit.money import Money
from comptoir.org.contracts import ShopperContext
from comptoir.search.contracts import Asked, CategoryCount, Facet, FacetRules, Facets, FacetValue
from comptoir.search.index import place
from comptoir.search.index.shape import schema
from comptoir.search.queries import steering
from comptoir.search.rules import facets as rules

MOST_BRANDS = 24
MOST_CODES = 60
EVERY = 10_000
OPEN = 2**60

Filters = dict[str, Query]


def filters(asked: Asked, locale: str) -> Filters:
    """A query for each filter that is set, by its name, an attribute's by its field: values of one facet add up, facets
    narrow each other."""
    found: Filters = {}
    if asked.brands:
        found["brand"] = Query.term_set_query(schema(), "brand", list(asked.brands))
    if asked.in_stock:
        found["in_stock"] = Query.term_query(schema(), "in_stock", 1)
    low, high = asked.prices
    if low is not None or high is not None:
        found["price"] = Query.range_query(
            schema(), "price", FieldType.Integer, max(0, low or 0), OPEN if high is None else high
        )
    for code, values in asked.facts.items():
        field = field_of(code, locale)
        found[field] = Query.term_set_query(schema(), field, list(values))
    return found


def field_of(code: str, locale: str) -> str:
    """A dot would lead a step further into the document."""
    return f"fact_{locale}." + code.replace("\\", r"\\").replace(".", r"\.")


def narrowed(base: Query, filters: Filters, *, without: str = "") -> Query:
    kept = [(Occur.Must, query) for name, query in filters.items() if name != without]
    return Query.boolean_query([(Occur.Must, base), *kept]) if kept else base


def facets(
    searcher: tantivy.Searcher,
    base: Query,
    filters: Filters,
    asked: Asked,
    hits: int,
    tree: Sequence[CategoryNode],
    category: CategoryNode | None,
    context: ShopperContext,
) -> Facets:
    """One count over the hits for all facets that are not chosen from, and one for each that is: without its own
    filter. Attributes are offered when the hits are few enough for their coverage to mean something, or pinned."""
    counted = _count(searcher, narrowed(base, filters), hits)
    for own in ("brand", "in_stock", "price"):
        if own in filters:
            counted[own] = _count(searcher, narrowed(base, filters, without=own), 0)[own]
    said = steering.facet_rules(category)
    if asked.facts:
        said = _kept_open(searcher, base, filters, asked, context.locale, said)
    facts = _facts(searcher, base, filters, counted, asked, hits, context.locale, said)
    return Facets(
        choices=(*_stock(counted, asked), *_brands(counted, asked), *facts),
        categories=_categories(counted["category"], tree, category),
        prices=_prices(counted["price"], context.currency),
    )


def _count(searcher: tantivy.Searcher, query: Query, hits: int) -> dict[str, Any]:
    """`hits` above the limit, or 0, leaves out what attributes there are."""
    wanted: dict[str, Any] = {
        "brand": {"terms": {"field": "brand", "size": MOST_BRANDS}},
        "category": {"terms": {"field": "category", "size": EVERY}},
        "in_stock": {"terms": {"field": "in_stock", "size": 2}},
        "price": {"stats": {"field": "price"}},
    }
    if 0 < hits <= rules.MOST_HITS:
        # Cut off in each part of the index: which attributes come into question need not be counted to the last one.
        wanted["fact"] = {"terms": {"field": "fact", "size": MOST_CODES, "segment_size": MOST_CODES}}
    return dict(searcher.aggregate(query, wanted))


def _values(counted: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}


def _stock(counted: Mapping[str, Any], asked: Asked) -> tuple[Facet, ...]:
    here = _values(counted["in_stock"]).get("1", 0)
    if not here and not asked.in_stock:
        return ()
    value = FacetValue(value="1", label="", count=here, selected=asked.in_stock)
    return (Facet(code="in_stock", label="", values=(value,)),)


def _brands(counted: Mapping[str, Any], asked: Asked) -> tuple[Facet, ...]:
    values = _values(counted["brand"])
    listed = values | {brand: values.get(brand, 0) for brand in asked.brands}
    if len(listed) < 2 and not asked.brands:
        return ()
    return (Facet(code="brand", label="", values=_choices(listed, asked.brands)),)


def _choices(values: Mapping[str, int], selected: Sequence[str]) -> tuple[FacetValue, ...]:
    ordered = sorted(values, key=lambda value: (-values[value], value))
    return tuple(
        FacetValue(value=value, label=value, count=values[value], selected=value in selected) for value in ordered
    )


def _categories(
    counted: Mapping[str, Any], tree: Sequence[CategoryNode], category: CategoryNode | None
) -> tuple[CategoryCount, ...]:
    """Those just below the category, or the roots."""
    values = _values(counted)
    below = [node for node in tree if node.parent_id == (category.id if category else None)]
    return tuple(CategoryCount(category=node, count=values[str(node.id)]) for node in below if values.get(str(node.id)))


def _prices(counted: Mapping[str, Any], currency: str) -> tuple[Money, Money] | None:
    if not counted["count"]:
        return None
    return Money(int(counted["min"]), currency), Money(int(counted["max"]), currency)


def _facts(
    searcher: tantivy.Searcher, base: Query, filters: Filters, counted: Mapping[str, Any], asked: Asked, hits: int,
    locale: str, said: FacetRules,
) -> list[Facet]:  # fmt: skip
    """What is pinned is counted among however many hits."""
    codes = rules.candidates(_values(counted["fact"]), hits, said.hidden) if "fact" in counted else []
    codes += [code for code in (*said.pinned, *asked.facts) if code not in codes]
    if not codes:
        return []
    free = [code for code in codes if code not in asked.facts]
    within = narrowed(base, filters)
    found = tell(searcher, within, [code for code in free if code not in said.pinned], locale, roughly=True)
    found |= tell(searcher, within, [code for code in free if code in said.pinned], locale)
    for code in asked.facts:
        found |= tell(searcher, narrowed(base, filters, without=field_of(code, locale)), [code], locale)
    names = catalog.attribute_labels(codes)
    shown = rules.chosen(found, hits, frozenset(asked.facts), said.pinned)
    return [_fact(code, names[code].read(locale), found[code].values, asked) for code in shown if code in names]


def facts(
    searcher: tantivy.Searcher, query: Query, asked: Asked, hits: int, locale: str, said: FacetRules
) -> list[Facet]:
    """The attributes alone, of all products of `query`, as they are offered under `said`."""
    return _facts(searcher, query, {}, _count(searcher, query, hits), asked, hits, locale, said)


def _kept_open(
    searcher: tantivy.Searcher, base: Query, filters: Filters, asked: Asked, locale: str, said: FacetRules
) -> FacetRules:
    """What is offered before a value is chosen stays offered afterwards, as if it were pinned: among few products
    coverage says little, and who chose a colour goes on to the size."""
    own = {field_of(code, locale) for code in asked.facts}
    wider = narrowed(base, {name: query for name, query in filters.items() if name not in own})
    hits = place.count(searcher.search(wider, 1))
    offered = facts(searcher, wider, replace(asked, facts={}), hits, locale, said)
    return replace(said, pinned=tuple(dict.fromkeys((*said.pinned, *(each.code for each in offered)))))


def _fact(code: str, label: str, known: Mapping[str, int], asked: Asked) -> Facet:
    """A value that was chosen stays in sight, also where nothing has it."""
    selected = asked.facts.get(code, ())
    values = dict(known) | {value: known.get(value, 0) for value in selected}
    return Facet(code=code, label=label, values=_choices(values, selected))


def tell(
    searcher: tantivy.Searcher, query: Query, codes: Sequence[str], locale: str, most: int = rules.MOST_VALUES,
    *, roughly: bool = False,
) -> dict[str, rules.Counted]:  # fmt: skip
    """How often each value of these attributes is among the products of `query`. `roughly` is right too where there
    are at most `most` values; where there are more it says that there are, and its counts may be short."""
    if not codes:
        return {}
    each = {"size": most} | ({"segment_size": most} if roughly else {})
    wanted = {code: {"terms": {"field": field_of(code, locale)} | each} for code in codes}
    answer = searcher.aggregate(query, wanted)
    return {
        code: rules.Counted(_values(answer[code]), int(answer[code].get("sum_other_doc_count") or 0)) for code in codes
    }

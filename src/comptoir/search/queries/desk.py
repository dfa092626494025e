"""Properties as the merchant weighs them: how many products of a category have each, how many values there are, and
what the shop makes of it."""

from __future__ import annotations

from dataclasses import replace

import tantivy
from tantivy import Occur, Query

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.kit.text import fold
from comptoir.org.contracts import ShopperContext
from comptoir.search.contracts import Asked, AttributeUse, FacetDesk, FacetRules
from comptoir.search.errors import SearchNotReady
from comptoir.search.index import place
from comptoir.search.queries import facets, find, steering
from comptoir.search.rules import facets as rules

MOST_NAMES = 10_000
MOST_LISTED = 100
MOST_COUNTED = 1_000  # values of one attribute


def facet_desk(
    category: CategoryNode | None, context: ShopperContext, *, words: str = "", trial: FacetRules | None = None
) -> FacetDesk:
    """The attributes of the category's products, or of all: a hundred at most, only those with `words` in their name.
    With `trial` the facets are those that there would be if this were said here. Refuses SearchNotReady."""
    searcher = place.searcher()
    if searcher is None:
        raise SearchNotReady()
    within = find.shown(context, category)
    query = Query.boolean_query([(Occur.Must, each) for each in within])
    products = place.count(searcher.search(query, 1))
    counted = _names(searcher, query) if products else {}
    own = steering.said_of_facets().get(category.id if category else None, FacetRules())
    inherited = steering.facet_rules(_above(category, context)) if category else FacetRules()
    said = rules.merged([trial or own, inherited])
    offered = facets.facts(searcher, query, Asked(), products, context.locale, said)
    labels = catalog.attribute_labels([*counted, *own.pinned, *own.hidden])
    wanted = [code for code in labels if fold(words) in fold(f"{labels[code].read(context.locale)} {code}")]
    first = [code for code in (*own.pinned, *sorted(own.hidden)) if code in wanted]
    rest = sorted((code for code in wanted if code not in first), key=lambda code: (-counted.get(code, 0), code))
    listed = (first + rest)[: max(MOST_LISTED, len(first))]
    values = facets.tell(searcher, query, [code for code in listed if code in counted], context.locale, MOST_COUNTED)
    in_use = {one.code for one in offered}
    return FacetDesk(
        products=products, names=len(counted), facets=tuple(offered), own=own, inherited=inherited,
        attributes=tuple(
            AttributeUse(
                code=code, label=labels[code].read(context.locale), products=counted.get(code, 0),
                values=len(values[code].values) if code in values else 0,
                beyond=code in values and values[code].beyond > 0, offered=code in in_use,
                said="pinned" if code in own.pinned else "hidden" if code in own.hidden else "",
            )
            for code in listed
        ),
    )  # fmt: skip


def _names(searcher: tantivy.Searcher, query: Query) -> dict[str, int]:
    answer = searcher.aggregate(query, {"fact": {"terms": {"field": "fact", "size": MOST_NAMES}}})
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["fact"]["buckets"]}


def _above(category: CategoryNode, context: ShopperContext) -> CategoryNode | None:
    """The category's parent: of its node only the path is read."""
    parent, _slash, _own = category.path.rpartition("/")
    return replace(category, path=parent) if parent else None

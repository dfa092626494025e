"""One page of the catalogue or of a category."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import sql
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid
from comptoir.offers import rules
from comptoir.offers.cards import cards
from comptoir.offers.contracts import Listing
from comptoir.org.contracts import ShopperContext

# Sorting by price needs a view of the catalogue and one of prices, so it stands in the room above both.
BY_PRICE = """
SELECT shown.product_id, min(price.amount_minor) AS lowest, count(*) OVER () AS total
FROM catalog_listed shown
LEFT JOIN catalog_variant_of variant ON variant.product_id = shown.product_id
LEFT JOIN pricing_listed price
  ON price.variant_id = variant.variant_id AND price.market = %(market)s AND price.currency = %(currency)s
WHERE shown.market = %(market)s AND shown.starts_at <= %(now)s
  AND (shown.ends_at IS NULL OR shown.ends_at > %(now)s)
  AND (%(path)s = '' OR shown.category_path = %(path)s OR shown.category_path LIKE %(path)s || '/%%')
GROUP BY shown.product_id
ORDER BY lowest {direction} NULLS LAST, shown.product_id
LIMIT %(size)s OFFSET %(offset)s
"""


def listing(
    context: ShopperContext,
    *,
    category_slug: str | None = None,
    sort: str = "",
    page: int = 1,
    size: int = 24,
) -> Listing:
    """What a list without words shows, in six statements at most. `page` and `size` are brought into range (size 100 at
    most). Refuses NotFound (category) and Invalid (sort)."""
    if errors := rules.sort_errors(sort):
        raise Invalid(errors)
    page, size = rules.within(page, rules.LAST_PAGE), rules.within(size, rules.LARGEST_PAGE)
    tree = catalog.categories(market=context.market.code, now=context.now)
    category = _category(category_slug, tree, context)
    order = sort or "newest"
    if order in ("price", "-price"):
        found = _by_price(context, category, descending=order == "-price", page=page, size=size)
    else:
        found = _find(context, category, order, page, size)
    return Listing(
        cards=Page(items=cards(found.items, context), number=page, size=size, total=found.total),
        category=category,
        children=rules.below(tree, category),
        sort=order,
    )


def _category(slug: str | None, tree: Sequence[CategoryNode], context: ShopperContext) -> CategoryNode | None:
    """A category that shows nothing now is not in the tree, and still has its page."""
    if not slug:
        return None
    return rules.node_with_slug(tree, slug, context.locale) or catalog.category_by_slug(slug, context.locale)


def _find(
    context: ShopperContext, category: CategoryNode | None, sort: str, page: int, size: int
) -> Page[UUID]:
    return catalog.find(
        market=context.market.code,
        now=context.now,
        category=category,
        sort=sort,
        page=page,
        size=size,
    )


def _by_price(
    context: ShopperContext,
    category: CategoryNode | None,
    *,
    descending: bool,
    page: int,
    size: int,
) -> Page[UUID]:
    given = {
        "market": context.market.code,
        "currency": context.currency,
        "now": context.now,
        "path": category.path if category else "",
        "size": size,
        "offset": (page - 1) * size,
    }
    statement = BY_PRICE.format(direction="DESC" if descending else "ASC")
    rows = sql.rows(statement, given)
    if not rows and page > 1:  # past the end: how many there are is still said
        first = sql.row(statement, given | {"size": 1, "offset": 0})
        return Page(items=(), number=page, size=size, total=first[2] if first else 0)
    return Page(items=[row[0] for row in rows], number=page, size=size, total=rows[0][2] if rows else 0)

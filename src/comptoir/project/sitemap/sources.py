"""Where pages come from: the one list. A room whose pages may be found adds its source here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.legal_texts import TEXTS
from comptoir.content import facade as content
from comptoir.org.contracts import ShopperContext
from comptoir.project.sitemap.contracts import Found, Source


def _few(every: Callable[[ShopperContext], Sequence[Found]], name: str) -> Source:
    """A source with so few pages that all are read to count them."""
    return Source(
        name, lambda context: len(every(context)), lambda context, start, size: every(context)[start : start + size]
    )


def _pages(context: ShopperContext) -> list[Found]:
    """Home, shops, texts. They live in the program: nobody knows when they changed, so nothing is said of it."""
    named = [{code: address(name, code) for code in NAMES} for name in ("home", "shops")]
    named += [{code: address("legal", code, topic=text.slugs[code]) for code in NAMES} for text in TEXTS]
    return [Found(paths) for paths in named]


def _brand(context: ShopperContext) -> list[Found]:
    """What staff wrote, in the languages in which it is shown; the home page stands among the others."""
    homes = {address("home", code) for code in NAMES}
    links = [link for code in NAMES for link in content.pages(context.storefront, code)]
    found = {tuple(sorted(link.paths.items())): Found(dict(link.paths), link.changed_at) for link in links}
    return [each for each in found.values() if homes.isdisjoint(each.paths.values())]


def _categories(context: ShopperContext) -> list[Found]:
    """Those that show something; changed when the last product in or below them did, or came."""
    changed = catalog.aisles_changed(market=context.market.code, now=context.now)
    return [
        Found({code: address("category", code, slug=node.slug.read(code)) for code in NAMES}, changed.get(node.path))
        for node in catalog.categories(market=context.market.code, now=context.now)
    ]


def _products(context: ShopperContext, start: int, size: int) -> list[Found]:
    listed = catalog.listed(market=context.market.code, now=context.now, start=start, size=size)
    return [
        Found(
            {code: f"{before}{each.slug.read(code)}/" for code, before in _before_slug().items()},
            each.changed_at,
            tuple(catalog.rendition_address(source, "large", "jpg") for source in each.pictures),
        )
        for each in listed
    ]


@cache
def _before_slug() -> dict[str, str]:
    """The part of a product's path before its slug: to reverse forty thousand addresses takes seconds."""
    return {code: address("product", code, slug="x").removesuffix("x/") for code in NAMES}


SOURCES: tuple[Source, ...] = (
    _few(_pages, "pages"),
    _few(_brand, "brand"),
    _few(_categories, "categories"),
    Source(
        "products", lambda context: catalog.count_listed(market=context.market.code, now=context.now), _products
    ),
)

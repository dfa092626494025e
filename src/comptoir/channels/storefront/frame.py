"""What surrounds every page: title, languages, aisles, basket count, legal links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.channels.storefront.heads import card
from comptoir.channels.storefront.languages import DEFAULT, NAMES, address
from comptoir.channels.storefront.legal_texts import TEXTS
from comptoir.channels.storefront.reporting import report
from comptoir.channels.storefront.sayings import said
from comptoir.channels.storefront.shown import letters
from comptoir.channels.storefront.shown.around import surroundings
from comptoir.channels.storefront.shown.consent import choices
from comptoir.channels.storefront.structured.script import Node, script
from comptoir.channels.storefront.visits import basket_of
from comptoir.checkout import facade as checkout
from comptoir.consent.contracts import EMAIL
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

AISLES = 10  # of a menu of one line, which moves sideways where it does not fit
FEW = 4


def frame(
    request: HttpRequest,
    context: ShopperContext,
    *,
    title: str,
    description: str = "",
    paths: Mapping[str, str] | None = None,
    switch: Mapping[str, str] | None = None,
    canonical: str = "",
    current: CategoryNode | None = None,
    aisles: Sequence[CategoryNode] | None = (),
    query: str = "",
    hidden: bool = False,
    count: int | None = None,
    picture: str = "",
    kind: str = "website",
    nodes: Sequence[Node] = (),
    facts: Mapping[str, Any] | None = None,
    asks: bool = True,
) -> dict[str, Any]:
    """The `page` of the templates.

    `paths` gives the page's address in each language when the parts of the address differ, `switch` where the change of
    language leads when that says more: what was chosen on the page goes along. `aisles` is None on pages that ask for
    full attention, and read here when it is not given; `count` is the basket's, when the view knows it already.
    `picture`, the path of one of the catalogue's, and `kind`, of Open Graph, are for links that are shared; `nodes` is
    what the page tells machines, `facts` what it tells the script that reports it. Without `asks` nobody is asked for
    consent.
    """
    language = (get_language() or DEFAULT)[:2]
    shop = org.storefront(context.storefront).name
    paths = paths or _same_page(request)
    if aisles == ():
        aisles = main_aisles(catalog.categories(market=context.market.code, now=context.now))
    return {
        "language": language,
        "title": f"{title} – {shop}" if title != shop else title,
        "description": description,
        "shop": shop,
        "hidden": hidden,
        "canonical": "" if hidden else request.build_absolute_uri(canonical or paths.get(language, request.path)),
        "alternates": [] if hidden else _alternates(request, paths),
        "card": None if hidden else card(request, title, description, shop, language, picture, kind),
        "structured": "" if hidden else script(nodes),
        "reads_offline": settings.OFFLINE_PAGES,
        "languages": [
            {"code": code, "name": name, "current": code == language, "address": (switch or paths)[code]}
            for code, name in NAMES.items()
            if code in paths
        ],
        "aisles": [_aisle(node, language, current) for node in (aisles or ())[:AISLES]],
        "basket_count": _count(request, context) if count is None else count,
        "query": query,
        "report": report(request, context, facts or {}),
        "choices": choices(request, language, asks=asks and aisles is not None),
        "letter": letters.wording(context, EMAIL),
        "brand": surroundings(context.storefront, language),
        "said": said(request),
        "known": request.user.is_authenticated,
        "email": request.user.get_username() if request.user.is_authenticated else "",
        "anonymous": basket_of(request) is None and not request.user.is_authenticated,
        "legal": [
            {"name": str(text.title), "href": address("legal", language, topic=text.slugs[language])} for text in TEXTS
        ],
    }


def main_aisles(categories: Sequence[CategoryNode]) -> list[CategoryNode]:
    """The roots of the tree; where they are fewer than four, what stands below them instead."""
    roots = [node for node in categories if node.parent_id is None]
    if len(roots) >= FEW:
        return roots
    below = [node for node in categories if node.parent_id in {root.id for root in roots}]
    parents = {node.parent_id for node in below}
    return [*below, *(root for root in roots if root.id not in parents)]


def _same_page(request: HttpRequest) -> dict[str, str]:
    match = request.resolver_match
    if match is None or not match.namespaces or match.url_name is None or match.namespaces[-1] not in NAMES:
        return {code: address("home", code) for code in NAMES}
    return {code: address(match.url_name, code, **match.kwargs) for code in NAMES}


def _alternates(request: HttpRequest, paths: Mapping[str, str]) -> list[dict[str, str]]:
    links = [{"language": code, "address": request.build_absolute_uri(path)} for code, path in paths.items()]
    return [*links, {"language": "x-default", "address": request.build_absolute_uri(paths.get(DEFAULT, "/"))}]


def _aisle(node: CategoryNode, language: str, current: CategoryNode | None) -> dict[str, Any]:
    here = current is not None and node.id in {current.id, *(step.id for step in current.trail)}
    return {
        "name": node.name.told(language),
        "href": address("category", language, slug=node.slug.read(language)),
        "current": here,
    }


def _count(request: HttpRequest, context: ShopperContext) -> int:
    basket_id = basket_of(request)
    return checkout.count(basket_id, context) if basket_id else 0

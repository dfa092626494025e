"""The brand's pages as the templates show them: the same cards as everywhere, links to addresses of this storefront."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.channels.storefront.frame import main_aisles
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import HELP
from comptoir.channels.storefront.policy import policy as of_pages
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.pictures import aisle
from comptoir.content.contracts import Block, PageLink, ShownPage
from comptoir.org.contracts import ShopperContext

Tree = Sequence[CategoryNode]
OPENING = frozenset({"hero"})


def page(found: ShownPage, tree: Tree, context: ShopperContext) -> dict[str, Any]:
    """`opens` says that the first block brings the page's title along."""
    blocks = [_block(block, found, tree, context) for block in found.blocks]
    return {
        "kind": found.link.kind,
        "title": found.link.title,
        "lead": found.link.lead,
        "picture": found.link.picture,
        "opens": bool(blocks) and blocks[0]["kind"] in OPENING,
        "blocks": blocks,
        "trail": [{"href": each.path, "name": each.title} for each in found.above],
        "below": [teaser(each) for each in found.below],
        "contact_href": address("legal", context.locale, topic=HELP[context.locale])
        if found.link.kind == "help" else "",
    }


def aisles(tree: Tree) -> list[CategoryNode]:
    return main_aisles(tree)


def teaser(link: PageLink) -> dict[str, Any]:
    return {"href": link.path, "title": link.title, "lead": link.lead, "picture": link.picture}


def _block(block: Block, found: ShownPage, tree: Tree, context: ShopperContext) -> dict[str, Any]:
    """With its cards in order; a product that is not shown now has none and is left out."""
    told = dict(block)
    told["template"] = f"storefront/brand/blocks/{block['kind']}.html"
    if "products" in block:
        offered = [found.cards[key] for each in block["products"] if (key := UUID(each)) in found.cards]
        told["cards"] = cards(offered, context.locale)
    if block["kind"] == "category":
        told |= _aisle_head(block, tree, context.locale)
    if block["kind"] == "aisles":
        told["aisles"] = _aisles(tree, context)
    if block["kind"] == "pages":
        told["pages"] = [teaser(each) for each in block["pages"]]
    if "link" in block:
        told["link"] = _link(block["link"], tree, context.locale)
    if "columns" in block:
        told["columns"] = [
            {**column, "link": _link(column["link"], tree, context.locale)} for column in block["columns"]
        ]
    return told


def _link(link: Mapping[str, str] | None, tree: Tree, locale: str) -> dict[str, str] | None:
    if link is None:
        return None
    if "category" not in link:
        return {"label": link["label"], "href": link["path"]}
    node = _node(tree, link["category"])
    if node is None:
        return None
    return {"label": link["label"] or node.name.told(locale), "href": _address(node, locale)}


def _aisle_head(block: Block, tree: Tree, locale: str) -> dict[str, str]:
    node = _node(tree, block["category"])
    if node is None:
        return {"title": block["title"], "href": ""}
    return {"title": block["title"] or node.name.told(locale), "href": _address(node, locale)}


def _aisles(tree: Tree, context: ShopperContext) -> list[dict[str, Any]]:
    nodes = main_aisles(tree)
    pictures = catalog.aisle_pictures([node.path for node in nodes], market=context.market.code, now=context.now)
    return [
        {
            "name": node.name.told(context.locale),
            "href": _address(node, context.locale),
            "picture": aisle(node, pictures[node.path]),
        }
        for node in nodes
    ]


def _node(tree: Tree, identity: str) -> CategoryNode | None:
    return next((node for node in tree if str(node.id) == identity), None)


def _address(node: CategoryNode, locale: str) -> str:
    return address("category", locale, slug=node.slug.read(locale))


def policy(hosts: Sequence[str]) -> str:
    """The content-security policy of a page with a film of others: their frame may open, nothing else of theirs."""
    return f"{of_pages()}; frame-src {' '.join(hosts)}"

"""What crosses the door of content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.offers.contracts import Card

# A block as JSON holds it: "kind", "id", its texts; "products" are ids, "picture" a Shown picture's fields, "link"
# {"label", "path" | "category"}, "html" is safe to show.
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageName:
    """A page for whoever may write it."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page that is shown, as lists and menus name it. `path` is its address below the site, `paths` by language."""

    id: int
    kind: str
    locale: str
    title: str
    lead: str
    path: str
    paths: Mapping[str, str]
    picture: Mapping[str, Any] | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page for one person. `cards` are the offers of all products that its blocks name, read at once. `shared` says
    that everybody sees the same: no block is for some only. `orders_by_price` that prices decide what is shown."""

    link: PageLink
    title_for_engines: str
    description: str
    blocks: tuple[Block, ...]
    cards: Mapping[UUID, Card]
    above: tuple[PageLink, ...]
    below: tuple[PageLink, ...]
    shared: bool
    orders_by_price: bool
    frames: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around every page of a storefront in a language. `theme` is the version of its style sheet, empty
    without one."""

    menu: tuple[PageLink, ...]
    notices: tuple[Mapping[str, str], ...]
    theme: str

"""What crosses the door of search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.offers.contracts import Card

RELEVANCE = "relevance"
SORTS = (RELEVANCE, "newest", "price", "-price", "name")
PRICE_LIMIT = 1_000_000_000  # minor units; from here on no price is said or typed, and the index holds only 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody looks for. `prices` are list prices in minor units, either end open; `facts` maps the code of an
    attribute to chosen values, in the words of the context's language. `facets` says whether to count them."""

    text: str = ""
    category: str = ""
    brands: tuple[str, ...] = ()
    prices: tuple[int | None, int | None] = (None, None)
    in_stock: bool = False
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    size: int = 24
    facets: bool = False

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        named = {"brand": self.brands, "price": self.prices != (None, None), "in_stock": self.in_stock}
        return (*(name for name, value in named.items() if value), *self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSaid:
    """A price that was named in the words of a search. `kind` is under, up_to, over, from, between or around; `low` and
    `high` are as they were named. `words` named it, `rest` is what is looked for."""

    kind: str
    low: Money | None
    high: Money | None
    words: str
    rest: str

    @property
    def bounds(self) -> tuple[Money | None, Money | None]:
        """The lowest and the highest price that are meant, both included; around is a fifth less to a fifth more."""
        low, high = self.low, self.high
        if self.kind == "around" and low is not None and high is not None:
            return Money(low.minor * 4 // 5, low.currency), Money(high.minor * 6 // 5, high.currency)
        if self.kind == "under" and high is not None:
            return low, Money(max(0, high.minor - 1), high.currency)
        if self.kind == "over" and low is not None:
            return Money(low.minor + 1, low.currency), high
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """`count` products would be shown with this value and the filters of the other facets."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """`code` is brand, in_stock, or that of an attribute; then `label` is its name in the context's language."""

    code: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRules:
    """Codes of attributes that are always offered, in their order, and of those that never are."""

    pinned: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUse:
    """An attribute among the products of a list: how many have it, of how many values there are (at most, when
    `beyond`), whether it is offered now, and what is said of it here: pinned, hidden, or nothing."""

    code: str
    label: str
    products: int
    values: int
    beyond: bool
    offered: bool
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetDesk:
    """The attributes of a category, or of everything: those with a rule first, then by how many of the `products` have
    them; `names` is how many there are in all. `facets` are what the shop offers, `inherited` what is said above."""

    products: int
    names: int
    attributes: tuple[AttributeUse, ...]
    facets: tuple[Facet, ...]
    own: FacetRules
    inherited: FacetRules


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    category: CategoryNode
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """`prices` are the lowest and the highest list price among the hits, without the filter of prices."""

    choices: tuple[Facet, ...] = ()
    categories: tuple[CategoryCount, ...] = ()
    prices: tuple[Money, Money] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits, quoted now. `exact` of them have all the words (the others have some); `corrected` is what was
    looked for instead of words that nothing has; `redirect` is where the shop leads who asks for this. `tree` are all
    categories that show something, empty without an index. `price` was named in the words and filters instead of them,
    unless prices were asked for otherwise."""

    cards: Page[Card]
    category: CategoryNode | None
    children: tuple[CategoryNode, ...]
    asked: Asked
    sort: str
    exact: int
    corrected: str = ""
    redirect: str = ""
    facets: Facets | None = None
    tree: tuple[CategoryNode, ...] = ()
    price: PriceSaid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What may be meant while somebody types: `words` complete the last one."""

    words: tuple[str, ...] = ()
    products: tuple[Card, ...] = ()
    categories: tuple[CategoryNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a step of indexing did: events read, products written anew."""

    events: int
    products: int

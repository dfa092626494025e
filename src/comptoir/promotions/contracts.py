"""What crosses the door of promotions. Amounts are minor units of the market's currency, VAT included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.kit.text import Localised

AUTOMATIC, BY_CODE = "automatic", "code"
TRIGGERS = (AUTOMATIC, BY_CODE)

BUNDLE, PIECES, PERCENT, AMOUNT, DELIVERY = "bundle", "pieces", "percent", "amount", "delivery"
# In the order in which they apply.
EFFECTS = (BUNDLE, PIECES, PERCENT, AMOUNT, DELIVERY)

ALL, CATEGORIES, PRODUCTS, VARIANTS = "all", "categories", "products", "variants"
SCOPES = (ALL, CATEGORIES, PRODUCTS, VARIANTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a promotion is.

    It holds from `starts_at` until `ends_at` while `is_on`, by itself or for who has a code, for everybody or for one
    `segment`. It is about the goods of `scope` (all, or those with one of `ids`: categories with what is below them,
    products, variants), without reduced ones where `not_reduced`. `least_minor` and `least_pieces` are what the basket
    has to hold of these goods.

    Effects: `percent_bp` basis points or `amount_minor` off these goods; `take` pieces for the price of `pay`; one of
    each of `ids` together for `amount_minor`; free delivery, by `ways` (codes of methods) or by all.

    `combines` with others that do, or stands alone. `most_uses` and `most_per_person` limit it, None does not.
    """

    name: str
    shown: Localised
    starts_at: datetime
    ends_at: datetime | None = None
    is_on: bool = True
    trigger: str = AUTOMATIC
    code: str = ""
    segment: str = ""
    scope: str = ALL
    ids: tuple[UUID, ...] = ()
    not_reduced: bool = False
    least_minor: int = 0
    least_pieces: int = 0
    effect: str = PERCENT
    percent_bp: int = 0
    amount_minor: int = 0
    take: int = 0
    pay: int = 0
    ways: tuple[str, ...] = ()
    combines: bool = True
    most_uses: int | None = None
    most_per_person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """`version` goes up with each change. `terms.code` is the code that everybody may type, empty where each person
    has their own."""

    id: UUID
    market: str
    currency: str
    version: int
    created_at: datetime
    terms: Terms

    def holds(self, now: datetime) -> bool:
        terms = self.terms
        return terms.is_on and terms.starts_at <= now and (terms.ends_at is None or now < terms.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A line of goods before any promotion. `unit` is what this shopper pays for a piece; `is_money` says that it is a
    gift card, `is_reduced` that the price is announced as reduced or personal."""

    variant_id: UUID
    product_id: UUID | None
    quantity: int
    unit: int
    categories: frozenset[UUID] = frozenset()
    is_money: bool = False
    is_reduced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """The delivery before any promotion, by its method."""

    method: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A promotion that this basket may have, with the code that was typed for it."""

    promotion: Promotion
    code: str = ""
    code_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an offer takes off: minor units by the place of the line that was given, and of the delivery."""

    offer: Offer
    lines: dict[int, int]
    delivery: int = 0

    @property
    def minor(self) -> int:
        return sum(self.lines.values()) + self.delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Why an offer takes nothing off: a code of `said.MISSES`; `minor` or `pieces` are what is missing, `when` the day
    that the sentence names."""

    why: str
    minor: int = 0
    pieces: int = 0
    when: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`missed` by the promotion; `free_ways` are methods whose delivery costs nothing, None where all are."""

    given: tuple[Given, ...] = ()
    missed: dict[UUID, Miss] = field(default_factory=dict)
    free_ways: frozenset[str] | None = frozenset()

    def is_free(self, method: str) -> bool:
        return self.free_ways is None or method in self.free_ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A code as it was typed, with its offer, or with why there is none."""

    code: str
    offer: Offer | None = None
    miss: Miss | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """`offers` may be applied; `typed` are the codes in the order in which they were typed, also those without any."""

    offers: tuple[Offer, ...] = ()
    typed: tuple[Typed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.offers or self.typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeStanding:
    """What a code does in this basket: `refusal` is empty where it takes something off, else a code of `said.MISSES`,
    and `text` says what to do next."""

    code: str
    name: Localised = field(default_factory=Localised)
    refusal: str = ""
    text: Localised = field(default_factory=Localised)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A promotion that a quote counts on, in the version that was quoted; `minor` is what it takes off. `limited` says
    that all uses are, `per_person` that those of one person are."""

    promotion_id: UUID
    version: int
    limited: bool
    per_person: bool
    code: str
    code_id: int | None
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`uses` that stand; `cost_minor` is what they took off, `brought_minor` the totals of their orders."""

    uses: int = 0
    cost_minor: int = 0
    brought_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeInfo:
    """A code of a promotion; `most_uses` is None where only the promotion limits it."""

    code: str
    most_uses: int | None
    uses: int
    made_at: datetime

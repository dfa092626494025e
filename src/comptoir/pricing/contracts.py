"""The one way in which anything is priced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.promotions.contracts import CodeStanding, Use

# What the reason of a promotion is coded with, before its id.
PROMOTION = "promotion:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedLine:
    """`product_id` is what promotions are about; `is_money` says that it is a gift card, which they never reduce."""

    variant_id: UUID
    quantity: int
    tax_category: str
    country: str = ""
    product_id: UUID | None = None
    is_money: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCharge:
    """What `fulfilment` asks for bringing it, VAT included. `reasons` are those of promotions that made it free: their
    amounts, below zero, are what was asked before."""

    code: str
    name: Localised
    amount: Money
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRequest:
    """`country` is the destination (ISO 3166-1 alpha-2): it decides the VAT of lines that name no country of their
    own. Where it is `promoted`, promotions apply, with `codes` those that need one; `customer_id` is who has logged
    in: what a guest says of themselves proves nothing."""

    lines: tuple[RequestedLine, ...]
    country: str
    codes: tuple[str, ...] = ()
    delivery: tuple[DeliveryCharge, ...] = ()
    promoted: bool = False
    customer_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a line costs what it costs, in words; `amount` is what this reason contributes. Of a promotion the code is
    PROMOTION with its id, and the amount below zero."""

    code: str
    text: Localised
    amount: Money

    @property
    def is_promotion(self) -> bool:
        return self.code.startswith(PROMOTION)

    @property
    def off(self) -> Money:
        """What it takes off."""
        return -self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """That a unit price is personal: for who is in `segment`, where everybody else pays `listed`, which is more. It was
    found by an automated decision, and has to be told as such before the contract (Code de la consommation, L221-5)."""

    segment: str
    listed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """`total` = `unit` × `quantity`, VAT included; `vat` is the part of `total` that is VAT, rounded per
    line.

    `kind` is goods or delivery; delivery follows the goods' rates, so it makes a line per rate. `code` and
    `name` are those of the delivery charge, empty for goods: the catalogue knows their names. The reasons'
    amounts add up to `total`.
    """

    kind: str
    variant_id: UUID | None
    code: str = ""
    name: Localised = field(default_factory=Localised)
    quantity: int
    unit: Money
    total: Money
    vat_rate_bp: int
    vat: Money
    reasons: tuple[Reason, ...]
    price_version: int
    personal: Personal | None = None

    @property
    def promotions(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.is_promotion)

    @property
    def before(self) -> Money:
        """The unit price before any promotion."""
        reasons = (reason for reason in self.reasons if not reason.is_promotion)
        whole = Money.total((reason.amount for reason in reasons), self.unit.currency)
        return Money(whole.minor // self.quantity, whole.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """Goods whose unit price, VAT included, and rate were agreed before; the reasons add up to unit × quantity."""

    variant_id: UUID
    quantity: int
    unit: Money
    vat_rate_bp: int
    reasons: tuple[Reason, ...]
    price_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VatPart:
    """Sums of rounded lines of one rate (basis points): `gross` = `net` + `vat`."""

    rate_bp: int
    gross: Money
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact sums: `total` = `goods` + `delivery` = Σ lines; `vat` = Σ `vat_parts`. A variant that a promotion reduces
    may have two lines.

    `unpriced` are variants without a price in this market, `codes` what each code does, `uses` the promotions that
    the sums count on, `free_ways` the methods whose delivery they make free (None: all).
    """

    lines: tuple[QuotedLine, ...]
    goods: Money
    delivery: Money
    total: Money
    vat: Money
    vat_parts: tuple[VatPart, ...]
    unpriced: tuple[UUID, ...] = ()
    codes: tuple[CodeStanding, ...] = ()
    uses: tuple[Use, ...] = ()
    free_ways: frozenset[str] | None = frozenset()

    @property
    def refused_codes(self) -> tuple[str, ...]:
        """Codes that take nothing off."""
        return tuple(each.code for each in self.codes if each.refusal)

    @property
    def saved(self) -> Money:
        """What promotions took off, of goods and delivery."""
        reasons = (reason for line in self.lines for reason in line.promotions)
        return -Money.total((reason.amount for reason in reasons), self.total.currency)

    @property
    def personal(self) -> dict[UUID, tuple[str, int]]:
        """By variant the segment and the amount of its personal unit price."""
        return {
            line.variant_id: (line.personal.segment, line.before.minor)
            for line in self.lines
            if line.variant_id and line.personal
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceToSet:
    variant_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentPrice:
    """`amount` is what is paid; `version` that of the list price, also where a personal one is paid."""

    variant_id: UUID
    amount: Money
    version: int
    personal: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPriceToSet:
    """What who is in `segment` pays, VAT included; None ends it."""

    variant_id: UUID
    segment: str
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPrice:
    """A price for a segment; while the list price is as low or lower, everybody pays that."""

    segment: str
    amount: Money
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPrice:
    """A price of the history: in force from `since` until the next one. `actor` set it."""

    amount: Money
    version: int
    since: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionToAnnounce:
    """`reference` is what the merchant believes the price before to be; None leaves it to the history."""

    variant_id: UUID
    reference: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A price announced as reduced: `reference` is the lowest of the 30 days before the reduction, `since` when the
    reduced price began."""

    variant_id: UUID
    reference: Money
    since: datetime

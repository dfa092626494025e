"""What crosses the door of after-sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised

# Why a line cannot be withdrawn from: it became gift cards, and nothing is left on them.
SPENT_CARD = "gift_card_spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawableLine:
    """A line of goods of an order: `quantity` pieces that nobody withdrew from yet, of which `unsent` have not left.
    `exclusion` is a key of the catalogue's EXCLUSIONS, or of SUPPLIED once the buyer has it at their request, or
    SPENT_CARD; `is_lost` says whether it takes the right away for certain, `is_sealed` that it does once the seal is
    broken. `cards`: pieces of it became gift cards; `backs` is what comes back for each of the pieces then, in the
    order in which they are taken, and `spent` how many cards are left out because nothing is left on them."""

    position: int
    variant_id: UUID | None
    sku: str
    name: Localised
    options: tuple[Localised, ...]
    quantity: int
    unsent: int
    unit: Money
    exclusion: str
    is_lost: bool
    is_sealed: bool
    cards: bool = False
    backs: tuple[Money, ...] = ()
    spent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRight:
    """What a buyer may withdraw from now. `refusal` is the code of what would be refused, empty when the right is
    open; `last_day` is None while something of the order has not arrived, because the time has not begun."""

    order_id: UUID
    number: str
    lines: tuple[WithdrawableLine, ...]
    last_day: date | None
    refusal: str

    @property
    def is_open(self) -> bool:
        return not self.refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnLine:
    """`unsent` pieces were stopped before they left, `cards` are gift cards that were taken in, with `on_cards` left on
    them; the others have to come back. Of these `named` stand in a refund by name."""

    position: int
    sku: str
    name: Localised
    quantity: int
    unsent: int
    unit: Money
    cards: int
    on_cards: Money
    named: int

    @property
    def to_return(self) -> int:
        return self.quantity - self.unsent - self.cards


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalInfo:
    """`state` is declared (waits for the goods, or is being worked on), refunding or refunded. `statement` is the text
    of the acknowledgement as it was sent, `refund` what goes back for what comes back; `counted` of it had been given
    back by hand before, when that could be (until decision 42). `refund_due` is what was
    promised; without proof by then the promise waits for the goods (`promise_id` is the one that counts)."""

    id: UUID
    reference: str
    order_id: UUID
    order_number: str
    storefront: str
    locale: str
    state: str
    state_name: Localised
    name: str
    email: str
    declared_at: datetime
    acknowledged_at: datetime | None
    lines: tuple[WithdrawnLine, ...]
    is_whole: bool
    refund: Money
    counted: Money
    refund_due: datetime
    promise_id: UUID
    sent_at: datetime | None
    sent_proof: str
    received_at: datetime | None
    statement: str
    statement_hash: str
    link: str

    @property
    def to_return(self) -> int:
        """How many pieces have to come back."""
        return sum(self.to_return_by_line.values())

    @property
    def to_return_by_line(self) -> dict[int, int]:
        """Position to pieces that have to come back."""
        return {line.position: line.to_return for line in self.lines if line.to_return}

    @property
    def to_name_by_line(self) -> dict[int, int]:
        """Position to pieces that have to come back and that no refund has named."""
        return {line.position: line.to_return - line.named for line in self.lines if line.to_return > line.named}

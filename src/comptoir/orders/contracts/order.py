"""An order, its lines, its changes and its lists, as they cross the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.customers.contracts import Contact
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption, ShipmentInfo
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.orders.rules import working_days, worth
from comptoir.org import facade as org
from comptoir.payments.contracts import RequestInfo
from comptoir.pricing.contracts import Reason, VatPart
from comptoir.promises.contracts import PromiseInfo

FEW_DAYS = 10  # working days that a way to deliver takes at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    customer_id: UUID
    address_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedOrder:
    """What placing answers; `link` is the token of the guest's link to the order, `locale` the language of the first
    answer to the same call."""

    order_id: UUID
    number: str
    total: Money
    state: str
    link: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedOption:
    """An option as it was called when it was ordered: "Couleur", "Ocre"."""

    label: Localised
    text: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineInfo:
    """`position` is the line's name in its order, and stays; `cancellable` are the pieces that have not left;
    `exclusion` says why the right to withdraw does not apply (a key of the catalogue's EXCLUSIONS); `personal` that the
    price was set for this buyer by an automated decision, in the words that were shown. `before` is the unit price
    before `promotions`, each of which says what it took off the line; a variant that was reduced may have two lines.
    `refunded` pieces were paid back as such, `reduced` was paid back of what the others cost, and `refundable` pieces
    may still be paid back: they left."""

    position: int
    cancellable: int
    kind: str
    variant_id: UUID | None
    sku: str
    name: Localised
    options: tuple[OrderedOption, ...]
    quantity: int
    unit: Money
    total: Money
    vat_rate_bp: int
    vat: Money
    exclusion: str = ""
    personal: Localised | None = None
    nature: str = "goods"
    promotions: tuple[Reason, ...] = ()
    refunded: int = 0
    reduced: Money
    refundable: int = 0

    @property
    def before(self) -> Money:
        """The unit price before any promotion."""
        off = Money.total((reason.amount for reason in self.promotions), self.unit.currency)
        return self.unit - Money(off.minor // self.quantity, off.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsInfo:
    """A version of the terms of sale; `text_hash` is the SHA-256 of its text, in hexadecimal."""

    id: UUID
    storefront: str
    locale: str
    label: str
    text: str
    text_hash: str
    valid_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWish:
    """What an order is to become; what is not named stays. `quantities` maps a line's position to its pieces, 0
    removes it; `added` are variants with their pieces; `delivery` is the code of a DeliveryOption. Of the contact
    everything but the e-mail is taken."""

    quantities: Mapping[int, int] = field(default_factory=dict)
    added: Sequence[tuple[UUID, int]] = ()
    contact: Contact | None = None
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePreview:
    """What a change would make of an order. `difference` is the new total less the old one; of it `to_pay` is still
    to come, or `to_return` goes back. `promise` is the key of the new promise, empty when the old one stays; the
    confirmation sends back `version`, `total` and `promise` as shown."""

    order_id: UUID
    version: int
    lines: tuple[OrderLineInfo, ...]
    goods: Money
    delivery: Money
    total: Money
    vat: Money
    difference: Money
    to_pay: Money
    to_return: Money
    promise: str
    promised_by: datetime
    way: DeliveryOption | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOrder:
    """What a change did: what is `to_pay` until `pay_until`, or goes back. `payment` is the demand made for it."""

    order_id: UUID
    version: int
    state: str
    total: Money
    to_pay: Money
    to_return: Money
    payment: UUID | None
    pay_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInfo:
    """A line of an order's history of changes. `kind` is edit, lines_cancelled, split, lapsed or taken_back; `state`
    is settled, unpaid or lapsed."""

    version: int
    kind: str
    state: str
    difference: Money
    actor: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInfo:
    id: UUID
    text: str
    actor: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterInfo:
    """`query` is the part of the list's address behind the ?. `own` is whether the reader saved it."""

    id: UUID
    name: str
    query: str
    shared: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What became of one order: `result` is empty while it waits, done, unchanged, or a refusal's code."""

    order_id: UUID
    number: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkInfo:
    id: UUID
    action: str
    values: dict[str, str]
    actor: str
    asked_at: datetime
    finished_at: datetime | None
    undoes: UUID | None
    results: tuple[BulkResult, ...]

    @property
    def handled(self) -> int:
        return sum(1 for each in self.results if each.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStanding:
    """What changes while somebody waits for a payment."""

    id: UUID
    state: str
    state_name: Localised
    storefront: str
    version: int
    paid: Money
    payments: tuple[RequestInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInfo:
    """An order as its buyer and the staff see it. `headline`, which `state_name` puts in words, is its state, or
    refunded when it left and all of it was paid back. `moves` are the states it may go to now. `blocked` says why it
    cannot be changed (a key of `errors.BLOCKED`), empty when it can; `difference_until` is set while a change waits
    for its difference. `dispute` is open, lost or won when a payment of it was disputed, else empty.
    `logged_in` says whether the buyer was when it was placed; `at_request` what they ticked for what is supplied before
    the time to withdraw is over."""

    id: UUID
    number: str
    state: str
    headline: str
    state_name: Localised
    locale: str
    channel: str
    logged_in: bool
    market: str
    legal_entity: str
    storefront: str
    customer_id: UUID
    placed_at: datetime
    hold_until: datetime | None
    unpromised_since: datetime | None
    lines: tuple[OrderLineInfo, ...]
    goods: Money
    delivery: Money
    total: Money
    vat: Money
    vat_parts: tuple[VatPart, ...]
    paid: Money
    credited: Money
    delivery_method: str
    contact: Contact
    promise: PromiseInfo | None
    payments: tuple[RequestInfo, ...]
    shipments: tuple[ShipmentInfo, ...]
    moves: tuple[str, ...]
    link: str
    version: int
    blocked: str
    difference_until: datetime | None
    terms: TermsInfo | None
    dispute: str
    at_request: str = ""

    @property
    def travels(self) -> bool:
        """Whether anything of it goes in a parcel or is fetched."""
        return self.delivery_method != NO_PARCEL

    @property
    def awaits_transfer(self) -> bool:
        return self.state == "pending" and any(each.state == "waiting" for each in self.payments)

    @property
    def promised(self) -> PromiseInfo | None:
        """The promise that was made; None where no day is promised: from the moment a transfer is waited for until
        money came, and ever after where none did (decision 0043)."""
        return None if self.unpromised_since else self.promise

    @property
    def days_after_transfer(self) -> int:
        """Working days, Monday to Friday, that it takes once the transfer that it waits for has arrived: as many as
        were promised when it was placed. 0 when it waits for none. More than FEW_DAYS are those of goods that are still
        to come, which do not count from the money's coming."""
        if not self.awaits_transfer or self.promise is None:
            return 0
        return working_days(self.promise.made_at, self.promise.due, org.market(self.market).zone)

    @property
    def cards(self) -> int:
        """Pieces that are gift cards: they come by e-mail."""
        return sum(line.quantity for line in self.lines if line.nature == catalog.GIFT_CARD)

    @property
    def is_of_cards(self) -> bool:
        """Whether nothing else was bought."""
        return self.cards > 0 and all(line.nature == catalog.GIFT_CARD for line in self.lines if line.kind == "goods")

    @property
    def can_cancel(self) -> bool:
        return "cancelled" in self.moves and self.state != "expired"

    @property
    def can_cancel_lines(self) -> bool:
        return not self.difference_until and any(line.cancellable for line in self.lines)

    @property
    def can_drop_parts(self) -> bool:
        """Whether the buyer may cancel lines: not of an order with a promotion, whose condition would be gone."""
        return self.can_cancel_lines and not any(line.promotions for line in self.lines)

    @property
    def can_change(self) -> bool:
        return not self.blocked

    @property
    def gave_all_back(self) -> bool:
        """Whether its money is with the buyer again: given back in full, or lost to the bank of the buyer."""
        return bool(self.credited and self.credited >= self.total) or self.dispute == "lost"

    @property
    def due_so_far(self) -> Money:
        """Of `due` what is for all that has left, with the delivery: the rest may still be reserved only."""
        pieces: Counter[UUID] = Counter()
        for each in self.shipments:
            if each.shipped_at or each.delivered_at:
                pieces.update(dict(each.lines))
        goods = [(line.variant_id, line.quantity, line.unit.minor) for line in self.lines if line.variant_id]
        left = Money(worth(goods, pieces), self.total.currency)
        asked = min(left + self.delivery, self.total - self.credited)
        return Money(max(0, (asked - self.paid).minor), self.total.currency)

    @property
    def due(self) -> Money:
        """What is still asked for: the total without what was credited and what came; zero when more came than is
        wanted, because what is too much is on its way back, and of an order that has ended."""
        asked = 0 if self.state in ("cancelled", "expired") else (self.total - self.credited - self.paid).minor
        return Money(max(0, asked), self.total.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A line of a list of orders; its `headline` as that of OrderInfo. `promised` is `promised_by`, the day that was
    told last, unless none is promised (as `OrderInfo.promised`)."""

    id: UUID
    number: str
    state: str
    headline: str
    state_name: Localised
    placed_at: datetime
    total: Money
    paid: Money
    channel: str
    logged_in: bool
    email: str
    promised_by: datetime
    promised: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """Of a period, of a day or of a channel of it. `again` counts orders of people who had ordered before, `returning`
    these people."""

    orders: int
    value: Money
    buyers: int
    returning: int
    again: int
    again_value: Money

    @property
    def average(self) -> Money:
        """Of a basket; nothing when there was none."""
        return Money(round(self.value.minor / self.orders) if self.orders else 0, self.value.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldIn:
    """A period whole, by day (days without an order are missing) and by channel."""

    whole: Sold
    days: dict[date, Sold]
    channels: dict[str, Sold]


@dataclass(frozen=True, slots=True)
class BuyerHistory:
    """Every standing order of somebody, the oldest first: its day and what it is worth in minor units."""

    customer_id: UUID
    days: tuple[date, ...]
    values: tuple[int, ...]
    first_channel: str

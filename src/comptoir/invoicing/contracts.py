"""What crosses invoicing's door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import LegalIdentity

INVOICE = "invoice"
CREDIT_NOTE = "credit_note"
KINDS = (INVOICE, CREDIT_NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A professional buyer. `vat_number` begins with its country; `siren` is for companies in France."""

    name: str
    vat_number: str = ""
    siren: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerInfo:
    """Who is invoiced. `company` is empty for a consumer. `country` is where the goods go."""

    name: str
    email: str
    street: str
    more: str
    postcode: str
    city: str
    country: str
    company: str = ""
    vat_number: str = ""
    siren: str = ""

    @property
    def professional(self) -> bool:
        return bool(self.company)

    @property
    def title(self) -> str:
        return self.company or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """Minor units. `gross` = `unit` × `quantity` and includes VAT, `vat` is the part of it that is VAT as the
    order's ledger rounded it, `net` is the rest. `category` is the VAT category (UNTDID 5305): S, E, G, K.

    `before` is the unit price before promotions, 0 where there were none; `why` names them.

    A line of kind `reduction` takes back a reduction given earlier when its quantity is -1.
    """

    kind: str
    sku: str
    name: Localised
    detail: Localised
    quantity: int
    unit: int
    vat: int
    rate_bp: int
    category: str
    before: int = 0
    why: Localised = field(default_factory=Localised)

    @property
    def gross(self) -> int:
        return self.unit * self.quantity

    @property
    def net(self) -> int:
        return self.gross - self.vat


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """Sums of lines of one category and rate, minor units. `reason` is a code of `rules.vat.REASONS`, or empty."""

    category: str
    rate_bp: int
    net: int
    vat: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An earlier invoice."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that an invoice says but its number and its date. Amounts of a credit note are positive too."""

    kind: str
    currency: str
    buyer: BuyerInfo
    lines: tuple[InvoiceLine, ...]
    vat: tuple[VatLine, ...]
    prepaid: int
    supplied_on: date | None
    corrects: tuple[Reference, ...] = ()

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def vat_total(self) -> int:
        return sum(part.vat for part in self.vat)

    @property
    def total(self) -> int:
        return self.net + self.vat_total

    @property
    def due(self) -> int:
        return self.total - self.prepaid


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo(Draft):
    """An invoice or credit note as it was issued; nothing of it ever changes."""

    id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID
    legal_entity: str
    storefront: str
    market: str
    locale: str
    number: str
    issued_on: date
    issued_at: datetime
    seller: LegalIdentity

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    @property
    def is_credit_note(self) -> bool:
        return self.kind == CREDIT_NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A line of a list. `valid` is None until the electronic form was checked."""

    id: UUID
    kind: str
    number: str
    issued_on: date
    order_id: UUID
    order_number: str
    buyer: str
    net: Money
    vat: Money
    total: Money
    legal_entity: str
    storefront: str
    valid: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectronicInfo:
    """The XML of Factur-X and what XSD and Schematron said of it: no findings, then it is valid."""

    xml: bytes
    sha256: str
    valid: bool
    findings: tuple[str, ...]
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInfo:
    pdf: bytes
    sha256: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VatTotal:
    """What was invoiced less what was credited in a period, by rate; minor units of `currency`."""

    legal_entity: str
    currency: str
    category: str
    rate_bp: int
    invoices: int
    credit_notes: int
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingFault:
    """A gap, a number out of its place, or a date that goes back, in a series."""

    legal_entity: str
    kind: str
    number: str
    fault: str

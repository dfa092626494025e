"""Words of invoicing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Invoice Issued", subject=("order", "order_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class InvoiceIssued(Word):
    """Amounts in minor units; `number` is the next of its series."""

    document_id: UUID
    order_id: UUID
    number: str
    issued_on: date
    currency: str
    net_minor: int
    vat_minor: int
    total_minor: int


@word("Credit Note Issued", subject=("order", "order_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class CreditNoteIssued(Word):
    """What invoices of the same order said too much; `corrects` are their numbers. Amounts are positive."""

    document_id: UUID
    order_id: UUID
    number: str
    corrects: list[str]
    issued_on: date
    currency: str
    net_minor: int
    vat_minor: int
    total_minor: int


@word("Invoice Buyer Named", subject=("order", "order_id"))
class InvoiceBuyerNamed(Word):
    """The order is for a company: its invoices bear that company's name."""

    order_id: UUID


@word("Invoice Sent Again", subject=("order", "order_id"))
class InvoiceSentAgain(Word):
    """Somebody asked for the message with this document once more."""

    order_id: UUID
    document_id: UUID
    number: str

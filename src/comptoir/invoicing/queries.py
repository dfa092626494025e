"""Documents as shoppers, staff and programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from comptoir.invoicing import stored
from comptoir.invoicing.contracts import CREDIT_NOTE, Company, DocumentInfo, DocumentRow, ElectronicInfo, VatTotal
from comptoir.invoicing.models import BuyerCompany, Document, ElectronicForm
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.invoicing import CreditNoteIssued, InvoiceIssued
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import fold
from comptoir.orders.contracts import RefundInfo

TOO_MUCH = "not_wanted"  # of `orders.rules.REFUND_CAUSES`
VAT_TOTALS = """
SELECT d.legal_entity, d.currency, v.category, v.rate_bp,
       count(*) FILTER (WHERE d.kind = 'invoice'), count(*) FILTER (WHERE d.kind = 'credit_note'),
       sum(CASE d.kind WHEN 'invoice' THEN v.net ELSE -v.net END)::bigint,
       sum(CASE d.kind WHEN 'invoice' THEN v.vat ELSE -v.vat END)::bigint
FROM invoicing_document AS d, jsonb_to_recordset(d.vat) AS v(category text, rate_bp int, net bigint, vat bigint)
WHERE d.issued_on BETWEEN %(since)s AND %(until)s
  AND (%(legal_entity)s::text = '' OR d.legal_entity = %(legal_entity)s::text)
GROUP BY d.legal_entity, d.currency, v.category, v.rate_bp
ORDER BY d.legal_entity, d.currency, v.rate_bp DESC, v.category
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """`text` is the start of a number of a document or an order, or part of a buyer's name; days are days of
    issue, both included. What is empty asks for nothing."""

    text: str = ""
    kind: str = ""
    legal_entity: str = ""
    storefront: str = ""
    customer_id: UUID | None = None
    since: date | None = None
    until: date | None = None


def get(document_id: UUID) -> DocumentInfo:
    """Refuses NotFound."""
    row = Document.objects.filter(id=document_id).first()
    if row is None:
        raise NotFound()
    return stored.document(row)


def of_order(order_id: UUID) -> tuple[DocumentInfo, ...]:
    """In the order in which they were issued."""
    rows = Document.objects.filter(order_id=order_id).order_by("issued_at", "id")
    return tuple(stored.document(row) for row in rows)


def credit_notes_of(order_id: UUID, refunds: Sequence[RefundInfo]) -> dict[UUID, DocumentInfo]:
    """The credit note of each of `refunds`, all of an order, by the refund's id: that which was issued next, and of
    several before it only where it is for all that they gave back. There is none of money that was too much, of what
    was taken in by the first invoice, nor where the credit note is still being made."""
    issued = [
        event
        for event in (journal.timeline("order", order_id) if refunds else ())
        if event.name in (InvoiceIssued.NAME, CreditNoteIssued.NAME)
    ]
    documents = {document.id: document for document in of_order(order_id)} if issued else {}
    met: dict[UUID, list[RefundInfo]] = {}
    for refund in refunds:
        later = [event for event in issued if event.subject_version > refund.asked]
        if later and refund.reason != TOO_MUCH:
            first = min(later, key=lambda event: event.subject_version)
            met.setdefault(first.origin.correlation, []).append(refund)
    found = {}
    for cause, before in met.items():
        made = [documents[UUID(event.payload["document_id"])] for event in issued if event.origin.correlation == cause]
        notes = [document for document in made if document.kind == CREDIT_NOTE]
        if notes and (len(before) == 1 or sum(refund.amount.minor for refund in before) in _credited(made)):
            found.update({refund.id: notes[0] for refund in before})
    return found


def _credited(made: Sequence[DocumentInfo]) -> tuple[int, int]:
    """By documents that were issued together: by the credit notes, and less what was invoiced again, minor units."""
    credit = sum(document.total for document in made if document.kind == CREDIT_NOTE)
    return credit, credit - sum(document.total for document in made if document.kind != CREDIT_NOTE)


def has_documents(order_id: UUID) -> bool:
    return Document.objects.filter(order_id=order_id).exists()


def company_of(order_id: UUID) -> Company | None:
    """The company that an order is invoiced to; None for a consumer."""
    row = BuyerCompany.objects.filter(order_id=order_id).first()
    return Company(name=row.name, vat_number=row.vat_number, siren=row.siren) if row else None


def electronic(document_id: UUID) -> ElectronicInfo | None:
    """The checked XML; None until it was made."""
    row = ElectronicForm.objects.filter(document_id=document_id).first()
    if row is None:
        return None
    return ElectronicInfo(
        xml=bytes(row.xml), sha256=row.sha256, valid=row.valid, findings=tuple(row.findings),
        checked_at=row.checked_at,
    )  # fmt: skip


def find(wanted: DocumentFilter, *, page: int = 1, size: int = 50) -> Page[DocumentRow]:
    """Latest first."""
    found = _filtered(wanted)
    rows = found.select_related("electronic").order_by("-issued_at", "-id")[(page - 1) * size : page * size]
    return Page(items=[_row(row) for row in rows], number=page, size=size, total=found.count())


def matching(found: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Those that a person who typed `text` means."""
    text = text.strip()
    upper = text.upper()
    return found.filter(
        Q(number__startswith=upper) | Q(order_number__startswith=upper) | Q(buyer_folded__contains=fold(text))
    )


def vat_totals(since: date, until: date, *, legal_entity: str = "") -> list[VatTotal]:
    """What was invoiced less what was credited, by company, currency and rate; both days included."""
    found = sql.rows(VAT_TOTALS, {"since": since, "until": until, "legal_entity": legal_entity})
    return [
        VatTotal(
            legal_entity=entity, currency=currency, category=category, rate_bp=rate, invoices=invoices,
            credit_notes=credits, net=Money(net, currency), vat=Money(tax, currency),
        )
        for entity, currency, category, rate, invoices, credits, net, tax in found
    ]  # fmt: skip


def _filtered(wanted: DocumentFilter) -> QuerySet[Document]:
    found = Document.objects.all()
    if wanted.text.strip():
        found = matching(found, wanted.text)
    exact = {"kind": wanted.kind, "legal_entity": wanted.legal_entity, "storefront": wanted.storefront}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.customer_id:
        found = found.filter(customer_id=wanted.customer_id)
    if wanted.since:
        found = found.filter(issued_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(issued_on__lte=wanted.until)
    return found


def _row(row: Document) -> DocumentRow:
    form = getattr(row, "electronic", None)
    return DocumentRow(
        id=row.id, kind=row.kind, number=row.number, issued_on=row.issued_on, order_id=row.order_id,
        order_number=row.order_number, buyer=row.buyer["company"] or row.buyer["name"],
        net=Money(row.net_minor, row.currency), vat=Money(row.vat_minor, row.currency),
        total=Money(row.total_minor, row.currency), legal_entity=row.legal_entity, storefront=row.storefront,
        valid=form.valid if form else None,
    )  # fmt: skip

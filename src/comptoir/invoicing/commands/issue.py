from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from comptoir.invoicing import numbers, queries, stored
from comptoir.invoicing.commands.name_company import keep_company
from comptoir.invoicing.contracts import CREDIT_NOTE, INVOICE, Company, Draft, Reference
from comptoir.invoicing.drafts import drafts
from comptoir.invoicing.errors import NothingToCorrect, SellerUnknown
from comptoir.invoicing.models import Document
from comptoir.invoicing.rules import companies, moment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.invoicing import CreditNoteIssued, InvoiceIssued
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import fold
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.org.contracts import LegalEntityInfo

ACTOR = "system:invoicing"


def issue_due(order_id: UUID, *, actor: str = ACTOR, now: datetime) -> tuple[UUID, ...]:
    """Issue what the order lacks: its invoice once it is due, a credit note or another invoice for what changed.

    Answers the documents that were issued, none when nothing is due; called twice it issues once. Refuses NotFound
    and SellerUnknown.
    """
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        order = orders.get(order_id)
        if not queries.has_documents(order_id) and not _is_due(order):
            return ()
        return _issue(order, actor=actor, now=now, anew=False)


def issue_anew(order_id: UUID, *, company: Company | None, actor: str, now: datetime) -> tuple[UUID, ...]:
    """Correct what invoices say: a credit note for all of it, and a new invoice to `company`, or to the consumer
    where it is None, by the seller as it is now. Refuses Invalid, NotFound, NothingToCorrect and SellerUnknown."""
    if company is not None and (errors := companies.errors(company := companies.tidied(company))):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        if not queries.has_documents(order_id):
            raise NothingToCorrect()
        keep_company(order_id, company, now)
        return _issue(orders.get(order_id), actor=actor, now=now, anew=True)


def _is_due(order: OrderInfo) -> bool:
    return moment.is_due(
        order.state,
        professional=queries.company_of(order.id) is not None,
        paid_in_full=order.due.minor <= 0,
        some_sent=any(shipment.shipped_at for shipment in order.shipments),
    )


def _issue(order: OrderInfo, *, actor: str, now: datetime, anew: bool) -> tuple[UUID, ...]:
    seller = org.legal_entity(order.legal_entity)
    if not (seller.name and seller.street and seller.city and (seller.siren or seller.vat_number)):
        raise SellerUnknown(legal_entity=seller.name or order.legal_entity)
    today = now.astimezone(seller.zone).date()
    wanted = drafts(
        order, queries.of_order(order.id), queries.company_of(order.id), seller, today=today, anew=anew
    )
    taken = {
        kind: numbers.take(order.legal_entity, kind, count=count, today=today)
        for kind in (CREDIT_NOTE, INVOICE)
        if (count := sum(draft.kind == kind for draft in wanted))
    }
    issued: list[Document] = []
    for draft in wanted:
        series = taken[draft.kind]
        sequence = series.first + sum(document.kind == draft.kind for document in issued)
        issued.append(_insert(draft, order, seller, series, sequence, issued, now))
    journal.append(*map(_word, issued), origin=_origin(order, actor), occurred_at=now)
    return tuple(document.id for document in issued)


def _insert(
    draft: Draft,
    order: OrderInfo,
    seller: LegalEntityInfo,
    series: numbers.Taken,
    sequence: int,
    issued: list[Document],
    now: datetime,
) -> Document:
    corrects = draft.corrects
    if draft.kind == CREDIT_NOTE and not corrects:  # it corrects the invoice that is issued with it
        invoices = [document for document in issued if document.kind == INVOICE]
        corrects = tuple(Reference(number=each.number, issued_on=each.issued_on) for each in invoices)
    return Document.objects.create(
        kind=draft.kind, legal_entity=order.legal_entity, year=series.year, sequence=sequence,
        number=moment.number(draft.kind, series.year, sequence), issued_on=series.day, issued_at=now,
        supplied_on=draft.supplied_on, order_id=order.id, order_number=order.number,
        customer_id=order.customer_id, storefront=order.storefront, market=order.market, locale=order.locale,
        currency=draft.currency, seller=stored.seller_json(seller), buyer=asdict(draft.buyer),
        buyer_folded=fold(f"{draft.buyer.company} {draft.buyer.name}")[:320], lines=stored.lines_json(draft.lines),
        vat=stored.vat_json(draft.vat), corrects=stored.corrects_json(corrects), net_minor=draft.net,
        vat_minor=draft.vat_total, total_minor=draft.total, prepaid_minor=draft.prepaid, due_minor=draft.due,
    )  # fmt: skip


def _word(document: Document) -> InvoiceIssued | CreditNoteIssued:
    if document.kind == INVOICE:
        return InvoiceIssued(
            document_id=document.id, order_id=document.order_id, number=document.number,
            issued_on=document.issued_on, currency=document.currency, net_minor=document.net_minor,
            vat_minor=document.vat_minor, total_minor=document.total_minor,
        )  # fmt: skip
    return CreditNoteIssued(
        document_id=document.id, order_id=document.order_id, number=document.number,
        corrects=[each["number"] for each in document.corrects], issued_on=document.issued_on,
        currency=document.currency, net_minor=document.net_minor, vat_minor=document.vat_minor,
        total_minor=document.total_minor,
    )  # fmt: skip


def _origin(order: OrderInfo, actor: str) -> Origin:
    return Origin(
        actor=actor, channel=order.channel, correlation=uuid4(), market=order.market,
        legal_entity=order.legal_entity, storefront=order.storefront, person_key=str(order.customer_id),
    )  # fmt: skip

"""From an order to what its invoices have to say. Reads contracts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from comptoir.catalog import facade as catalog
from comptoir.invoicing.contracts import (
    CREDIT_NOTE,
    INVOICE,
    BuyerInfo,
    Company,
    DocumentInfo,
    Draft,
    InvoiceLine,
    Reference,
)
from comptoir.invoicing.errors import DraftWrong
from comptoir.invoicing.rules import moment, vat
from comptoir.invoicing.rules.difference import Reduced, difference, reduction_by_rate, vat_in
from comptoir.kit.money import split
from comptoir.kit.text import LOCALES, Localised
from comptoir.orders.contracts import OrderInfo, OrderLineInfo
from comptoir.org.contracts import LegalIdentity


def drafts(
    order: OrderInfo,
    documents: Sequence[DocumentInfo],
    company: Company | None,
    seller: LegalIdentity,
    *,
    today: date,
    anew: bool = False,
) -> list[Draft]:
    """What is to be issued now, in this order; nothing when the documents already say what the order is.

    `anew` credits everything and invoices it again, to the buyer as named now. A first invoice comes before the
    credit note that corrects it; later the credit note comes first.
    """
    buyer = buyer_of(order, company)
    wanted = lines_of(order, buyer, seller) if moment.is_living(order.state) else ()
    reduced = _reduced(order, wanted)
    if anew:
        gone, fresh = difference((), documents, {}), difference(wanted, (), reduced)
        steps = [(CREDIT_NOTE, gone.credit), (INVOICE, fresh.invoice), (CREDIT_NOTE, fresh.credit)]
    else:
        change = difference(wanted, documents, reduced)
        steps = [(CREDIT_NOTE, change.credit), (INVOICE, change.invoice)]
        steps = steps if documents else steps[::-1]
    made: list[Draft] = []
    sent = moment.supplied_on(
        (s.shipped_at.astimezone(seller.zone).date() for s in order.shipments if s.shipped_at),
        state=order.state, today=today,
    )  # fmt: skip
    for kind, lines in steps:
        for group in vat.groups(lines):
            made.append(_draft(kind, group, order, buyer, seller, sent, [*documents, *made]))
    return made


def buyer_of(order: OrderInfo, company: Company | None) -> BuyerInfo:
    to = order.contact
    return BuyerInfo(
        name=to.name, email=to.email, street=to.street, more=to.more, postcode=to.postcode, city=to.city,
        country=to.country, company=company.name if company else "",
        vat_number=company.vat_number if company else "", siren=company.siren if company else "",
    )  # fmt: skip


def lines_of(order: OrderInfo, buyer: BuyerInfo, seller: LegalIdentity) -> tuple[InvoiceLine, ...]:
    """What the order holds and was not paid back by pieces; VAT of what is left of a line is rounded as its price."""
    return tuple(
        InvoiceLine(
            kind=line.kind, sku=line.sku, name=line.name, detail=_detail(line), quantity=line.quantity - line.refunded,
            unit=line.unit.minor, vat=_vat_left(line), rate_bp=line.vat_rate_bp,
            category=vat.category_of(
                line.vat_rate_bp, seller_country=seller.country, seller_vat=seller.vat_number, buyer=buyer,
                is_voucher=line.nature == catalog.GIFT_CARD,
            ),
            before=line.before.minor if line.promotions else 0, why=_why(line),
        )
        for line in order.lines
        if line.refunded < line.quantity
    )  # fmt: skip


def _vat_left(line: OrderLineInfo) -> int:
    if not line.refunded:
        return line.vat.minor
    return vat_in(line.unit.minor * (line.quantity - line.refunded), line.vat_rate_bp)


def _detail(line: OrderLineInfo) -> Localised:
    if line.kind == "delivery":  # its name alone says where to, such as "home"
        return Localised(fr="Livraison", en="Delivery")
    texts = {
        locale: ", ".join(f"{o.label.read(locale)} {o.text.read(locale)}" for o in line.options) for locale in LOCALES
    }
    return Localised(texts)


def _why(line: OrderLineInfo) -> Localised:
    return Localised(
        {locale: " · ".join(reason.text.read(locale) for reason in line.promotions) for locale in LOCALES}
    )


def _reduced(order: OrderInfo, wanted: Sequence[InvoiceLine]) -> dict[Reduced, tuple[int, int]]:
    """What is no longer asked for of the price of goods that the buyer keeps: what was named, by article; the rest
    over what is left, by rate and category. Gross and VAT."""
    living = {line.position: line for line in order.lines if line.refunded < line.quantity} if wanted else {}
    found: dict[Reduced, tuple[int, int]] = {}
    sold: dict[int, tuple[int, int]] = {}
    categories: dict[int, Counter[str]] = {}
    for info, line in zip(living.values(), wanted, strict=True):
        off = info.reduced.minor
        less = line.vat - vat_in(line.gross - off, line.rate_bp) if off else 0
        if off:
            key = Reduced(line.rate_bp, line.category, line.sku, line.name)
            before = found.get(key, (0, 0))
            found[key] = before[0] + off, before[1] + less
        gross, tax = sold.get(line.rate_bp, (0, 0))
        sold[line.rate_bp] = gross + line.gross - off, tax + line.vat - less
        categories.setdefault(line.rate_bp, Counter())[line.category] += line.gross - off
    named = sum(line.unit.minor * line.refunded + line.reduced.minor for line in order.lines)
    for rate, (gross, tax) in reduction_by_rate(order.credited.minor - named, sold).items():
        for category, share in split(gross, categories[rate]).items():  # only what bears no VAT has several
            found[Reduced(rate, category)] = share, tax
    return found


def _received(order: OrderInfo) -> int:
    """What was paid before the invoice, minor units: what came, given back since or not, and what the bank holds
    for us to take now that the goods leave."""
    held = sum(payment.reserved.minor for payment in order.payments if payment.kind == "charge")
    return order.paid.minor + order.credited.minor + held


def _draft(
    kind: str,
    lines: tuple[InvoiceLine, ...],
    order: OrderInfo,
    buyer: BuyerInfo,
    seller: LegalIdentity,
    supplied_on: date | None,
    before: Sequence[Draft],
) -> Draft:
    """Raises DraftWrong when its sums break a rule of EN 16931."""
    parts = vat.parts(lines, seller_vat=seller.vat_number)
    total = sum(line.gross for line in lines)
    standing = sum(-each.total if each.kind == CREDIT_NOTE else each.total for each in before)
    invoiced = [each.buyer for each in before if each.kind == INVOICE]
    draft = Draft(
        kind=kind, currency=order.total.currency,
        buyer=invoiced[-1] if kind == CREDIT_NOTE and invoiced else buyer, lines=lines, vat=parts,
        prepaid=moment.prepaid(kind, total, paid=_received(order), standing=standing),
        supplied_on=supplied_on if kind == INVOICE else None,
        corrects=_corrected(before) if kind == CREDIT_NOTE else (),
    )  # fmt: skip
    if wrong := vat.errors(draft.net, draft.vat_total, draft.lines, draft.vat):
        raise DraftWrong(f"{kind} of order {order.id}: {', '.join(wrong)}")
    return draft


def _corrected(before: Sequence[Draft]) -> tuple[Reference, ...]:
    return tuple(
        Reference(number=each.number, issued_on=each.issued_on)
        for each in before
        if isinstance(each, DocumentInfo) and each.kind == INVOICE
    )

"""The XML of Factur-X, profile EN 16931 (UN/CEFACT Cross Industry Invoice D22B).

The order of elements is that of the schema; business terms (BT, BG) are those of EN 16931-1:2017.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from lxml import etree
from lxml.etree import _Element as Element

from comptoir.invoicing.contracts import CREDIT_NOTE, BuyerInfo, DocumentInfo, InvoiceLine, VatLine
from comptoir.invoicing.documents import words
from comptoir.invoicing.rules import vat
from comptoir.kit.money import Money
from comptoir.org.contracts import LegalIdentity

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
PROFILE = "urn:cen.eu:en16931:2017"
COMMERCIAL_INVOICE, CREDIT = "380", "381"  # UNTDID 1001
SIREN, EMAIL, PIECE = "0002", "EM", "C62"  # ISO 6523 ICD, CEF EAS, UN/ECE Rec 20
CREDIT_TRANSFER = "30"  # UNTDID 4461
DISCOUNT = "95"  # UNTDID 5189
# What XML 1.0 cannot hold.
UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(document: DocumentInfo) -> bytes:
    """The same bytes for the same document."""
    root: Element = etree.Element(_tag("rsm:CrossIndustryInvoice"), nsmap=NAMESPACES)
    context = _add(root, "rsm:ExchangedDocumentContext")
    _add(_add(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", PROFILE)
    _header(_add(root, "rsm:ExchangedDocument"), document)
    trade = _add(root, "rsm:SupplyChainTradeTransaction")
    for place, line in enumerate(document.lines, start=1):
        _line(_add(trade, "ram:IncludedSupplyChainTradeLineItem"), place, line, document)
    _agreement(_add(trade, "ram:ApplicableHeaderTradeAgreement"), document)
    _delivery(_add(trade, "ram:ApplicableHeaderTradeDelivery"), document)
    _settlement(_add(trade, "ram:ApplicableHeaderTradeSettlement"), document)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _header(header: Element, document: DocumentInfo) -> None:
    _add(header, "ram:ID", document.number)  # BT-1
    _add(header, "ram:TypeCode", CREDIT if document.kind == CREDIT_NOTE else COMMERCIAL_INVOICE)
    _day(_add(header, "ram:IssueDateTime"), document.issued_on)
    for subject, text in words.coded_notes(document):
        note = _add(header, "ram:IncludedNote")
        _add(note, "ram:Content", text)
        if subject:
            _add(note, "ram:SubjectCode", subject)


def _line(item: Element, place: int, line: InvoiceLine, document: DocumentInfo) -> None:
    _add(_add(item, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(place))
    product = _add(item, "ram:SpecifiedTradeProduct")
    if line.sku:
        _add(product, "ram:SellerAssignedID", line.sku)
    _add(product, "ram:Name", line.name.read(document.locale) or line.sku or "-")
    if detail := line.detail.read(document.locale):
        _add(product, "ram:Description", detail)
    price = _add(_add(item, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    off = vat.allowance(line)
    pieces, net = abs(line.quantity), abs(line.net + off)
    # A net price that is no whole number of cents is said for all the pieces: nothing is rounded again (BT-149).
    whole = net % pieces == 0
    _add(price, "ram:ChargeAmount", _amount(net // pieces if whole else net, document))
    if not whole:
        _add(price, "ram:BasisQuantity", str(pieces), unitCode=PIECE)
    _add(_add(item, "ram:SpecifiedLineTradeDelivery"), "ram:BilledQuantity", str(line.quantity), unitCode=PIECE)
    settlement = _add(item, "ram:SpecifiedLineTradeSettlement")
    tax = _add(settlement, "ram:ApplicableTradeTax")
    _add(tax, "ram:TypeCode", "VAT")
    _add(tax, "ram:CategoryCode", line.category)
    _add(tax, "ram:RateApplicablePercent", _percent(line.rate_bp))
    if off:
        _allowance(_add(settlement, "ram:SpecifiedTradeAllowanceCharge"), off, line, document)
    summed = _add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    _add(summed, "ram:LineTotalAmount", _amount(line.net, document))


def _allowance(allowance: Element, off: int, line: InvoiceLine, document: DocumentInfo) -> None:
    """BG-27: what promotions took off, with their words."""
    _add(_add(allowance, "ram:ChargeIndicator"), "udt:Indicator", "false")
    _add(allowance, "ram:ActualAmount", _amount(off, document))
    _add(allowance, "ram:ReasonCode", DISCOUNT)
    _add(allowance, "ram:Reason", line.why.read(document.locale))


def _agreement(agreement: Element, document: DocumentInfo) -> None:
    _seller(_add(agreement, "ram:SellerTradeParty"), document.seller)
    _buyer(_add(agreement, "ram:BuyerTradeParty"), document.buyer)
    reference = _add(agreement, "ram:SellerOrderReferencedDocument")
    _add(reference, "ram:IssuerAssignedID", document.order_number)


def _seller(party: Element, seller: LegalIdentity) -> None:
    _add(party, "ram:Name", seller.name)
    if about := words.about(seller):
        _add(party, "ram:Description", about)
    if seller.siren:
        _add(_add(party, "ram:SpecifiedLegalOrganization"), "ram:ID", seller.siren, schemeID=SIREN)
    contact = _add(party, "ram:DefinedTradeContact")
    _add(contact, "ram:PersonName", seller.name)
    if seller.phone:
        _add(_add(contact, "ram:TelephoneUniversalCommunication"), "ram:CompleteNumber", seller.phone)
    _add(_add(contact, "ram:EmailURIUniversalCommunication"), "ram:URIID", seller.email)
    _address(party, seller.postcode, seller.street, "", seller.city, seller.country)
    _add(_add(party, "ram:URIUniversalCommunication"), "ram:URIID", seller.email, schemeID=EMAIL)
    number, scheme = (seller.vat_number, "VA") if seller.vat_number else (seller.siren, "FC")
    _add(_add(party, "ram:SpecifiedTaxRegistration"), "ram:ID", number, schemeID=scheme)


def _buyer(party: Element, buyer: BuyerInfo) -> None:
    _add(party, "ram:Name", buyer.title or "-")
    if buyer.siren:
        _add(_add(party, "ram:SpecifiedLegalOrganization"), "ram:ID", buyer.siren, schemeID=SIREN)
    if buyer.company and buyer.name:
        _add(_add(party, "ram:DefinedTradeContact"), "ram:PersonName", buyer.name)
    _address(party, buyer.postcode, buyer.street, buyer.more, buyer.city, buyer.country)
    if buyer.email:
        _add(_add(party, "ram:URIUniversalCommunication"), "ram:URIID", buyer.email, schemeID=EMAIL)
    if buyer.vat_number:
        _add(_add(party, "ram:SpecifiedTaxRegistration"), "ram:ID", buyer.vat_number, schemeID="VA")


def _address(party: Element, postcode: str, street: str, more: str, city: str, country: str) -> None:
    address = _add(party, "ram:PostalTradeAddress")
    for name, text in (
        ("PostcodeCode", postcode), ("LineOne", street), ("LineTwo", more), ("CityName", city), ("CountryID", country)
    ):  # fmt: skip
        if text:
            _add(address, f"ram:{name}", text)


def _delivery(delivery: Element, document: DocumentInfo) -> None:
    buyer = document.buyer
    if buyer.street:
        to = _add(delivery, "ram:ShipToTradeParty")
        _add(to, "ram:Name", buyer.name or buyer.title or "-")
        _address(to, buyer.postcode, buyer.street, buyer.more, buyer.city, buyer.country)
    if document.supplied_on:
        event = _add(delivery, "ram:ActualDeliverySupplyChainEvent")
        _day(_add(event, "ram:OccurrenceDateTime"), document.supplied_on)


def _settlement(settlement: Element, document: DocumentInfo) -> None:
    _add(settlement, "ram:InvoiceCurrencyCode", document.currency)
    if document.due and document.seller.iban and not document.is_credit_note:
        means = _add(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
        _add(means, "ram:TypeCode", CREDIT_TRANSFER)
        _add(_add(means, "ram:PayeePartyCreditorFinancialAccount"), "ram:IBANID", document.seller.iban)
    for part in document.vat:
        _tax(_add(settlement, "ram:ApplicableTradeTax"), part, document)
    _add(_add(settlement, "ram:SpecifiedTradePaymentTerms"), "ram:Description", words.payment(document))
    sums = _add(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    _add(sums, "ram:LineTotalAmount", _amount(document.net, document))
    _add(sums, "ram:TaxBasisTotalAmount", _amount(document.net, document))
    _add(sums, "ram:TaxTotalAmount", _amount(document.vat_total, document), currencyID=document.currency)
    _add(sums, "ram:GrandTotalAmount", _amount(document.total, document))
    _add(sums, "ram:TotalPrepaidAmount", _amount(document.prepaid, document))
    _add(sums, "ram:DuePayableAmount", _amount(document.due, document))
    for earlier in document.corrects:
        reference = _add(settlement, "ram:InvoiceReferencedDocument")
        _add(reference, "ram:IssuerAssignedID", earlier.number)
        _day(_add(reference, "ram:FormattedIssueDateTime"), earlier.issued_on, kind="qdt")


def _tax(tax: Element, part: VatLine, document: DocumentInfo) -> None:
    _add(tax, "ram:CalculatedAmount", _amount(part.vat, document))
    _add(tax, "ram:TypeCode", "VAT")
    if part.reason:
        _add(tax, "ram:ExemptionReason", words.exemption(part.reason, document.locale))
    _add(tax, "ram:BasisAmount", _amount(part.net, document))
    _add(tax, "ram:CategoryCode", part.category)
    if part.reason and vat.REASONS[part.reason][0]:
        _add(tax, "ram:ExemptionReasonCode", vat.REASONS[part.reason][0])
    _add(tax, "ram:RateApplicablePercent", _percent(part.rate_bp))


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    child: Element = etree.SubElement(parent, _tag(name), attributes)
    if text is not None:
        child.text = UNSAYABLE.sub("", text)
    return child


def _tag(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _day(parent: Element, day: date, kind: str = "udt") -> None:
    _add(parent, f"{kind}:DateTimeString", f"{day:%Y%m%d}", format="102")


def _amount(minor: int, document: DocumentInfo) -> str:
    return f"{Money(minor, document.currency).decimal:f}"


def _percent(rate_bp: int) -> str:
    return f"{Decimal(rate_bp) / 100:.2f}"

"""Orders that come to be invoiced, and documents made up without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

from comptoir.checkout.tests import story
from comptoir.invoicing.contracts import BuyerInfo, Company, DocumentInfo, InvoiceLine, Reference
from comptoir.invoicing.rules import vat
from comptoir.invoicing.rules.difference import vat_in
from comptoir.kit import sql
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.project.founding import SELLER

ATELIER = Company(name="Atelier Martin SARL", vat_number="FR65912345675", siren="912345675")
LEA = BuyerInfo(
    name="Léa Martin", email="lea@example.com", street="3 rue des Lilas", more="", postcode="75011", city="Paris",
    country="FR",
)  # fmt: skip
PROFESSIONAL = BuyerInfo(
    name="Léa Martin", email="lea@example.com", street="3 rue des Lilas", more="", postcode="75011", city="Paris",
    country="FR", company=ATELIER.name, vat_number=ATELIER.vat_number, siren=ATELIER.siren,
)  # fmt: skip


def paid(world: SimpleNamespace, *skus: str) -> UUID:
    """A guest's order, paid by card, not yet sent."""
    order_id = story.placed(world, *skus).order_id
    jobs.work_payments(world.now)
    assert orders.get(order_id).state == "confirmed"
    return order_id


def sent(world: SimpleNamespace, *skus: str) -> UUID:
    order_id = paid(world, *skus)
    orders.mark_shipped(order_id, carrier="colissimo", tracking_number="6A1", actor="staff:1", now=world.now)
    return order_id


def line(name: str, quantity: int, unit: int, rate_bp: int = 2000, *, kind: str = "goods") -> InvoiceLine:
    return InvoiceLine(
        kind=kind, sku=name.upper() if kind == "goods" else "", name=Localised(fr=name, en=name), detail=Localised(),
        quantity=quantity, unit=unit, vat=vat_in(quantity * unit, rate_bp), rate_bp=rate_bp,
        category="S" if rate_bp else "E",
    )  # fmt: skip


def document(*lines: InvoiceLine, kind: str = "invoice", locale: str = "fr", buyer: BuyerInfo = LEA) -> DocumentInfo:
    credit = kind == "credit_note"
    return DocumentInfo(
        kind=kind, currency="EUR", buyer=buyer, lines=lines, vat=vat.parts(lines, seller_vat=SELLER.vat_number),
        prepaid=0 if credit else sum(each.gross for each in lines),
        supplied_on=None if credit else date(2026, 11, 18),
        corrects=(Reference(number="F2026-000001", issued_on=date(2026, 11, 18)),) if credit else (),
        id=UUID(int=1), order_id=UUID(int=2), order_number="K7Q2M9XA", customer_id=UUID(int=3),
        legal_entity="maison-coste", storefront="maison-coste", market="fr", locale=locale,
        number="A2026-000007" if credit else "F2026-000042", issued_on=date(2026, 11, 20),
        issued_at=datetime(2026, 11, 20, 9, tzinfo=UTC), seller=SELLER,
    )  # fmt: skip


def written() -> dict[str, int]:
    """How many rows stand in invoicing's tables and the journal: what a refusal must not change."""
    tables = ("invoicing_document", "invoicing_counter", "invoicing_buyercompany", "journal_event")
    return {table: sql.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}

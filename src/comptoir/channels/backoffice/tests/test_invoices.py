"""Invoices and companies as staff see and correct them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.tests import story
from comptoir.kit import sql
from comptoir.org import facade as org


def issued(world: SimpleNamespace, *skus: str) -> Any:
    order_id = story.sent(world, *skus)
    (document_id,) = invoicing.issue_due(order_id, now=world.now)
    return invoicing.get(document_id)


def test_the_list_finds_filters_and_exports(world: SimpleNamespace, admin: Any) -> None:
    first, second = issued(world, "BOWL-OCHRE"), issued(world, "BOOK")
    invoicing.issue_anew(second.order_id, company=story.ATELIER, actor="staff:1", now=world.now)
    html = admin.get("/backoffice/invoices/").content.decode()
    assert all(number in html for number in (first.number, second.number, "A2026-000001", "F2026-000003"))
    assert "Atelier" in admin.get("/backoffice/invoices/?q=atelier").content.decode()
    assert first.number not in admin.get("/backoffice/invoices/results/?q=atelier").content.decode()
    assert first.number not in admin.get("/backoffice/invoices/results/?kind=credit_note").content.decode()
    assert first.number in admin.get("/backoffice/invoices/results/?state=unchecked").content.decode()
    assert first.number not in admin.get("/backoffice/invoices/results/?state=valid").content.decode()
    answer = admin.get("/backoffice/invoices/?export=csv")
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) == 5 and {row[0] for row in rows[1:]} >= {first.number, "A2026-000001"}


def test_all_pdfs_of_the_filtered_list_come_in_one_archive(world: SimpleNamespace, admin: Any) -> None:
    first, second = issued(world, "BOWL-OCHRE"), issued(world, "BOOK")
    answer = admin.get("/backoffice/invoices/zip/")
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == [f"{first.number}.pdf", f"{second.number}.pdf"] and archive.testzip() is None
    assert archive.read(f"{first.number}.pdf").startswith(b"%PDF-")
    none = admin.get("/backoffice/invoices/zip/?kind=credit_note")
    assert ZipFile(BytesIO(b"".join(none.streaming_content))).namelist() == []


def test_one_invoice_shows_its_sums_its_files_and_is_corrected(world: SimpleNamespace, admin: Any) -> None:
    document = issued(world, "BOWL-OCHRE", "BOOK")
    page = admin.get(f"/backoffice/invoices/{document.id}/").content.decode()
    assert document.number in page and document.money(document.total).format("en") in page
    assert admin.get(f"/backoffice/invoices/{document.id}/pdf/fr/")["Content-Type"] == "application/pdf"
    assert admin.get(f"/backoffice/invoices/{document.id}/xml/").content.startswith(b"<?xml")
    assert admin.get(f"/backoffice/invoices/{document.id}/correct/").status_code == 200
    wrong = admin.post(f"/backoffice/invoices/{document.id}/correct/", {"name": "Atelier", "siren": "1"})
    assert wrong.status_code == 200 and len(invoicing.of_order(document.order_id)) == 1
    admin.post(f"/backoffice/invoices/{document.id}/correct/", {"name": "Atelier", "siren": "912345675"})
    assert [each.kind for each in invoicing.of_order(document.order_id)] == ["invoice", "credit_note", "invoice"]
    assert admin.post(f"/backoffice/invoices/{document.id}/send/").status_code == 302
    assert sql.rows("SELECT count(*) FROM journal_event WHERE name = 'Invoice Sent Again'") == [(1,)]


def test_vat_of_a_period_by_rate_on_screen_and_as_a_file(world: SimpleNamespace, admin: Any) -> None:
    issued(world, "BOWL-OCHRE", "BOOK")
    asked = "?since=2026-11-01&until=2026-11-30"
    page = admin.get(f"/backoffice/invoices/vat/{asked}").content.decode()
    assert "20%" in page and "5.5%" in page and "Maison Coste" in page
    assert 'value="2026-11-01"' in page
    rows = list(csv.reader(StringIO(admin.get(f"/backoffice/invoices/vat/{asked}&export=csv").content.decode())))
    assert [row[3] for row in rows[1:]] == ["20.0", "5.5"]
    assert admin.get("/backoffice/invoices/vat/?since=nonsense&until=2026-11-30").status_code == 200


def test_a_company_is_described_by_a_verb_and_wrong_numbers_are_refused(world: SimpleNamespace, admin: Any) -> None:
    ((pk,),) = sql.rows("SELECT id FROM org_legalentity")
    kept = org.legal_entity("maison-coste")
    names = ("name", "legal_form", "country", "siren", "siret", "vat_number", "register_city", "street", "postcode",
             "city", "email", "phone", "iban", "bic", "timezone")  # fmt: skip
    typed = {name: getattr(kept, name) for name in names} | {"capital": "50000"}
    assert kept.siren in admin.get(f"/backoffice/companies/edit/{pk}/").content.decode()
    wrong = admin.post(f"/backoffice/companies/edit/{pk}/", typed | {"siren": "832145677", "iban": "FR00"})
    assert wrong.status_code == 200 and org.legal_entity("maison-coste") == kept
    assert admin.post(f"/backoffice/companies/edit/{pk}/", typed | {"name": "Maison Coste & Fils"}).status_code == 302
    assert org.legal_entity("maison-coste").name == "Maison Coste & Fils"
    assert org.legal_entity("maison-coste").capital.minor == 5_000_000


def test_roles_see_and_do_what_is_theirs(world: SimpleNamespace, log_in: Callable[..., Any]) -> None:
    document = issued(world, "BOWL-OCHRE")
    page = f"/backoffice/invoices/{document.id}/"
    accountant, operations = log_in("accountant"), log_in("operations")
    assert accountant.get(page).status_code == 200
    assert accountant.post(f"{page}correct/", {"name": ""}).status_code == 302
    assert len(invoicing.of_order(document.order_id)) == 1
    for role in ("merchant", "reader"):  # an invoice bears its buyer's name and address
        assert document.buyer.name not in log_in(role).get(page, follow=True).content.decode()
    assert operations.post(f"/backoffice/invoices/{document.id}/correct/", {"name": ""}).status_code == 302
    assert len(invoicing.of_order(document.order_id)) == 3
    for client in (accountant, operations):
        assert "companies" not in client.get("/backoffice/").content.decode()

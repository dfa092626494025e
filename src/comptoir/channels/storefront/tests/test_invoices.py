"""Invoices on the page of an order and in the account: one's own, and nobody else's."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

from django.test import Client
from pypdf import PdfReader

from comptoir.accounts.testing import log_in
from comptoir.channels.storefront.languages import address
from comptoir.checkout.tests import story as buying
from comptoir.customers import facade as customers
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.tests import story
from comptoir.orders import facade as orders
from comptoir.org.models import Account
from comptoir.project import world as small

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


def page(link: str, language: str = "fr") -> str:
    return Client().get(address("order", language, link=link)).content.decode()


def test_the_page_of_an_order_leads_to_its_invoice_in_both_languages(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    invoicing.issue_due(order_id, now=world.now)
    link = orders.link(order_id)
    for language, title in (("fr", "Facture F2026-000001"), ("en", "Invoice F2026-000001")):
        href = address("order_invoice", language, link=link, number="F2026-000001", form="pdf")
        assert href in page(link, language) and title in page(link, language)
        answer = Client().get(href)
        assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
        assert PdfReader(BytesIO(answer.content)).metadata.title == title
    xml = Client().get(address("order_invoice", "fr", link=link, number="F2026-000001", form="xml"))
    assert xml.content.startswith(b"<?xml") and xml["Content-Type"] == "application/xml"


def test_the_link_of_an_order_opens_no_other_orders_invoice(world: SimpleNamespace) -> None:
    mine, theirs = story.sent(world, "BOWL-OCHRE"), story.sent(world, "BOOK")
    invoicing.issue_due(mine, now=world.now)
    invoicing.issue_due(theirs, now=world.now)
    (document,) = invoicing.of_order(theirs)
    for link, form in ((orders.link(mine), "pdf"), (orders.link(mine), "xml"), (orders.link(theirs) + "x", "pdf")):
        answer = Client().get(address("order_invoice", "fr", link=link, number=document.number, form=form))
        assert answer.status_code in (400, 403, 404) and b"BOOK" not in answer.content
    unknown = address("order_invoice", "fr", link=orders.link(mine), number="F2026-000001", form="exe")
    assert Client().get(unknown).status_code == 404


def test_a_buyer_names_a_company_until_the_invoice_is_issued(world: SimpleNamespace) -> None:
    opened = buying.placed(world, "BOWL-OCHRE")
    here = address("order_company", "fr", link=opened.link)
    wrong = Client().post(here, {"name": "Atelier Martin", "siren": "912345676"}, **ORIGIN)
    assert wrong.status_code == 302 and invoicing.company_of(opened.order_id) is None
    Client().post(here, {"name": "<b>Atelier</b>", "siren": "912 345 675"}, **ORIGIN)
    company = invoicing.company_of(opened.order_id)
    assert company and (company.name, company.siren) == ("<b>Atelier</b>", "912345675")
    assert "&lt;b&gt;Atelier&lt;/b&gt;" in page(opened.link) and "<b>Atelier" not in page(opened.link)


def test_the_account_lists_the_persons_own_invoices(world: SimpleNamespace) -> None:
    account = Account.objects.get(email=small.SHOPPER)
    customer = customers.join_account(account.pk, email=small.SHOPPER, locale="fr", now=world.now)
    theirs = story.sent(world, "BOOK")
    world.context = small.context(world.now, customer_id=customer)
    mine = story.sent(world, "BOWL-OCHRE")
    for order_id in (theirs, mine):
        invoicing.issue_due(order_id, now=world.now)
    html = account_page(account)
    assert "F2026-000002" in html and "F2026-000001" not in html
    assert address("order_invoice", "fr", link=orders.link(mine), number="F2026-000002", form="pdf") in html


def test_an_account_that_never_bought_is_shown_no_invoice(world: SimpleNamespace) -> None:
    invoicing.issue_due(story.sent(world, "BOOK"), now=world.now)
    assert "F2026-000001" not in account_page(Account.objects.get(email=small.STAFF))


def account_page(account: Account) -> str:
    client = Client()
    log_in(client, account)
    answer = client.get(address("account", "fr"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_legal_notice_says_who_sells(world: SimpleNamespace) -> None:
    html = Client().get(address("legal", "fr", topic="mentions-legales")).content.decode()
    for said in ("Maison Coste SAS", "RCS Paris 832145676", "FR32832145676", "83214567600017", "75011 Paris"):
        assert said in html
    other = Client().get(address("legal", "en", topic="terms")).content.decode()
    assert "83214567600017" not in other

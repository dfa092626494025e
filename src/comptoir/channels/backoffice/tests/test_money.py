"""Provider events, bank movements, books and accounts as the staff see them."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.channels.hooks.tests.test_hooks import paid, send
from comptoir.checkout.tests import story
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments.contracts import Tender
from comptoir.payments.tests import stripe_servers
from comptoir.treasury.tests.statements import IBAN, Transfer, statement

ACCOUNT = {"legal_entity": "maison-coste", "holder": "Maison Coste SAS", "iban": IBAN, "bic": ""}


def test_an_account_is_set_and_a_statement_taken_in_matched_and_decided(world, admin) -> None:
    wrong = admin.post(reverse("bank-accounts:add"), ACCOUNT | {"iban": "FR76 0000"})
    assert wrong.status_code == 200 and not rows.BankAccount.objects.exists()
    assert admin.post(reverse("bank-accounts:add"), ACCOUNT).status_code == 302
    opened = story.placed(world, "BOOK", tender=Tender(kind="bank_transfer"))
    jobs.work_payments(clock.now())
    order = orders.get(opened.order_id)
    found = Transfer(amount=str(order.total.decimal), reference=order.payments[0].provider_reference, servicer="A1")
    lost = Transfer(amount="12.00", text="pour la boutique", servicer="A2")
    upload = {"file": SimpleUploadedFile("releve.xml", statement(found, lost))}
    assert admin.post(reverse("bank:add"), upload).url.endswith("?state=unmatched")
    page = admin.get(reverse("bank:index")).content.decode()
    assert "exactly what was asked" in page and order.number in page and "without a reference" in page
    entry = rows.BankEntry.objects.get(state="unmatched")
    page = admin.get(reverse("bank:entry", args=[entry.pk])).content.decode()
    assert "pour la boutique" in page and reverse("bank:return", args=[entry.pk]) in page
    assert admin.post(reverse("bank:assign", args=[entry.pk]), {"number": "NO-SUCH"}).status_code == 200
    assert admin.post(reverse("bank:ignore", args=[entry.pk]), {"reason": "other"}).status_code == 302
    assert rows.BankEntry.objects.get(pk=entry.pk).state == "ignored"
    page = admin.get(reverse("statements:index")).content.decode()
    assert "S-1" in page and "not given" in page


def test_a_file_that_is_no_statement_is_refused_at_its_form(world, admin) -> None:
    upload = {"file": SimpleUploadedFile("releve.xml", b"<html/>")}
    answer = admin.post(reverse("bank:add"), upload)
    assert answer.status_code == 200 and "camt.053" in answer.content.decode()
    assert not rows.BankStatement.objects.exists()


def test_an_event_is_found_by_its_order_shown_without_its_body_and_worked_again(world, admin) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_webhook_late"))
    jobs.work_payments(clock.now())
    order = orders.get(opened.order_id)
    send(paid(order.payments[0]), to="/hooks/test-bank/other-house/")
    page = admin.get(reverse("events:index"), {"q": order.number}).content.decode()
    event = rows.IncomingEvent.objects.get()
    assert event.event_id in page and "another company" in page
    rows.IncomingEvent.objects.update(account="maison-coste")
    assert admin.get(reverse("events:event", args=[event.pk])).status_code == 200
    assert admin.post(reverse("events:replay", args=[event.pk])).status_code == 302
    assert orders.get(opened.order_id).state == "confirmed"
    assert "worked already" in admin.post(reverse("events:replay", args=[event.pk])).content.decode()


def test_the_providers_page_shows_what_is_set_and_no_secret(world, admin, settings) -> None:
    settings.STRIPE_ACCOUNTS = stripe_servers.account("http://127.0.0.1:1")
    page = admin.get(reverse("events:providers")).content.decode()
    assert "/hooks/stripe/maison-coste/" in page and "2026-10-28" in page
    assert stripe_servers.KEY not in page and stripe_servers.SECRET not in page


def test_a_day_is_compared_by_hand_and_again(world, admin, place) -> None:
    place()
    today = clock.now().date()
    wanted = {"books": "test-bank:maison-coste", "day": str(today + timedelta(days=1))}
    assert "not over yet" in admin.post(reverse("books:add"), wanted).content.decode()
    wanted["day"] = str(today - timedelta(days=2))
    assert admin.post(reverse("books:add"), wanted).status_code == 302
    done = rows.Reconciliation.objects.get()
    assert "Both books say the same" in admin.get(reverse("books:page", args=[done.pk])).content.decode()
    assert admin.post(reverse("books:again", args=[done.pk])).status_code == 302
    assert "alike" in admin.get(reverse("books:index")).content.decode()


def test_a_merchant_sees_none_of_it_and_operations_set_no_account(world, log_in) -> None:
    merchant, operations = log_in("merchant"), log_in("operations")
    for name in ("events", "bank", "statements", "books"):
        assert merchant.get(reverse(f"{name}:index")).status_code in (302, 403)
        assert operations.get(reverse(f"{name}:index")).status_code == 200
    assert operations.post(reverse("bank-accounts:add"), ACCOUNT).status_code in (302, 403)
    assert not rows.BankAccount.objects.exists()

"""Staff give money back, issue cards and look into the ledger."""

from __future__ import annotations

import re

from django.urls import reverse

from comptoir.inventory import facade as inventory
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import PaymentResult


def work():
    while jobs.work_payments(clock.now()):
        pass


def test_a_part_is_given_back_once_although_the_form_was_sent_twice(log_in, place):
    order = place()
    work()
    client = log_in("operations", "fr")
    page = reverse("orders:refund", args=[order])
    shown = re.search(r'name="shown" value="(\d+)"', client.get(page).content.decode())[1]
    sent = {"amount": "10,00", "reason": "damaged", "back": "same", "shown": shown, "confirm": "1"}
    nothing = client.post(page, sent | {"amount": ""})
    assert nothing.status_code == 200 and "Dites pour quoi" in nothing.content.decode()
    assert client.post(page, sent).status_code == 302
    again = client.post(page, sent)
    assert again.status_code == 200 and "rendu de l’argent entre-temps" in again.content.decode()
    work()
    found = orders.get(order)
    assert found.paid == found.total - Money(1000, "EUR") and found.credited.minor == 1000
    html = client.get(reverse("orders:order", args=[order])).content.decode()
    assert "au dernier paiement d’abord" in html and "Article abîmé" in html


def test_a_piece_that_came_back_is_named_and_goes_into_stock(log_in, place, world):
    order = place()
    work()
    orders.mark_shipped(order, tracking_number="", actor="system:tests", now=clock.now())
    line = next(each for each in orders.get(order).lines if each.kind == "goods")
    client, page = log_in("operations", "fr"), reverse("orders:refund", args=[order])
    shown = re.search(r'name="shown" value="(\d+)"', client.get(page).content.decode())[1]
    named = {f"pieces_{line.position}": "1", f"put_back_{line.position}": "1", "delivery": "on"}
    sent = named | {"reason": "returned", "back": "same", "shown": shown}
    found, before = orders.get(order), inventory.availability([line.variant_id])[line.variant_id]
    comes_to = line.unit + found.delivery
    html = client.post(page, sent | {"preview": "1"}).content.decode()
    assert f"<strong>{comes_to.format('fr')}</strong>" in html and orders.get(order) == found
    assert client.post(page, sent | {"confirm": "1"}).status_code == 302
    after = inventory.availability([line.variant_id])[line.variant_id]
    assert sum(each.on_hand for each in after) == sum(each.on_hand for each in before) + 1
    assert orders.get(order).credited == comes_to
    html = client.get(reverse("orders:order", args=[order])).content.decode()
    assert "1 remboursée" in html


def test_everything_is_filled_in_by_one_button_and_shown_before_it_goes(log_in, place):
    order = place()
    work()
    orders.mark_shipped(order, tracking_number="", actor="system:tests", now=clock.now())
    client, page = log_in("operations", "fr"), reverse("orders:refund", args=[order])
    shown = re.search(r'name="shown" value="(\d+)"', client.get(page).content.decode())[1]
    sent = {"reason": "returned", "back": "same", "shown": shown, "amount": "3,00", "all": "1"}
    html = client.post(page, sent).content.decode()
    found = orders.get(order)
    assert f"<strong>{found.total.format('fr')}</strong>" in html and not found.credited.minor
    assert "facture d’avoir" in html and "bon d’achat" in html
    filled = {f"pieces_{line.position}": str(line.quantity) for line in found.lines if line.kind == "goods"}
    for name, pieces in filled.items():
        assert re.search(rf'name="{name}" value="{pieces}"', html), name
    del sent["all"]
    assert client.post(page, sent | filled | {"amount": "", "delivery": "on", "confirm": "1"}).status_code == 302
    html = client.get(reverse("orders:order", args=[order])).content.decode()
    assert "2 remboursées" in html and "1 remboursée<" in html


def test_a_refused_refund_is_shown_with_a_way_out(log_in, place, monkeypatch):
    order = place()
    work()
    no = PaymentResult(outcome="refused", amount=orders.get(order).total, refusal_code="account_closed")
    monkeypatch.setattr(PROVIDERS["test_card"], "refund", lambda demand: no)
    orders.cancel(order, reason="mistake", actor="system:tests", now=clock.now())
    work()
    monkeypatch.undo()
    client = log_in("operations", "en")
    html = client.get(reverse("orders:order", args=[order])).content.decode()
    again = re.search(r'href="([^"]*/again/)"', html)[1]
    assert client.get(again).status_code == 200
    assert client.post(again, {"back": "store_credit"}).status_code == 302
    work()
    assert orders.get(order).paid.minor == 0 and len(payments.credits_of(order, now=clock.now())) == 1
    assert "/again/" not in client.get(reverse("orders:order", args=[order])).content.decode()


def test_a_card_is_issued_with_a_code_that_is_shown_once_then_found_and_blocked(log_in, world):
    client = log_in("operations", "fr")
    answer = client.post(
        reverse("stored_values:add"), {"amount": "30", "reason": "sold_in_shop", "expires_on": "2030-12-31"}
    )
    code = re.search(r"<code class=\"secret\">([0-9A-Z-]{19})</code>", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    found = payments.find_code(code, asker="tests", now=clock.now())
    assert found.available == Money(3000, "EUR")
    index = reverse("stored_values:index")
    listed = client.get(index, {"q": code[-4:]}).content.decode()
    assert found.last4 in listed and code not in listed
    assert client.post(reverse("stored_values:block", args=[found.id])).status_code == 302
    assert payments.stored_value(found.id, now=clock.now()).state == "blocked"
    assert client.post(reverse("stored_values:top-up", args=[found.id]), {"amount": "5", "reason": "goodwill"})
    assert payments.stored_value(found.id, now=clock.now()).balance == Money(3500, "EUR")
    assert found.last4 in client.get(index, {"export": "csv"}).getvalue().decode()


def test_a_merchant_sees_the_ledger_but_gives_nothing_back(log_in, place):
    order = place()
    work()
    client = log_in("merchant", "en")
    assert client.get(reverse("orders:refund", args=[order])).status_code == 302
    listed = client.get(reverse("ledger:index")).content.decode()
    assert "VAT collected 20%" in listed and "Clearing, Test card" in listed
    exported = client.get(reverse("ledger:index"), {"export": "csv"}).getvalue().decode()
    assert "clearing:test_card" in exported
    assert client.get(reverse("ledger:check")).status_code == 200


def test_the_list_says_that_an_order_is_refunded_and_finds_it_by_that(log_in, place):
    order, other = place(), place()
    work()
    for each in (order, other):
        orders.mark_shipped(each, tracking_number="", actor="system:tests", now=clock.now())
    orders.refund(order, reason="returned", actor="system:tests", now=clock.now())
    client, number = log_in("operations", "fr"), orders.get(order).number
    assert number not in client.get(reverse("orders:index"), {"refunded": "on"}).content.decode()
    work()
    found = client.get(reverse("orders:index"), {"refunded": "on"}).content.decode()
    assert number in found and "Remboursée" in found and orders.get(other).number not in found
    assert "Remboursée" in client.get(reverse("orders:order", args=[order])).content.decode()

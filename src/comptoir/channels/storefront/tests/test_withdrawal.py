"""The online function to withdraw, as a guest meets it."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import pytest
from django.core import mail as outbox
from django.http import HttpRequest
from django.test import Client, RequestFactory

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales import handlers
from comptoir.aftersales.models import Withdrawal
from comptoir.channels.storefront import gifts, visits
from comptoir.giftcards.tests.test_withdrawn import bought, sells_cards
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.org.contracts import ShopperContext

__all__ = ["sells_cards"]
HERE = "/fr/retractation/"
WHO = {"name": "Léa <b>Martin</b>", "email": "lea@example.com"}


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")


def hidden(html: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    chosen = re.findall(r'name="(line_\d+)".*?<option value="(\d+)" selected>', html)
    return found | dict(chosen)


def test_a_guest_withdraws_in_two_steps_and_is_acknowledged(world, browser: Client) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    form = browser.get(HERE).content.decode()
    assert "Renoncer au contrat ici" in form and Withdrawal.objects.count() == 0
    second = browser.post(HERE, {**WHO, "number": order.number.lower()}).content.decode()
    assert ">Confirmer la rétractation</button>" in second and "<b>Martin" not in second
    assert order.link not in second  # who knows both learns nothing more of the order
    sent = {**hidden(second), "name": WHO["name"], "email": "autre@example.com"}
    assert Withdrawal.objects.count() == 0
    done = browser.post(HERE, sent)
    again = browser.post(HERE, sent)
    assert done.status_code == 302 and done["Location"] == again["Location"]
    (made,) = aftersales.of_order(order.id)
    receipt = browser.get(done["Location"]).content.decode()
    assert made.reference in receipt and made.statement_hash in receipt and "Cahier de table" in receipt
    handlers.acknowledge(str(made.id))
    handlers.stop(str(made.id))
    assert outbox.outbox[-1].to == ["autre@example.com"] and made.statement in outbox.outbox[-1].body
    assert orders.get(order.id).state == "cancelled"
    html = browser.get(f"/fr/commande/{order.link}/").content.decode()
    assert made.reference in html and "commande/" + order.link + "/retractation/" not in html


def test_from_the_order_the_form_is_filled_in_and_lines_may_be_kept(world, browser: Client) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    here = f"/en/order/{order.link}/withdrawal/"
    form = browser.get(here).content.decode()
    assert 'value="Léa Martin"' in form and order.number in form and "Withdraw from contract here" in form
    second = browser.post(here, WHO).content.decode()
    sent = {**hidden(second), **WHO, f"line_{shop.line(order, 'BOOK')}": "0"}
    browser.post("/en/withdrawal/", sent)
    (made,) = aftersales.of_order(order.id)
    assert [line.sku for line in made.lines] == ["BOWL-OCHRE"] and made.locale == "en"
    assert "withdraws from the contract" in made.statement


def test_what_is_refused_is_said_with_what_was_typed_and_writes_nothing(world, browser: Client) -> None:
    order = shop.paid(world, "BOOK")
    for wrong in ({**WHO, "number": "AAAA-AAAA"}, {**WHO, "number": order.number, "email": "x@example.com"}):
        answer = browser.post(HERE, wrong)
        html = answer.content.decode()
        assert answer.status_code == 404 and "Nous ne trouvons pas de commande" in html
        assert f'value="{wrong["number"]}"' in html
    assert browser.post(HERE, {"number": order.number}).status_code == 422
    second = browser.post(HERE, {**WHO, "number": order.number}).content.decode()
    nothing = {**hidden(second), **WHO, f"line_{shop.line(order, 'BOOK')}": "0"}
    assert browser.post(HERE, nothing).status_code == 422
    for forged in ("", "x", order.link):
        assert browser.post(HERE, {**nothing, "step": forged}).status_code == 404
    assert Withdrawal.objects.count() == 0
    orders.cancel(order.id, reason="changed_mind", actor="guest", now=clock.now())
    ended = browser.post(HERE, {**WHO, "number": order.number})
    assert ended.status_code == 409 and "annulée" in ended.content.decode()


def test_what_was_shown_of_a_card_is_read_in_the_currency_of_its_order(
    world, sells_cards, browser: Client, monkeypatch
) -> None:
    order = bought(world, "BOOK")

    def elsewhere(request: HttpRequest) -> ShopperContext:
        here = visits.shopper(request)
        return replace(here, market=replace(here.market, currency="USD"))

    second = browser.post(HERE, {**WHO, "number": order.number}).content.decode()
    monkeypatch.setattr(import_module("comptoir.channels.storefront.views.withdrawal"), "shopper", elsewhere)
    assert "backs_1" in hidden(second) and browser.post(HERE, {**hidden(second), **WHO}).status_code == 302
    assert aftersales.of_order(order.id)


def test_behind_a_proxy_each_visitor_has_a_brake_of_their_own(settings) -> None:
    settings.TRUSTS_PROXY = True
    said = "198.51.100.9, 203.0.113.7"  # the first is only what the visitor claims
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said)
    assert gifts.asker(request) == "address:203.0.113.7"
    settings.TRUSTS_PROXY = False
    assert gifts.asker(request) == "address:127.0.0.1"

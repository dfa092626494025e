"""Refusing is as easy as accepting, nothing is stored that was not allowed, and a mind may be changed."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import Page, expect

from comptoir.accounts.testing import log_in
from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.http import Collector
from comptoir.channels.collector.tests import support
from comptoir.channels.storefront.tests.conftest import OpenPage
from comptoir.channels.storefront.tests.test_journey import AXE, DESKTOP, PHONE
from comptoir.consent import facade as consent
from comptoir.consent import links
from comptoir.consent.contracts import CALL, EMAIL, SMS, VISITOR, Subject
from comptoir.customers import facade as customers
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION, PURPOSES
from comptoir.project.world import SHOPPER

CHOICE, DATA, HOME = "/fr/informations/vos-donnees/choix/", "/fr/informations/vos-donnees/", "/fr/"
BASKET = "/fr/panier/ajouter/"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
BANNER = 'class="consent"'
PAINTED = """new Promise((done) => {
  new PerformanceObserver(() => done()).observe({ type: "largest-contentful-paint", buffered: true });
})"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def client(**headers: str) -> Client:
    return Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin", **headers)


def text(browser: Client, path: str = HOME) -> str:
    return browser.get(path).content.decode()


def test_the_banner_asks_once_says_what_for_and_ticks_nothing(world: SimpleNamespace) -> None:
    browser = client()
    shown = text(browser)
    assert BANNER in shown and "checked" not in shown.partition("</section>")[0]
    for each in consent.PURPOSES:
        assert f'value="{each.code}"' in shown
    assert shown.count('class="button second"') >= 4, "accept, refuse, choose and keep have the same weight"
    assert BANNER not in text(browser, DATA) and 'id="choice"' in text(browser, DATA)
    answer = browser.post(CHOICE, {"answer": "refuse"}, HTTP_REFERER="http://127.0.0.1/fr/rayon/table/?sort=price&said=x")
    assert answer["Location"].startswith("/fr/rayon/table/?sort=price&said=") and "said=x" not in answer["Location"]
    assert browser.post(CHOICE, {})["Location"].startswith("/fr/?said=")
    assert BANNER not in text(browser) and "#choice" in text(browser)
    browser.cookies["choice"] = "forged measurement"
    assert BANNER in text(browser)


def test_a_refusal_stores_nothing_that_identifies_and_a_withdrawal_takes_the_number_off_the_device(
    world: SimpleNamespace,
) -> None:
    browser = client()
    text(browser)
    browser.post(CHOICE, {"answer": "refuse"})
    browser.post(BASKET, {"variant": world.variants["BOOK"]})
    assert not browser.cookies[VISITOR].value
    assert sql.rows("SELECT 1 FROM consent_choice") == []
    proof = sql.rows("SELECT visitor, person_key FROM journal_event WHERE name = 'Purposes Chosen'")
    assert proof == [(None, None)]
    assert sql.rows("SELECT 1 FROM journal_event WHERE visitor IS NOT NULL OR lane = 'behaviour'") == []

    browser.post(CHOICE, {"answer": "chosen", "purpose": [MEASUREMENT, "everything"]})
    cookie = browser.cookies[VISITOR]
    assert UUID.fullmatch(cookie.value) and cookie["max-age"] == 395 * 24 * 3600
    assert cookie["samesite"] == "Lax" and not cookie["httponly"]
    device = [Subject(VISITOR, cookie.value)]
    assert consent.allowed(device, MEASUREMENT) and not consent.allowed(device, PERSONALISATION)
    browser.post(BASKET, {"variant": world.variants["BOOK"]})
    told = sql.rows("SELECT DISTINCT visitor FROM journal_event WHERE lane = 'behaviour'")
    assert told == [(cookie.value,)]
    number = cookie.value
    browser.post(CHOICE, {"answer": "accept"})
    assert browser.cookies[VISITOR].value == number and consent.allowed(device, MARKETING)

    browser.post(CHOICE, {"answer": "refuse"})
    assert not browser.cookies[VISITOR].value and browser.cookies[VISITOR]["max-age"] == 0
    assert not consent.allowed(device, MEASUREMENT)
    before = sql.rows("SELECT count(*) FROM journal_event WHERE visitor IS NOT NULL")
    browser.cookies[VISITOR] = number  # a browser that keeps it all the same
    browser.post(BASKET, {"variant": world.variants["THROW"]})
    assert sql.rows("SELECT count(*) FROM journal_event WHERE visitor IS NOT NULL") == before


def test_a_browser_that_refuses_is_heard_whatever_is_pressed(world: SimpleNamespace) -> None:
    browser = client(HTTP_SEC_GPC="1")
    shown = text(browser)
    assert "Global Privacy Control" in shown and shown.count("disabled") == 2
    browser.post(CHOICE, {"answer": "accept"})
    device = [Subject(VISITOR, browser.cookies[VISITOR].value)]
    assert {purpose: each.granted for purpose, each in consent.standing(device).items()} == {
        MEASUREMENT: True, PERSONALISATION: False, MARKETING: False,
    }  # fmt: skip
    assert browser.get("/.well-known/gpc.json").json()["gpc"] is True


def consent_of(page: Page) -> dict[str, str]:
    return {each["name"]: each["value"] for each in page.context.cookies() if each["name"] in ("choice", VISITOR)}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "script", "language"), [(PHONE, True, "fr"), (DESKTOP, False, "en")])
def test_a_visitor_refuses_then_allows_one_purpose_then_changes_their_mind(
    open_page: OpenPage, width: int, script: bool, language: str
) -> None:
    words = {
        "fr": ("Tout refuser", "Choisir", "Mesurer les visites", "Garder ces choix", "Vos choix sur vos visites"),
        "en": ("Refuse all", "Choose", "Measuring visits", "Keep these choices", "Your choices about your visits"),
    }
    refuse, choose, measuring, keep, at_the_foot = words[language]
    page = open_page(language=language, width=width, script=script)
    page.goto("/")
    banner = page.locator(".consent")
    expect(banner).to_be_visible()
    sizes = {button.bounding_box()["width"] for button in banner.locator(".consent-answers > button").all()}  # type: ignore[index]
    assert max(sizes) - min(sizes) < 1, "refusing is as large as accepting"
    if script:
        page.evaluate(AXE)
        assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
    banner.get_by_role("button", name=refuse).click()
    expect(banner).to_have_count(0)
    assert VISITOR not in consent_of(page) and "measurement" not in consent_of(page)["choice"]
    if script:
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

    page.context.clear_cookies()
    page.goto("/")
    banner.get_by_text(choose, exact=True).click()
    boxes = banner.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]
    banner.get_by_label(measuring).check()
    banner.get_by_role("button", name=keep).click()
    expect(banner).to_have_count(0)
    assert UUID.fullmatch(consent_of(page)[VISITOR])

    page.get_by_role("link", name=at_the_foot).click()
    form = page.locator("#choice")
    assert [box.is_checked() for box in form.get_by_role("checkbox").all()] == [True, False, False]
    form.get_by_label(measuring).uncheck()
    form.get_by_role("button", name=keep).click()
    expect(page.locator("#said")).not_to_be_empty()
    assert VISITOR not in consent_of(page)


def test_a_letter_is_asked_for_on_any_page_confirmed_and_ended_with_one_click(world: SimpleNamespace) -> None:
    browser, page = client(), "http://127.0.0.1/fr/produit/bol-matin/"
    assert "Notre lettre, par e-mail" in text(browser)
    wrong = browser.post("/fr/lettre/", {"email": "zoe"}, HTTP_REFERER=page)["Location"]
    assert wrong.startswith("/fr/produit/bol-matin/?said=") and "notice problem" in text(browser, wrong)
    assert "Nous avons écrit" in browser.post("/fr/lettre/", {"email": "zoe@example.com"}, follow=True).content.decode()
    ((answer, recipient, words),) = sql.rows("SELECT id, recipient_id, wording FROM consent_answer")
    assert words.startswith("Je souhaite la lettre de Maison Coste")
    there = f"/fr/lettre/confirmer/{links.confirming(answer)}/"
    assert "Oui, envoyez-la-moi" in text(browser, there)
    assert not consent.agreed("zoe@example.com", EMAIL), "mail programs open links"
    assert "trop ancien" in browser.post("/fr/lettre/confirmer/x:y:z/", follow=True).content.decode()
    assert "La prochaine lettre" in browser.post(there, follow=True).content.decode()
    assert consent.agreed("zoe@example.com", EMAIL)
    end = f"/fr/messages/arreter/{links.stopping(recipient, EMAIL)}/"
    shown = text(browser, end)
    assert "z•••@example.com" in shown and "zoe@" not in shown and consent.agreed("zoe@example.com", EMAIL)
    program = Client(HTTP_HOST="127.0.0.1")  # it sends neither Origin nor Referer
    assert program.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not consent.agreed("zoe@example.com", EMAIL) and "Plus rien ne part" in text(browser, end)
    assert browser.post(f"{end[:-2]}/").status_code == 404


def test_the_account_asks_for_each_channel_apart_and_keeps_what_was_read(world: SimpleNamespace) -> None:
    browser, page = client(), "/fr/compte/messages/"
    assert browser.get(page)["Location"] == "/fr/compte/"
    account = world.accounts[SHOPPER]
    customers.join_account(account, email=SHOPPER, locale="fr", now=world.now)
    log_in(browser, get_user_model().objects.get(pk=account))
    assert "checked" not in text(browser, page)
    told = {"phone": "06 12 34 56 78", "channel": ["email", "sms"]}
    assert "Nous vous avons écrit" in browser.post(page, told, follow=True).content.decode()
    assert consent.agreed("0612345678", SMS) and not consent.agreed("0612345678", CALL)
    assert not consent.agreed(SHOPPER, EMAIL), "until it is confirmed"
    browser.post(page, {"phone": "0612345678"})
    assert not consent.agreed("0612345678", SMS)
    kept = [each for each in consent.said(consent.to("phone", "0612345678")) if each.basis == "consent"]
    assert kept[0].wording == "Maison Coste peut m’envoyer des offres par SMS. Je réponds STOP pour y mettre fin."
    assert "problem" in browser.post(page, {"phone": "12", "channel": ["call"]}, follow=True).content.decode()


def test_a_report_names_no_address_that_opens_something(world: SimpleNamespace) -> None:
    order = shop.paid(world, "BOOK")
    browser = client()
    browser.post(CHOICE, {"answer": "accept"})
    with override_settings(COLLECTOR="http://127.0.0.1:9"):
        page = browser.get(f"/fr/commande/{orders.link(order.id)}/")
        facts = re.search(r'data-facts="([^"]*)"', page.content.decode())
    assert facts and json.loads(html.unescape(facts[1]))["path"] == "/fr/commande/-/"
    assert page["Cache-Control"] == "no-store"


@pytest.fixture
def heard(world: SimpleNamespace) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the collector has kept of our pages; the thread of the browser asks the database past Django."""
    desk = Desk(support.address())
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(Collector(desk))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    asking = psycopg.connect(support.address(), autocommit=True)

    def told() -> list[dict[str, Any]]:
        return [row[0] for row in asking.execute("SELECT row_to_json(e) FROM journal_behaviour e ORDER BY occurred_at")]

    with override_settings(COLLECTOR=f"http://127.0.0.1:{server.server_port}"):
        yield told
    asking.close()
    server.shutdown()
    server.server_close()
    thread.join(10)
    desk.close()


@pytest.mark.browser
def test_the_page_reports_what_only_it_knows_from_the_consent_on_and_not_a_moment_longer(
    heard: Callable[[], list[dict[str, Any]]], open_page: OpenPage
) -> None:
    def wait_for(event: str, kind: str = "") -> dict[str, Any]:
        for _ in range(200):
            for each in heard():
                payload = each["payload"]
                if payload.get("event") == event or (kind and payload["properties"].get("kind_of_page") == kind):
                    return each
            page.wait_for_timeout(50)
        raise AssertionError(f"{event} {kind} did not come: {heard()}")

    page = open_page()
    page.goto("/fr/rayon/table/?utm_source=lettre&utm_campaign=novembre&email=zoe@example.com")
    assert page.locator("#report").count() == 0
    page.get_by_role("button", name="Tout accepter").click()
    expect(page.locator(".consent")).to_have_count(0)
    number = consent_of(page)[VISITOR]
    seen = wait_for("-", "category")
    assert (seen["name"], seen["visitor"], seen["payload"]["path"]) == ("Page Viewed", number, "/fr/rayon/table/")
    assert seen["payload"]["campaign"] == {"source": "lettre", "name": "novembre"}
    assert seen["payload"]["purposes"] == sorted(PURPOSES)
    assert seen["payload"]["properties"]["first_source"] == "lettre"
    shown = wait_for("Product List Viewed")["payload"]["properties"]["products"]
    page.locator(".card a").first.click()
    assert wait_for("Product Clicked")["payload"]["properties"]["product_id"] == shown[0]["product_id"]
    product = wait_for("Product Viewed")["payload"]["properties"]
    assert product["product_id"] == shown[0]["product_id"] and product["currency"] == "EUR"
    assert {each["visitor"] for each in heard()} == {number} and "example.com" not in json.dumps(heard())
    page.screenshot()  # a browser without a window paints when somebody looks
    page.evaluate(PAINTED)
    page.evaluate("navigator.sendBeacon = () => true")  # a browser that drops its beacons, as some do under load
    page.get_by_role("link", name="Vos choix sur vos visites").click()
    wait_for("Web Vitals Measured")  # of the page that was left; on the first one the click may come before the paint
    page.locator("#choice").get_by_role("button", name="Tout refuser").click()
    expect(page.locator("#said")).not_to_be_empty()
    assert page.locator("#report").count() == 0
    page.goto("/fr/")
    count = len(heard())
    page.goto("/fr/rayon/table/")
    page.locator(".card a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/fr/")
    assert len(heard()) == count
    assert page.evaluate("[localStorage.getItem('first-visit'), sessionStorage.getItem('left-behind')]") == [None, None]

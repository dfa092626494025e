"""The page between basket and order, when it is sent twice, sent late or sent with nonsense."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from comptoir.checkout.tests import story
from comptoir.consent import facade as consent
from comptoir.customers import facade as customers
from comptoir.kit import clock, sql
from comptoir.kit.text import Localised
from comptoir.orders import facade as sales
from comptoir.project import founding
from comptoir.project import world as small
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Terms
from comptoir.treasury.tests.conftest import bank  # noqa: F401

PATH = "/fr/commander/"
TYPED = {
    "email": "camille@example.com",
    "name": "Camille Roux",
    "street": "3 quai Saint-Antoine",
    "postcode": "69002",
    "city": "Lyon",
    "country": "FR",
    "method": "home",
    "tender": "test_card:tok_success",
}


@pytest.fixture
def browser(world: SimpleNamespace) -> Client:
    client = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")
    client.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    return client


def filled(client: Client, **changed: str) -> dict[str, str]:
    """What the page would send: what it has hidden and what a person types."""
    typed = TYPED | changed
    html = client.post(PATH, typed | {"update": "1"}).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    return hidden | typed


def orders() -> int:
    found = sql.row("SELECT count(*) FROM orders_order")
    assert found
    return int(found[0])


@pytest.mark.parametrize("again", [{}, {"tender": "test_card:tok_refused"}, {"update": "1"}])
def test_the_page_sent_twice_ends_at_one_order(browser: Client, again: dict[str, str]) -> None:
    sent, basket = filled(browser), browser.cookies["basket"].value
    first = browser.post(PATH, sent)
    browser.cookies["basket"] = basket  # the answer got lost, and with it the news that the basket is gone
    second = browser.post(PATH, sent | again)
    assert first["Location"].startswith("/fr/commande/")
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert second.cookies["basket"]["max-age"] == 0
    assert orders() == 1


def test_a_basket_that_was_merged_into_another_is_said_to_be_closed(browser: Client) -> None:
    sent = filled(browser)
    sql.run("UPDATE checkout_basket SET state = 'merged'", [])
    answer = browser.post(PATH, sent, follow=True)
    assert "Ce panier a déjà été commandé" in answer.content.decode()
    assert orders() == 0


def test_after_the_session_the_basket_of_a_person_is_empty_and_offers_to_log_in(browser: Client) -> None:
    login = {"email": small.SHOPPER, "password": small.PASSWORD}
    browser.post("/fr/compte/", login)
    del browser.cookies["sessionid"]
    kept = browser.cookies["basket"].value
    for method in (browser.get, browser.post):
        assert method(PATH)["Location"] == "/fr/panier/"
    answer = browser.get("/fr/panier/")
    html = answer.content.decode()
    assert answer.status_code == 200 and answer.cookies["basket"]["max-age"] == 0
    assert "Votre panier est vide" in html and "vous attend dans votre compte" in html
    browser.cookies["basket"] = kept
    browser.post("/fr/compte/", login)
    assert "Cahier de table" in browser.get("/fr/panier/").content.decode()
    html = browser.get(PATH).content.decode()
    assert f'value="{small.SHOPPER}"' in html and 'value="Camille' in html, "asked who they are, though known"


def test_beside_a_postcode_of_no_departement_stands_what_may_have_been_meant(browser: Client) -> None:
    html = browser.post(PATH, filled(browser, postcode="99002")).content.decode()
    assert 'name="town" value="69002 Lyon"' in html and orders() == 0


@pytest.mark.parametrize(
    ("wrong", "place", "sentence"),
    [
        ({"postcode": "75\x00001"}, "field-postcode", "ne peuvent pas être conservés"),
        ({"postcode": "75\x00001", "update": "1"}, "field-postcode", "pas un code postal"),
        ({"postcode": "99002"}, "field-postcode", "pas un code postal"),
        ({"country": "\x00"}, "field-country", "Choisissez l’une des possibilités"),
        ({"country": "ZZ", "update": "1"}, "field-country", "Choisissez l’une des possibilités"),
        ({"method": "collect@" + "x" * 292}, "method", "Choisissez l’une des possibilités"),
        ({"method": "nothing-known", "update": "1"}, "method", "Choisissez l’une des possibilités"),
        ({"method": "home\x00"}, "method", "Choisissez l’une des possibilités"),
        ({"city": " "}, "field-city", "Indiquez la ville"),
        ({"name": "Camille\x00"}, "field-name", "ne peuvent pas être conservés"),
    ],
)
def test_nonsense_is_answered_at_its_field(browser: Client, wrong: dict[str, str], place: str, sentence: str) -> None:
    answer = browser.post(PATH, filled(browser) | wrong)
    assert answer.status_code == 422
    marked = re.search(rf'<li><a href="#{place}">.*?</li>', answer.content.decode())
    assert marked and sentence in marked[0]
    assert orders() == 0


def test_a_slip_in_the_address_is_doubted_once_and_never_refused(browser: Client) -> None:
    sent = filled(browser, email="camille@gmial.com")
    doubted = browser.post(PATH, sent)
    html = doubted.content.decode()
    assert doubted.status_code == 422 and 'name="meant_email" value="camille@gmail.com"' in html and orders() == 0
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    taken = browser.post(PATH, sent | hidden | {"meant_email": "camille@gmail.com"}).content.decode()
    assert 'value="camille@gmail.com"' in taken and "gmial" not in taken and orders() == 0
    assert browser.post(PATH, sent | hidden)["Location"].startswith("/fr/commande/"), "right as it was written"


@pytest.mark.parametrize(
    ("cookie", "language", "country", "postcode"),
    [("69003", "", "FR", "69003"), ("", "fr-BE,fr;q=0.8", "BE", ""), ("x<", "en-US", "FR", "")],
)
def test_what_was_said_beside_an_article_is_not_asked_again(
    browser: Client, cookie: str, language: str, country: str, postcode: str
) -> None:
    browser.cookies["near"] = cookie
    html = browser.get(PATH, HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert f'<option value="{country}" selected>' in html
    assert f'name="postcode" type="text" value="{postcode}"' in html


def test_letters_about_like_articles_are_told_where_the_address_is_given_and_a_box_refuses_them(
    browser: Client, world: SimpleNamespace
) -> None:
    """CPCE L34-5; and an order says whether its buyer was logged in."""

    def why(*, similar: bool = True) -> str:
        return consent.may_write(TYPED["email"], "email", clock.now(), similar=similar).why

    page = browser.get(PATH).content.decode()
    assert "articles semblables" in page and re.search(r'name="similar_refused" value="1">', page), "never ticked by us"
    browser.post(PATH, filled(browser))
    assert why() == "similar_products" and why(similar=False) == "never_asked"
    (email, _sms, _call) = consent.standing_of(TYPED["email"], "")
    assert email.allowed and email.proof and "articles semblables" in email.proof.wording
    browser.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    browser.post(PATH, filled(browser, similar_refused="1"))
    assert why() == "withdrawn"
    browser.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    browser.post(PATH, filled(browser))
    assert why() == "withdrawn", "who refused is not asked by the next order"
    assert orders() == 3 and not any(row.logged_in for row in sales.find(sales.OrderFilter(), size=9).items)

    account = world.accounts[small.SHOPPER]
    customer = customers.join_account(account, email=small.SHOPPER, locale="fr", now=world.now)
    known = SimpleNamespace(**vars(world) | {"context": small.context(clock.now(), customer_id=customer)})
    assert sales.get(story.placed(known, "BOOK").order_id).logged_in


def test_the_postcode_of_the_product_page_is_that_of_the_basket_until_the_order_says_another(browser: Client) -> None:
    def kept() -> str:
        return str(sql.rows("SELECT postcode FROM checkout_basket ORDER BY changed_at DESC LIMIT 1")[0][0])

    for postcode in ("69003", "75011"):  # the later one counts
        browser.cookies["near"] = postcode
        browser.get("/fr/panier/")
        assert kept() == postcode
    browser.post(PATH, filled(browser, postcode="13001", city="Marseille") | {"update": "1"})
    assert kept() == "13001" and browser.cookies["near"].value == ""
    browser.get("/fr/panier/")
    assert kept() == "13001"


def test_beside_a_transfer_the_summary_counts_the_days_from_the_money(bank: SimpleNamespace) -> None:  # noqa: F811
    client = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")
    client.post("/fr/panier/ajouter/", {"variant": bank.variants["BOOK"]})
    html = client.get(PATH).content.decode()
    told = r'class="at-once">Livraison [^<]+</strong><strong class="later">Environ \d jours ouvrés après l’arrivée'
    assert re.search(told, html)
    assert re.search(r'value="bank_transfer" data-later', html) and html.count("data-later") == 1


def test_codes_that_add_up_say_so_and_what_each_takes_off(browser: Client) -> None:
    now = clock.now()
    for code, percent in (("HELLO10", 1_000), ("SPRING20", 2_000)):
        terms = Terms(
            name=code, shown=Localised(fr=code.title(), en=code.title()), starts_at=now - timedelta(hours=1),
            trigger="code", code=code, effect="percent", percent_bp=percent,
        )  # fmt: skip
        promotions.create_promotion(terms, market="fr", currency="EUR", origin=founding.origin(), now=now)
    browser.post("/fr/panier/code/", {"code": "hello10"})
    assert "s’additionnent" not in browser.get("/fr/panier/").content.decode()
    browser.post("/fr/panier/code/", {"code": "spring20"})
    for page in ("/fr/panier/", PATH):
        html = browser.get(page).content.decode()
        taken = [int(each.replace(",", "")) for each in re.findall(r'class="saving">−([\d,]+)', html)]
        together = re.search(r"s’additionnent\s: ensemble, ils déduisent ([\d,]+)", html)
        assert len(taken) == 2 and together and int(together[1].replace(",", "")) == sum(taken) > taken[0] > 0

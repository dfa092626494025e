"""Logging in: the guest's basket comes along, the person's orders are there, nobody else's are."""

import pytest
from django.test import Client

from comptoir.checkout.tests import story
from comptoir.project import world as small

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def browser():
    return Client(HTTP_HOST="127.0.0.1", **OWN)


def log_in(browser, world, email=small.SHOPPER, password=small.PASSWORD):
    return browser.post("/fr/compte/", {"email": email, "password": password}, follow=True)


def put(browser, world, sku):
    return browser.post("/fr/panier/ajouter/", {"variant": str(world.variants[sku]), "quantity": "1"})


def test_a_guest_s_basket_comes_along_and_is_there_on_another_device(world, browser):
    put(browser, world, "BOOK")
    page = log_in(browser, world).content.decode()
    assert "Vos commandes" in page and "Vous êtes connecté" in page
    other = Client(HTTP_HOST="127.0.0.1", **OWN)
    put(other, world, "THROW")
    log_in(other, world)
    for device in (browser, other):
        basket = device.get("/fr/panier/").content.decode()
        assert "Cahier de table" in basket and "Plaid du Plateau" in basket


def test_a_wrong_password_says_so_keeps_the_e_mail_and_tells_no_more(world, browser):
    wrong = log_in(browser, world, password="not this one")
    unknown = log_in(browser, world, email="nobody@example.com")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert small.SHOPPER in wrong.content.decode()
    assert wrong.content.decode().replace(small.SHOPPER, "") == unknown.content.decode().replace(
        "nobody@example.com", ""
    )


def test_a_person_sees_their_orders_and_after_leaving_nobody_does(world, browser):
    log_in(browser, world)
    put(browser, world, "BOOK")
    stranger = story.placed(world, "THROW")
    page = browser.get("/fr/compte/").content.decode()
    assert stranger.number not in page
    left = browser.post("/en/account/leave/", follow=True).content.decode()
    assert "You are logged out" in left
    assert "Cahier de table" not in browser.get("/fr/panier/").content.decode()
    assert "Mot de passe" in browser.get("/fr/compte/").content.decode()


def test_what_a_person_sees_is_kept_by_no_browser(world, browser):
    page = "/fr/produit/bol-matin/"
    before = browser.get(page)
    assert "no-store" not in before["Cache-Control"]
    log_in(browser, world)
    assert "no-store" in browser.get(page)["Cache-Control"]


def test_a_form_of_another_site_cannot_log_anybody_in(world):
    foreign = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="cross-site")
    answer = foreign.post("/fr/compte/", {"email": small.SHOPPER, "password": small.PASSWORD})
    assert answer.status_code == 403 and "sessionid" not in answer.cookies

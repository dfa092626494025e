"""What a buyer meets in another tab after ordering, and when they change the language half-way."""

import re

import pytest
from django.test import Client

from comptoir.checkout.tests import story
from comptoir.orders import facade as orders

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "127.0.0.1"}
TYPED = {
    "email": "zoe@example.com", "name": "Zoé <b>Martin</b>", "phone": "0612345678", "street": "3 rue du Lac",
    "more": "", "postcode": "69003", "city": "Lyon", "country": "FR",
}  # fmt: skip


@pytest.fixture
def browser(world):
    client = Client(**OWN)
    client.post("/fr/panier/ajouter/", {"variant": str(world.variants["BOOK"]), "quantity": "1"})
    return client


def test_the_language_changes_with_all_that_was_typed_and_nothing_is_complained_of(browser) -> None:
    shown = browser.get("/fr/commander/").content.decode()
    assert 'form="checkout-form"' in shown and 'formaction="/en/checkout/"' in shown
    answer = browser.post("/en/checkout/", {**TYPED, "language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "The order is not placed yet" not in page
    assert "3 rue du Lac" in page and "zoe@example.com" in page and 'lang="en"' in page
    assert "<b>Martin" not in page and "&lt;b&gt;Martin" in page


def test_after_an_order_the_empty_basket_of_another_tab_leads_to_it(world, browser) -> None:
    placed = story.placed(world, "BOOK")
    link = orders.link(placed.order_id)
    assert link not in browser.get("/fr/panier/").content.decode()
    done = order(browser)
    assert done.startswith("/fr/commande/")
    page = browser.get("/fr/panier/").content.decode()
    assert done.partition("?")[0] in page and "Votre panier est vide" in page
    browser.post("/fr/compte/quitter/")
    assert "/fr/commande/" not in browser.get("/fr/panier/").content.decode()


def order(browser) -> str:
    """Sends the page as it was shown; answers where it led."""
    page = browser.post("/fr/commander/", {**TYPED, "method": first_way(browser), "update": "1"}).content.decode()
    hidden = dict(re.findall(r'name="(shown_\w+|key)" value="([^"]*)"', page))
    sent = {**TYPED, **hidden, "method": hidden["shown_method"], "tender": "test_card:tok_success"}
    return browser.post("/fr/commander/", sent)["Location"]


def first_way(browser) -> str:
    return re.findall(r'name="method" value="([^"]*)"', browser.get("/fr/commander/").content.decode())[0]

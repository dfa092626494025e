"""Beside the basket, by a browser without JavaScript."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from comptoir.accounts.testing import log_in
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.tests.test_checkout import PATH, filled, orders
from comptoir.customers import facade as customers
from comptoir.kit import sql

BASKET = "/fr/panier/"
LINES = """
SELECT v.sku, l.quantity FROM checkout_basketline l JOIN checkout_basket b ON b.id = l.basket_id
JOIN catalog_variant v ON v.id = l.variant_id WHERE b.state = 'open' ORDER BY v.sku
"""


# The open basket of this browser is a person's who logged out.
LEFT_BEHIND = """
UPDATE checkout_basket SET owner_id = (SELECT buyer_id FROM checkout_basket WHERE state = 'placed')
WHERE state = 'open'
"""


def client() -> Client:
    return Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")


@pytest.fixture
def browser(world: SimpleNamespace) -> Client:
    made = client()
    for sku in ("BOOK", "BOWL-OCHRE"):
        made.post("/fr/panier/ajouter/", {"variant": world.variants[sku]})
    return made


def page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_a_line_is_saved_and_put_back_and_survives_an_order(world: SimpleNamespace, browser: Client) -> None:
    line = {"line": world.variants["BOOK"]}
    assert "mis de côté" in browser.post("/fr/panier/de-cote/", line | {"save": "1"}, follow=True).content.decode()
    assert 'name="back"' in page(browser, BASKET)
    assert browser.post(PATH, filled(browser))["Location"].startswith("/fr/commande/")
    assert orders() == 1
    kept = page(browser, BASKET)
    assert 'name="back"' in kept and "Votre panier est vide" in kept
    browser.post("/fr/panier/de-cote/", line | {"back": "1"})
    assert 'name="back"' not in page(browser, BASKET)
    refused = browser.post("/fr/panier/de-cote/", {"line": "nonsense"}, follow=True)
    assert "problem" in refused.content.decode()


def test_a_link_is_shared_and_taken_by_somebody_else(browser: Client) -> None:
    said = browser.post("/fr/panier/partager/", follow=True).content.decode()
    (path,) = re.findall(r'href="http://127.0.0.1(/fr/partage/[\w-]+/)"', said)
    friend = client()
    shown = page(friend, path)
    assert "Un panier partagé" in shown and "camille" not in shown
    taken = friend.post(f"{path}prendre/", follow=True).content.decode()
    assert "2 articles sont dans votre panier." in taken
    assert friend.get("/fr/partage/nobody-made-this-link/").status_code == 404


def test_an_order_is_ordered_again_at_what_is_sold_today(world: SimpleNamespace, browser: Client) -> None:
    link = browser.post(PATH, filled(browser))["Location"].partition("?")[0]
    sql.run("UPDATE orders_order SET state = 'delivered'")
    assert f'action="{link}a-nouveau/"' in page(browser, link)
    browser.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"], "quantity": "3"})
    for _time in range(2):  # asking twice is asking once
        said = browser.post(f"{link}a-nouveau/", follow=True).content.decode()
        assert "2 articles sont dans votre panier." in said
    assert sql.rows(LINES) == [("BOOK", 3), ("BOWL-OCHRE", 1)]
    sql.run(LEFT_BEHIND)
    said = browser.post(f"{link}a-nouveau/", follow=True).content.decode()
    assert "2 articles sont dans votre panier." in said, "a new one is begun"
    bowl, book = (world.products[name] for name in ("bowl", "book"))
    catalog.withdraw(bowl, market="fr", origin=world.context.origin(), now=world.now)
    assert "1 n’est plus en vente" in client().post(f"{link}a-nouveau/", follow=True).content.decode()
    catalog.withdraw(book, market="fr", origin=world.context.origin(), now=world.now)
    assert "Plus rien de cette commande" in client().post(f"{link}a-nouveau/", follow=True).content.decode()


def test_a_town_that_does_not_fit_is_doubted_once_and_never_refused(browser: Client) -> None:
    doubted = browser.post(PATH, filled(browser, postcode="69003", city="Lion"))
    html = doubted.content.decode()
    assert (doubted.status_code, orders()) == (422, 0)
    assert 'name="town" value="69003 Lyon"' in html
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    typed = filled(browser, postcode="69003", city="Lion")
    taken = browser.post(PATH, typed | hidden | {"town": "69003 Lyon"}).content.decode()
    assert 'value="Lyon"' in taken and orders() == 0
    assert browser.post(PATH, typed | hidden).status_code == 302  # as it was written, the second time
    assert orders() == 1


def test_nothing_is_recorded_before_somebody_allows_it(world: SimpleNamespace, browser: Client) -> None:
    def behaviour() -> int:
        return int(sql.rows("SELECT count(*) FROM journal_event WHERE lane = 'behaviour'")[0][0])

    page(browser, BASKET)
    browser.post("/fr/informations/vos-donnees/choix/", {"answer": "refuse"})
    page(browser, BASKET)
    browser.cookies["choice"] = "forged measurement"
    page(browser, BASKET)
    assert behaviour() == 0
    said = browser.post("/fr/informations/vos-donnees/choix/", {"answer": "accept"}, follow=True)
    assert "Votre choix est gardé" in said.content.decode()
    page(browser, BASKET)
    assert behaviour() == 1
    browser.post("/fr/informations/vos-donnees/choix/", {"answer": "refuse"})
    page(browser, BASKET)
    assert behaviour() == 1


def test_who_ordered_before_orders_as_the_last_time(world: SimpleNamespace) -> None:
    person = client()
    email = "camille@example.com"
    customers.join_account(world.accounts[email], email=email, locale="fr", now=world.now)
    log_in(person, get_user_model().objects.get(email=email))
    for _ in range(2):
        person.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
        if orders():
            assert "comme la dernière fois" in page(person, PATH)
            shown = person.post("/fr/commander/comme-avant/", follow=True).content.decode()
            assert 'value="3 quai Saint-Antoine"' in shown
            assert re.search(r'value="test_card:tok_success"[^>]*checked', shown)
        else:
            assert "comme la dernière fois" not in page(person, PATH)
            assert person.post(PATH, filled(person)).status_code == 302

"""What is told in one language only, on the pages of the other: it says in which it is (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.tests.test_set_aside import client, page
from comptoir.kit import cache, sql
from comptoir.orders import reviewing
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.tests import shop
from comptoir.reviews.tests import people
from comptoir.search import facade as search
from comptoir.wishes import facade as wishes
from comptoir.wishes.tests.test_wishes import set_stock

NAME, AISLE, COLOURS = "Morning bowl", "Tableware", {"BOWL-OCHRE": "Ochre", "BOWL-BLUE": "Blue"}
LABELS = "UPDATE catalog_attribute SET label = %s WHERE code = 'colour'"
MARKED = re.compile(r'<(\w+)[^>]*\slang="en"[^>]*>[^<]*</\1>')
NOT_READ = re.compile(r"<(script|title|template)\b.*?</\1>|<[^>]*>", re.S)


@pytest.fixture
def world(world: SimpleNamespace) -> SimpleNamespace:
    """Its bowl, what is chosen of it, and its aisle have English texts alone."""
    sql.run("UPDATE catalog_product SET name = %s WHERE external_id = 'bowl'", [json.dumps({"en": NAME})])
    sql.run("UPDATE catalog_category SET name = %s WHERE name ->> 'en' = %s", [json.dumps({"en": AISLE}), AISLE])
    sql.run(LABELS, [json.dumps({"en": "Colour"})])
    for sku, colour in COLOURS.items():
        options = json.dumps({"colour": {"en": colour}})
        sql.run("UPDATE catalog_variant SET options = %s WHERE sku = %s", [options, sku])
    cache.forget()
    search.index_news()
    return world


def says(html: str, *texts: str) -> None:
    """Each of these is there, and none is read out as if it were French."""
    marked = [found[0] for found in MARKED.finditer(html)]
    heard = NOT_READ.sub("", MARKED.sub("", html))
    for text in texts:
        assert any(f">{text}<" in each for each in marked), text
        assert text not in heard


def posted(browser: Client, path: str, **given: object) -> str:
    return browser.post(path, given, follow=True).content.decode()


def test_basket_checkout_saved_lines_wishes_and_what_stands_beside_an_article(world: SimpleNamespace) -> None:
    browser, bowl = client(), world.variants["BOWL-OCHRE"]
    says(posted(browser, "/fr/panier/ajouter/", variant=bowl), NAME)
    for path in ("/fr/panier/", "/fr/commander/", f"/fr/envies/?v={bowl}", address("near", "fr", variant=bowl)):
        says(page(browser, path), NAME, "Ochre")
    says(posted(browser, "/fr/panier/de-cote/", line=bowl, save="1"), NAME, "Ochre")
    says(page(browser, "/fr/comparer/?p=bowl&p=book"), NAME, "Ochre", "Blue", "Colour")
    says(page(browser, "/fr/comparer/?p=book"), NAME)
    says(page(browser, "/fr/recherche/propositions/?q=tableware"), AISLE)
    says(page(browser, "/fr/recherche/propositions/?q=morning"), NAME)
    set_stock(world, "BOWL-BLUE", 0)
    token = wishes.ask_when_back(world.variants["BOWL-BLUE"], "lou@example.com", world.context)
    says(page(browser, address("waiting", "fr", token=token)), NAME, "Blue")


def test_a_basket_that_is_shared_and_what_friends_propose(world: SimpleNamespace) -> None:
    owner, friend = client(), client()
    owner.post("/fr/panier/ajouter/", {"variant": world.variants["BOWL-OCHRE"]})
    said = posted(owner, "/fr/panier/partager/", friends="1")
    (path,) = set(re.findall(r'href="http://127.0.0.1(/fr/partage/[\w-]+/)"', said))
    friend.post(f"{path}dire/", {"join": "1", "name": "Léa"})
    friend.post(f"{path}dire/", {"propose": "1", "variant": world.variants["BOWL-BLUE"], "quantity": "1"})
    shown = page(friend, f"{path}?q=bowl")
    says(shown, NAME, "Ochre", "Blue")
    assert all(f'" lang="en">{colour}</option>' in shown for colour in COLOURS.values())
    says(page(owner, "/fr/panier/ensemble/"), NAME, "Ochre", "Blue")


def test_an_order_what_is_cancelled_of_it_given_back_and_written_about_it(world: SimpleNamespace) -> None:
    order = shop.paid(world, "BOWL-OCHRE", "BOWL-BLUE")
    for place in ("order", "order_lines"):
        says(page(client(), address(place, "fr", link=order.link)), NAME, "Ochre", "Blue")
    who = {"name": "Léa Martin", "email": "lea@example.com"}
    says(posted(client(), address("order_withdrawal", "fr", link=order.link), **who), NAME, "Ochre", "Blue")
    right = of_review(world, order)
    says(page(client(), address("order_review", "fr", link=order.link, purchase=right)), NAME, "Ochre")


def of_review(world: SimpleNamespace, order: OrderInfo) -> UUID:
    """A right to review the bowl, with what its line says was chosen."""
    right = people.bought(world, customer=order.customer_id, order=order.id)
    chosen = reviewing.options(next(line for line in order.lines if line.sku == "BOWL-OCHRE"))
    sql.run("UPDATE reviews_purchase SET options = %s WHERE id = %s", [json.dumps(chosen), right])
    return right

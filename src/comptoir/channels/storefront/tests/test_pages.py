from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.channels.storefront.languages import address
from comptoir.kit import sql
from comptoir.search import facade as search

OURS = {"HTTP_ORIGIN": "http://testserver"}
LISTING_QUERIES = 6
PRODUCT_QUERIES = 8
PAGES = ("/fr/", "/fr/rayon/table/", "/fr/recherche/?q=bol", "/fr/produit/bol-matin/", "/fr/panier/")


@pytest.fixture
def world(world: SimpleNamespace) -> SimpleNamespace:
    """With an index of the search, which the worker makes."""
    search.index_news()
    return world


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def with_a_bowl(world: SimpleNamespace, client: Client, sku: str = "BOWL-OCHRE") -> None:
    answer = client.post("/fr/panier/ajouter/", {"variant": world.variants[sku]}, **OURS)
    assert answer.status_code == 302


def queries(client: Client, path: str) -> int:
    page(client, path)  # what is kept in memory for a moment is read before
    with CaptureQueriesContext(connection) as captured:
        page(client, path)
    return len(captured)


@pytest.mark.parametrize("basket", [0, 1])
def test_a_listing_and_a_product_stay_within_their_number_of_queries(world: SimpleNamespace, basket: int) -> None:
    """The count in the header is a fragment: one query more for who has a basket."""
    client = Client()
    if basket:
        with_a_bowl(world, client)
    assert queries(client, "/fr/rayon/table/") <= LISTING_QUERIES + basket
    assert queries(client, "/fr/recherche/?q=bol") <= LISTING_QUERIES + basket
    assert queries(client, "/fr/produit/bol-matin/") <= PRODUCT_QUERIES + basket


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_token_and_nothing_inline_and_says_so(world: SimpleNamespace, path: str) -> None:
    answer = Client().get(path)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    html = answer.content.decode()
    assert "csrf" not in html.lower()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
    assert all('type="application/ld+json"' in script for script in scripts)
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers


def test_a_page_that_has_not_changed_is_not_sent_again(world: SimpleNamespace) -> None:
    client = Client()
    first = client.get("/fr/produit/bol-matin/")
    assert client.get("/fr/produit/bol-matin/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_the_front_door_leads_to_the_language_of_the_browser(world: SimpleNamespace) -> None:
    client = Client()
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="en-GB,fr;q=0.5")["Location"] == "/en/"
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="de")["Location"] == "/fr/"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/fr/", "/en/"),
        ("/fr/rayon/table/", "/en/category/tableware/"),
        ("/fr/produit/bol-matin/", "/en/product/morning-bowl/"),
    ],
)
def test_each_language_knows_the_other_page(world: SimpleNamespace, path: str, other: str) -> None:
    html = page(Client(), path)
    assert f'hreflang="en" href="http://testserver{other}"' in html
    assert f'rel="canonical" href="http://testserver{path}"' in html
    assert f'hreflang="fr" href="http://testserver{path}"' in page(Client(), other)


def test_a_product_tells_machines_what_it_tells_people(world: SimpleNamespace) -> None:
    html = page(Client(), "/fr/produit/bol-matin/?sku=BOWL-BLUE")
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', html, re.S)
    assert found
    data = json.loads(found[1])
    group = data["@graph"][0]
    offers = {each["sku"]: each["offers"] for each in group["hasVariant"]}
    prices = {sku: (offer["price"], offer["availability"]) for sku, offer in offers.items()}
    assert prices["BOWL-BLUE"] == ("26.00", "https://schema.org/LimitedAvailability")
    assert "26,00\u202f€" in html and "Plus que 1" in html


def test_addresses_that_make_no_sense_get_an_answer(world: SimpleNamespace) -> None:
    client = Client()
    for path in ("/fr/rayon/table/?page=abc&sort=%00", "/fr/recherche/?q=%00%FF&page=-1", "/fr/?said=forged"):
        page(client, path)
    assert "Cette page n’existe pas" in page(client, "/fr/produit/nulle-part/", 404)
    assert "This page does not exist" in page(client, "/en/order/forged:link/", 404)
    assert "This page does not exist" in page(client, "/en/nowhere", 404)


def test_a_form_of_another_site_changes_nothing(world: SimpleNamespace) -> None:
    answer = Client().post(
        "/fr/panier/ajouter/", {"variant": world.variants["THROW"]}, HTTP_ORIGIN="https://elsewhere.example"
    )
    assert answer.status_code == 403
    assert sql.row("SELECT count(*) FROM checkout_basket") == (0,)


def test_what_is_put_in_can_be_changed_taken_out_and_put_back(world: SimpleNamespace) -> None:
    client = Client()
    with_a_bowl(world, client)
    cookie = client.cookies["basket"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    variant = str(world.variants["BOWL-OCHRE"])
    change = address("basket_change", "fr")
    client.post(change, {"line": variant, "quantity": "1", "step": "1"}, **OURS)
    assert "48,00\u202f€" in page(client, "/fr/panier/")
    gone = client.post(change, {"line": variant, "quantity": "2", "remove": "1"}, **OURS)
    html = page(client, gone["Location"])
    assert "Votre panier est vide" in html and "Bol Matin\u202f» a été retiré" in html
    client.post("/fr/panier/ajouter/", {"variant": variant, "quantity": "2"}, **OURS)
    assert "48,00\u202f€" in page(client, "/fr/panier/")


@pytest.mark.parametrize(
    "sent",
    [
        {"variant": "no-uuid"},
        {"variant": "01920000-0000-7000-8000-000000000000"},
        {},
        {"quantity": "1e9"},
        {"quantity": "-4"},
        {"quantity": "٣"},
    ],
)
def test_nonsense_in_the_basket_is_answered_with_a_sentence(world: SimpleNamespace, sent: dict[str, str]) -> None:
    client = Client()
    if "quantity" in sent:
        sent = {"variant": str(world.variants["THROW"])} | sent
    answer = client.post("/fr/panier/ajouter/", sent | {"back": "//elsewhere.example/"}, **OURS)
    assert answer.status_code == 302 and answer["Location"].startswith("/fr/panier/?said=")
    if sent.get("quantity") != "٣":
        assert 'class="notice problem"' in page(client, answer["Location"])
        assert sql.row("SELECT count(*) FROM checkout_basketline") == (0,)


@pytest.mark.parametrize(
    ("language", "label"),
    [("fr", "Commande avec obligation de paiement"), ("en", "Order with obligation to pay")],
)
def test_an_incomplete_order_keeps_what_was_typed_and_says_what_is_missing(
    world: SimpleNamespace, language: str, label: str
) -> None:
    client = Client()
    with_a_bowl(world, client)
    path = address("checkout", language)
    html = page(client, path)
    buttons = re.findall(r'<button class="button wide" type="submit">([^<]+)</button>', html)
    assert buttons == [label]
    assert not re.search(r'name="tender"[^>]*checked', html)
    typed = {"email": "camille@", "name": 'Camille "C" <Roux>', "country": "FR", "method": "nothing-known"}
    answer = client.post(path, typed, **OURS)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="camille@"' in html and "Camille &quot;C&quot; &lt;Roux&gt;" in html
    for field in ("field-email", "field-street", "tender"):
        assert f'href="#{field}"' in html and f'id="{field}"' in html
    assert sql.row("SELECT count(*) FROM orders_order") == (0,)


def test_a_text_that_is_in_another_language_says_in_which(world: SimpleNamespace) -> None:
    """WCAG 2.2, 3.1.2; and what is in the page's language says nothing more."""
    known = "UPDATE catalog_product SET name = %s, description = %s WHERE external_id = 'bowl'"
    alone = {"fr": ("Bol & Matin", "Tourné à la main."), "en": ("Bowl & morning", "Thrown by hand.")}
    slugs = {"fr": "bol-matin", "en": "morning-bowl"}
    for written, other in (("fr", "en"), ("en", "fr")):
        name, text = alone[written]
        sql.run(known, [json.dumps({written: name}), json.dumps({written: text})])
        shown = f'<bdi><span lang="{written}">{name.replace("&", "&amp;")}</span></bdi>'
        place = address("product", other, slug=slugs[other])
        html = page(Client(), place)
        assert f"<h1>{shown}</h1>" in html and f'<div class="stack" lang="{written}"><p>{text}' in html
        assert f'<span lang="{written}">' in page(Client(), f"{place}{'avis' if other == 'fr' else 'reviews'}/")
        assert f' lang="{written}"><' not in page(Client(), address("product", written, slug=slugs[written]))
        listed = page(Client(), address("category", other, slug={"fr": "table", "en": "tableware"}[other]))
        assert f"{shown}</a></h" in listed

"""Finding in the storefront: filters in the address, pages that keep their place, empty answers that help."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from comptoir.channels.storefront import choosing
from comptoir.channels.storefront.shown import finding as shown
from comptoir.kit import sql
from comptoir.search import facade as search
from comptoir.search.contracts import Facet, FacetValue
from comptoir.search.rules import prices


def test_what_is_chosen_stands_in_the_address_and_comes_off_one_by_one() -> None:
    asked = "q=bol&brand=A&brand=B&stock=1&from=12,50&to=x&f.colour=Bleu&f.colour=Vert&sort=price&page=3&f.=x&sort2=y"
    choice = choosing.read("/fr/recherche/", QueryDict(asked))
    assert choice.address(choice.page) == (
        "/fr/recherche/?q=bol&brand=A&brand=B&stock=1&from=12%2C50&f.colour=Bleu&f.colour=Vert&sort=price&page=3"
    )
    assert choice.asked("").prices == (1250, None) and choice.asked("").facts == {"colour": ("Bleu", "Vert")}
    assert "colour=Bleu" not in choice.without("f.colour", "Bleu").address()
    assert choice.without("brand", "A").brands == ("B",) and choice.without("price").low == ""
    assert choice.without_filters().address() == "/fr/recherche/?q=bol&sort=price"
    strange = choosing.read("/", QueryDict("page=-1&from=NaN&sort=cheapest&q=%00&brand="))
    assert (strange.page, strange.low, strange.sort, strange.text, strange.brands) == (1, "", "", "", ())
    cut = choosing.read("/", QueryDict("f.%20=x&from=1000000.000e-3&to=0e99999999&f.brand=y"))
    assert cut.asked("").facts == {"brand": ("y",)} and cut.asked("").prices == (None, 0)


def test_a_price_in_the_words_becomes_a_chip_that_comes_off(world: SimpleNamespace) -> None:
    search.index_news()
    french = Client().get("/fr/recherche/?q=bols+moins+de+25+%E2%82%AC").content.decode()
    assert "Bol Matin" in french and "Cahier de table" not in french
    assert "Moins de 25,00\u202f€<span" in french and 'href="/fr/recherche/?q=bols"' in french
    assert 'name="q" value="bols"' in french and 'name="to"' in french and 'value="24,99"' in french
    english = Client().get("/en/search/?q=bowls+25+euros").content.decode()
    assert "Up to €25.00<span" in english
    endless = quote("bols moins de 1 000 000 000 000 000 000 000 €")
    assert Client().get(f"/fr/recherche/?q={endless}").status_code == 200


def test_the_most_that_can_be_said_can_be_typed() -> None:
    for written, typed in (("9 999 999,99 €", "9999999,99"), ("10 000 000 €", "")):
        said = prices.said(written, "EUR", "fr")
        assert (choosing.Choice("/").with_price(said, "fr").high if said else "") == typed
        assert choosing.read("/", QueryDict(f"to={typed or 10_000_000}")).high == typed


def test_a_price_may_be_pasted(world: SimpleNamespace) -> None:
    search.index_news()
    pasted = quote("bols 1\u202f249,90\u202f€")
    assert 'name="q" value="bols"' in _html(f"/fr/recherche/?q={pasted}")
    for typed, minor in (("1\u202f249,90\u202f€", 124990), ("€1,249.90", 124990), ("1 200", 120000), ("19,99", 1999)):
        assert choosing.read("/", QueryDict(f"to={quote(typed)}")).asked("").prices == (None, minor), typed


def test_a_price_goes_along_into_an_aisle(world: SimpleNamespace) -> None:
    search.index_news()
    said = quote("bols de 20 à 24,50 €")
    assert 'href="/fr/recherche/?q=bols&amp;in=maison&amp;from=20&amp;to=24%2C50"' in _html(f"/fr/recherche/?q={said}")
    assert 'href="/fr/rayon/maison/?to=25"' in _html("/fr/recherche/?q=25+euros")
    assert 'href="/fr/rayon/table/?to=25"' in _html("/fr/rayon/maison/?to=25")


def _html(path: str) -> str:
    return Client().get(path).content.decode()


def test_an_attribute_whose_code_is_brand_is_not_the_brand() -> None:
    value = FacetValue(value="x", label="x", count=1, selected=False)
    labels = ("", "Maison mère")
    assert [shown._facet(Facet(code="brand", label=label, values=(value,)))["name"] for label in labels] == [
        "brand", "f.brand",
    ]  # fmt: skip
    choice = choosing.read("/", QueryDict("brand=x&f.brand=x"))
    assert choice.without("f.brand", "x").brands == ("x",) and choice.without("brand", "x").facts


def test_sizes_stand_in_their_own_order_and_other_values_as_they_were_counted() -> None:
    def shown_of(*labels: str) -> list[str]:
        values = tuple(FacetValue(value=label, label=label, count=9) for label in labels)
        made = shown._facet(Facet(code="size", label="Taille", values=values))
        return [one["label"] for one in (*made["values"], *made["more"])]

    assert shown_of("L", "M", "S", "xl", "XS") == ["XS", "S", "M", "L", "xl"]
    assert shown_of("40", "41", "39,5", "36") == ["36", "39,5", "40", "41"]
    assert shown_of("L", "39–42", "S", "36–38") == ["S", "L", "36–38", "39–42"]
    assert shown_of("Laine", "M", "40") == ["Laine", "M", "40"]


def test_a_word_that_is_another_value_in_the_other_language_is_translated_all_the_same(world: SimpleNamespace) -> None:
    """“Bleu” is what this shop calls a blue cheese in English."""
    cheese = json.dumps({"colour": {"fr": "Roquefort", "en": "Bleu"}})
    sql.run("UPDATE catalog_variant SET options = %s::jsonb WHERE sku = 'BOOK'", [cheese])
    search.index_news()
    client = Client()
    assert client.get("/en/search/?f.colour=Bleu").status_code == 200, "a page of its own"
    led = client.get("/en/search/?f.colour=Bleu&told=fr")
    assert led["Location"] == "/en/search/?f.colour=Blue"


def test_facets_redirects_corrections_and_empty_answers(world: SimpleNamespace) -> None:
    client = Client()
    assert client.get("/fr/recherche/?q=bol").status_code == 503, "words need the index"
    assert "Bol Matin" in client.get("/fr/rayon/table/").content.decode(), "an aisle does not"
    search.index_news()
    found = client.get("/fr/recherche/?f.colour=Bleu").content.decode()
    assert "Bol Matin" in found and "Cahier" not in found and 'value="Ocre"' in found
    assert 'href="/fr/produit/bol-matin/?like=BOWL-BLUE"' in found, "to the colour, the size stays open"
    switch = 'href="/en/search/?f.colour=Bleu&amp;sort=price&amp;told=fr" hreflang="en"'
    assert switch in client.get("/fr/recherche/?f.colour=Bleu&sort=price").content.decode()
    led = client.get("/en/search/?f.colour=Bleu&f.colour=Ochre&sort=price")
    assert led["Location"] == "/en/search/?f.colour=Blue&f.colour=Ochre&sort=price", "in the words of this language"
    led = client.get("/en/search/?f.colour=Bleu&sort=price&told=fr")
    assert led["Location"] == "/en/search/?f.colour=Blue&sort=price", "and the address is as any other"
    nonsense = "&".join(f"f.colour=no-{number}" for number in range(40))
    with CaptureQueriesContext(connection) as said:
        client.get(f"/en/search/?f.colour=Blue&{nonsense}")
    assert len(said) <= 6, "what nobody has costs no statement"
    chosen = client.get("/fr/produit/bol-matin/?sku=BOWL-BLUE&from=x").content.decode()
    assert 'href="/en/product/morning-bowl/?sku=BOWL-BLUE" hreflang="en"' in chosen, "what was chosen goes along"
    assert 'name="f.colour" value="Bleu" checked' in found and 'href="/fr/recherche/"' in found
    assert "Affiché pour « plaid »" in client.get("/fr/recherche/?q=plaaid").content.decode().replace("\u202f", " ")
    empty = client.get("/fr/recherche/?q=xyzzy").content.decode()
    assert "/fr/rayon/table/" in empty and "Plaid du Plateau" in empty, "aisles, and what is new"
    said = {"origin": world.context.origin(), "now": world.now}
    search.keep_redirect("retours", "/fr/rayon/table/", **said)
    assert client.get("/fr/recherche/?q=Retours")["Location"] == "/fr/rayon/table/"
    options = client.get("/fr/recherche/propositions/?q=pla").content.decode()
    assert 'role="option"' in options and "/fr/produit/plaid-du-plateau/" in options and "<html" not in options
    assert "conditions" in client.get("/fr/recherche/propositions/?q=conditions").content.decode()


def test_words_of_help_are_answered_by_the_pages_of_the_shop(world: SimpleNamespace) -> None:
    search.index_news()
    answers = {
        "fr": {
            "livraison": "livraison-et-retours", "Frais de port": "livraison-et-retours",
            "retours": "livraison-et-retours", "returns": "livraison-et-retours", "horaires": "boutiques",
            "heures d’ouverture": "boutiques", "contact": "aide", "telephone": "aide", "rembourser": "retractation",
        },
        "en": {
            "shipping": "delivery-and-returns", "return": "delivery-and-returns", "opening hours": "shops",
            "contact": "help", "e-mail": "help", "livraison": "delivery-and-returns",
        },
    }  # fmt: skip
    for language, asked in answers.items():
        for words, slug in asked.items():
            html = found(language, words)
            _before, _mark, answering = html.partition('id="answering"')
            assert f'/{slug}/"' in answering.partition("</nav>")[0], (language, words)
    assert "ce qui est au-dessus en parle" in found("fr", "horaires")
    for words in ("bol", "hor", "port bol"):
        assert 'id="answering"' not in found("fr", words)
    suggested = Client().get("/fr/recherche/propositions/?q=frais+de+po").content.decode()
    assert "Livraison et retours" in suggested


def found(language: str, words: str) -> str:
    path = {"fr": "/fr/recherche/", "en": "/en/search/"}[language]
    return Client().get(f"{path}?q={quote(words)}").content.decode()


@pytest.mark.browser
def test_suggestions_are_chosen_by_keys_and_filters_follow_a_tick(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/fr/")
    field = page.get_by_role("combobox", name="Chercher dans la boutique")
    field.press_sequentially("pla")
    option = page.get_by_role("option", name="Plaid du Plateau")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    while option.get_attribute("aria-selected") != "true":
        field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plaid du Plateau")
    field.fill("bo")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.goto("/fr/rayon/maison/?f.colour=Ocre")
    expect(page.locator("#count")).to_have_text("1 produit")
    page.get_by_role("checkbox", name="Bleu").check()
    expect(page.locator(".filters-set")).to_contain_text("Bleu")
    page.get_by_role("link", name="Enlever tous les filtres").click()
    expect(page.locator("#count")).to_have_text("3 produits")

"""Honest selling, checked on the real pages: nothing is chosen for anybody, the button says what it does, the total is
the total, and the way out is as near as the way in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import trans_real

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft
from comptoir.channels.storefront import lawful
from comptoir.checkout.tests import story
from comptoir.kit import sql
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.project import founding
from comptoir.project import world as small

from .test_checkout import TYPED, filled

WORDS = {"fr": "Commande avec obligation de paiement", "en": "Order with obligation to pay"}
CHECKOUT = {"fr": "/fr/commander/", "en": "/en/checkout/"}
BASKET = {"fr": "/fr/panier/", "en": "/en/basket/"}
NARROW = "\u202f"


@pytest.fixture
def browser(world) -> Client:
    client = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")
    client.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    return client


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_ticked_or_added_before_somebody_does(world, browser: Client, language: str) -> None:
    """But the cheapest way to bring it, without which no total could be told: whatever costs more waits for a tap."""
    ticked = re.compile(r'<input[^>]*type="(?:checkbox|radio)" name="(\w+)" value="([^"]*)"[^>]*\bchecked')
    for path, allowed in ((BASKET[language], []), (f"/{language}/", []), (CHECKOUT[language], [("method", "home")])):
        assert ticked.findall(page(browser, path)) == allowed, path
    costs = sql.rows(
        "SELECT min(amount_minor) FROM fulfilment_deliveryrate r JOIN fulfilment_deliverymethod m ON m.id = r.method_id"
        " WHERE r.country = 'FR' AND r.max_weight_g >= 520 AND m.kind = 'ship' GROUP BY m.code ORDER BY m.code = 'home'"
    )
    assert costs[-1] == min(costs) and len(costs) > 1
    assert sql.rows("SELECT count(*) FROM checkout_basketline") == [(1,)]  # the article that was put in, alone


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_element_places_the_order_and_bears_the_words(world, browser: Client, language: str) -> None:
    assert lawful.order_buttons(page(browser, CHECKOUT[language])) == [WORDS[language]]
    for path in (BASKET[language], f"/{language}/"):
        assert lawful.order_buttons(page(browser, path)) == []
    for named in ("update", "town", "language"):  # whatever the other buttons send, nothing is ordered
        browser.post(CHECKOUT[language], filled(browser) | {named: "1"})
    assert sql.rows("SELECT count(*) FROM orders_order") == [(0,)]


def test_no_translation_changes_the_button(world, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    french = trans_real.translation("fr")
    for words in (*WORDS.values(), "Order with obligation to pay"):
        monkeypatch.setitem(french._catalog._catalogs[0], words, "Continuer")
    assert lawful.order_buttons(page(browser, CHECKOUT["fr"])) == [WORDS["fr"]]


@pytest.mark.parametrize(
    "theme",
    [
        '<form id="checkout-form"><button type="submit">Continuer</button></form>',
        '<form id="checkout-form"></form>',
        '<form id="checkout-form"><button>Commande avec obligation de paiement</button><button>Payer</button></form>',
        '<form id="checkout-form"><button>Commande avec obligation de paiement</button></form>'
        '<button form="checkout-form">Un clic</button>',
        '<form id="checkout-form"><button>Commande avec obligation de paiement</button><input type="submit" value="Go">'
        "</form>",
    ],
)
def test_a_page_whose_button_says_something_else_is_not_shown(theme: str) -> None:
    with pytest.raises(lawful.ButtonChanged):
        lawful.require_order_button(theme, "fr")


def test_the_total_with_delivery_is_known_from_the_basket_on(world, browser: Client) -> None:
    basket = page(browser, BASKET["fr"])
    total = re.search(r'<div class="total"><dt>[^<]*</dt><dd>([^<]*)</dd>', basket)
    assert total
    browser.post(CHECKOUT["fr"], filled(browser), follow=True)
    ordered = sql.rows("SELECT goods_minor, delivery_minor, total_minor FROM orders_order")
    assert [goods + delivery for goods, delivery, _total in ordered] == [ordered[0][2]]
    assert total[1].replace(NARROW, " ") == f"{ordered[0][2] / 100:.2f} €".replace(".", ",")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_way_out_is_at_the_foot_of_every_page_and_on_the_order(world, browser: Client, language: str) -> None:
    words = lawful.label("withdraw", language)
    assert words == {"fr": "Renoncer au contrat ici", "en": "Withdraw from contract here"}[language]
    there = {"fr": "/fr/retractation/", "en": "/en/withdrawal/"}[language]
    link = re.compile(rf'<a href="{there}"><strong>{words}</strong></a>')
    bowl = {"fr": "/fr/produit/bol-matin/", "en": "/en/product/morning-bowl/"}[language]
    for path in (f"/{language}/", bowl, BASKET[language], CHECKOUT[language], there):
        assert link.search(page(browser, path)), path
    order = orders.link(story.placed(world, "BOOK").order_id)
    own = {"fr": f"/fr/commande/{order}/", "en": f"/en/order/{order}/"}[language]
    html = page(browser, own)
    assert link.search(html) and f">{words}</a></p>" in html


def test_terms_are_kept_in_the_language_they_were_accepted_in_and_say_so_on_a_page_in_another(world, browser) -> None:
    who = world.context.origin()
    orders.publish_terms(founding.STOREFRONT, locale="fr", label="1", text="Article 1", origin=who, now=world.now)
    link = orders.link(story.placed(world, "BOOK").order_id)
    assert '<div class="prose" lang="fr">' in page(browser, f"/en/order/{link}/terms/")
    assert '<div class="prose">' in page(browser, f"/fr/commande/{link}/conditions/")


def test_what_has_to_be_said_before_the_order_stands_before_its_button(world, browser: Client) -> None:
    before = page(browser, CHECKOUT["fr"]).partition(f">{WORDS['fr']}</button>")[0].partition('id="checkout-form"')[2]
    said = ("Maison Coste SAS", "bonjour@maison-coste.example", "/fr/informations/retractation/", "Médiation",
            "/fr/informations/garanties/", "/fr/informations/conditions-de-vente/", "Cahier de table")  # fmt: skip
    assert [part for part in said if part not in before] == []


def test_an_exclusion_and_who_answers_for_safety_are_said_on_the_article_and_before_the_order(world, browser) -> None:
    def text(code: str, value: str) -> AttributeDraft:
        label = Localised(fr=code, en=code)
        return AttributeDraft(code=code, label=label, kind="text", value=value)

    wanted = (
        text("withdrawal-exclusion", "made-to-measure"), text("manufacturer", "Atelier du Lac"),
        text("manufacturer-email", "lac@example.com"),
    )  # fmt: skip
    drafts = [replace(draft, attributes=wanted) for draft in small._drafts() if draft.external_id == "book"]
    who = world.context.origin()
    catalog.upsert_products(drafts, market=founding.MARKET, origin=who, now=world.now)
    article = page(browser, "/fr/produit/cahier-de-table/")
    assert "Pas de droit de rétractation" in article and "fait à vos mesures" in article
    assert "Atelier du Lac" in article and "lac@example.com" in article and "made-to-measure" not in article
    before = page(browser, CHECKOUT["fr"])
    assert "fait à vos mesures" in before and "/fr/informations/retractation/" not in before.partition("<footer")[0]
    browser.post(CHECKOUT["fr"], filled(browser))
    assert sql.rows("SELECT exclusion FROM orders_orderline WHERE kind = 'goods'") == [("made-to-measure",)]
    assert TYPED["email"]

"""The main job, as people do it: find, put in the basket, order, pay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.tests.conftest import PATIENCE_MS, OpenPage
from comptoir.project.world import PASSWORD, SHOPPER

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PHONE, TABLET, DESKTOP = 360, 768, 1280

WORDS = {
    "fr": {
        "search": "bol",
        "product": "Bol Matin",
        "added": "C’est dans votre panier",
        "order": "Commande avec obligation de paiement",
        "waiting": "Merci, votre commande est confirmée",
        "refused": "Le paiement a été refusé",
        "bank": "Confirmez le paiement auprès de votre banque",
        "yes": "Confirmer le paiement",
        "total": "28,95\u202f€",
    },
    "en": {
        "search": "bowl",
        "product": "Morning bowl",
        "added": "It is in your basket",
        "order": "Order with obligation to pay",
        "waiting": "Thank you, your order is confirmed",
        "refused": "The payment was refused",
        "bank": "Confirm the payment with your bank",
        "yes": "Confirm the payment",
        "total": "€28.95",
    },
}


def find_a_bowl(page: Page, language: str) -> None:
    words = WORDS[language]
    page.goto("/")
    page.locator("#search").fill(words["search"])
    page.locator("#search").press("Enter")
    page.get_by_role("link", name=words["product"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["product"])


def put_it_in_the_basket(page: Page, language: str) -> None:
    page.locator(".buy button").click()
    expect(page.locator("#said")).to_contain_text(WORDS[language]["added"])
    expect(page.locator("#basket-link .count")).to_contain_text("1")


def go_to_the_order(page: Page) -> None:
    page.locator("#basket-link").click()
    page.locator(".totals a.button").click()
    expect(page.locator("#field-email")).to_be_visible()


def fill_in(page: Page) -> None:
    for field, value in (
        ("email", "camille@example.com"),
        ("name", "Camille Roux"),
        ("street", "3 quai Saint-Antoine"),
        ("postcode", "69002"),
        ("city", "Lyon"),
    ):
        page.locator(f"#field-{field}").fill(value)


def order(page: Page, language: str, token: str) -> None:
    page.locator(f"input[value='test_card:{token}']").check()
    page.get_by_role("button", name=WORDS[language]["order"], exact=True).click()


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("width", "script", "language"),
    [(PHONE, True, "fr"), (PHONE, False, "en"), (DESKTOP, True, "en"), (DESKTOP, False, "fr")],
)
def test_a_guest_finds_a_product_and_buys_it(open_page: OpenPage, width: int, script: bool, language: str) -> None:
    page = open_page(language=language, width=width, script=script)
    find_a_bowl(page, language)
    put_it_in_the_basket(page, language)
    go_to_the_order(page)
    fill_in(page)
    expect(page.locator(".sum .total dd")).to_have_text(WORDS[language]["total"])
    order(page, language, "tok_success")
    expect_heading(page, WORDS[language]["waiting"])
    expect(page.locator(".sum .total dd")).to_have_text(WORDS[language]["total"])
    expect(page.locator("#basket-link .count")).to_have_count(0)


def test_a_refused_payment_is_paid_by_other_means_and_nothing_is_asked_again(open_page: OpenPage) -> None:
    page = open_page(width=PHONE, script=False)
    find_a_bowl(page, "fr")
    put_it_in_the_basket(page, "fr")
    go_to_the_order(page)
    fill_in(page)
    order(page, "fr", "tok_refused")
    expect_heading(page, WORDS["fr"]["refused"])
    number = page.locator(".order-head .muted").inner_text()
    page.locator("input[value='test_card:tok_success']").check()
    page.locator(".repay button").first.click()
    expect_heading(page, WORDS["fr"]["waiting"])
    assert page.locator(".order-head .muted").inner_text() == number


def test_a_bank_that_asks_is_answered_and_the_order_goes_on(open_page: OpenPage) -> None:
    page = open_page(language="en")
    find_a_bowl(page, "en")
    put_it_in_the_basket(page, "en")
    go_to_the_order(page)
    fill_in(page)
    order(page, "en", "tok_authenticate")
    expect_heading(page, WORDS["en"]["bank"])
    page.get_by_role("button", name=WORDS["en"]["yes"], exact=True).click()
    expect_heading(page, WORDS["en"]["waiting"])


@pytest.mark.parametrize("script", [True, False])
def test_another_way_of_delivery_shows_its_total_before_it_is_ordered(open_page: OpenPage, script: bool) -> None:
    page = open_page(script=script)
    find_a_bowl(page, "fr")
    put_it_in_the_basket(page, "fr")
    go_to_the_order(page)
    page.locator("#field-email").fill("camille@example.com")
    page.locator("#field-name").fill("Camille Roux")
    if script:  # what leads to another country stands in the list too, and not only in the total
        ways = page.locator("#ways")
        expect(ways).to_contain_text("Express")
        page.locator("[name=country]").select_option("DE")
        expect(ways).not_to_contain_text("Express")
        expect(page.locator(".sum .total dd")).to_contain_text("31,90")
        page.locator("[name=country]").select_option("FR")
        expect(ways).to_contain_text("Express")
    page.locator("[data-collect]").first.check()
    expect(page.locator("#field-street")).to_be_hidden()
    if not script:
        order(page, "fr", "tok_success")
        expect(page.locator(".notice.attention")).to_contain_text("24,00\u202f€")
        expect(page.locator("#field-email")).to_have_value("camille@example.com")
        expect(page.locator("input[value='test_card:tok_success']")).to_be_checked()
    expect(page.locator(".sum .total dd")).to_have_text("24,00\u202f€")
    order(page, "fr", "tok_success")
    expect_heading(page, WORDS["fr"]["waiting"])
    expect(page.locator(".promise")).to_contain_text("À retirer")


def test_nothing_sticks_out_sideways(open_page: OpenPage) -> None:
    page = open_page()
    find_a_bowl(page, "fr")
    put_it_in_the_basket(page, "fr")
    for path in ("/fr/", "/fr/rayon/table/", "/fr/produit/bol-matin/", "/fr/panier/", "/fr/commander/",
                 "/fr/boutiques/", "/fr/retractation/", "/fr/informations/garanties/"):  # fmt: skip
        page.goto(path)
        for width in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_any_page(open_page: OpenPage, dark: bool) -> None:
    page = open_page(width=PHONE if dark else DESKTOP, dark=dark)
    found = []
    paths = ["/fr/", "/en/category/tableware/", "/fr/recherche/?q=xyzzy", "/fr/panier/", "/fr/nulle-part"]
    paths += ["/fr/boutiques/?postcode=69003", "/fr/informations/accessibilite/", "/en/information/withdrawal/"]
    for path in [*paths, "/fr/compte/"]:
        page.goto(path)
        found += faults(page)
    find_a_bowl(page, "fr")
    found += faults(page)
    put_it_in_the_basket(page, "fr")
    found += faults(page)
    page.locator("#basket-link").click()
    found += faults(page)
    page.locator(".totals a.button").click()
    page.locator("#checkout-form > .button").click()
    expect(page.locator("#problems")).to_be_visible()
    found += faults(page)
    fill_in(page)
    order(page, "fr", "tok_authenticate")
    expect_heading(page, WORDS["fr"]["bank"])
    found += faults(page)
    page.locator(".answers .second").click()
    expect_heading(page, WORDS["fr"]["refused"])
    found += faults(page)
    page.locator("input[value='test_card:tok_success']").check()
    page.locator(".repay button").first.click()
    expect_heading(page, WORDS["fr"]["waiting"])
    found += faults(page)
    page.locator("#withdrawal ~ p a").click()
    found += faults(page)
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect_heading(page, "Confirmez votre rétractation")
    found += faults(page)
    page.get_by_role("button", name="Confirmer la rétractation", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Accusé de réception de votre rétractation")
    found += faults(page)
    page.goto("/fr/compte/")
    page.locator("#email").fill(SHOPPER)
    page.locator("#password").fill("wrong on purpose")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("#problems")).to_be_visible()
    found += faults(page)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("#orders")).to_be_visible()
    found += faults(page)
    assert found == []


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, address, element."""
    page.evaluate(AXE)
    result = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{violation['id']} at {page.url}: {node['html'][:120]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def test_another_means_clears_what_was_said_and_the_button_and_total_are_near(open_page: OpenPage) -> None:
    page = open_page(language="fr", width=DESKTOP)
    find_a_bowl(page, "fr")
    put_it_in_the_basket(page, "fr")
    go_to_the_order(page)
    button, means = page.locator("#checkout-form > .button"), page.locator("#tender [name=tender]").first
    button.click()
    expect(page.locator("#tender > .wrong")).to_be_visible()
    # Within the part, since what stood at the head of the page goes too.
    place = "document.querySelector('#means').offsetTop - document.querySelector('#tender').offsetTop"
    before = page.evaluate(place)
    means.check()
    expect(page.locator("#tender > .wrong")).to_be_hidden()
    expect(page.locator("#problems a[href='#tender']")).to_have_count(0)
    expect(page.locator("#problems a[href='#field-email']")).to_have_count(1)
    assert page.evaluate(place) == before, "nothing moves under the finger"
    last, order_now = page.locator("#tender").bounding_box(), button.bounding_box()
    assert last and order_now and order_now["x"] == last["x"], "below the last choice, in the same column"
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#to-pay")).to_be_in_viewport()


def test_what_was_said_leaves_the_address_and_is_not_said_again_by_a_reload(open_page: OpenPage) -> None:
    page = open_page(language="en", width=DESKTOP)
    answer = redirect_saying("/en/search/?q=bowl", "It is done.")
    page.goto(answer["Location"])
    expect(page.locator("#said")).to_contain_text("It is done.")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=bowl$"))
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#said")).not_to_contain_text("It is done.")

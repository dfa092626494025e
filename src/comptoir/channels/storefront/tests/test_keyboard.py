"""An order without a mouse: what is focused is seen, in an order that makes sense, and nothing is a trap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comptoir.channels.storefront.tests.conftest import OpenPage
from comptoir.channels.storefront.tests.test_journey import WORDS, expect_heading

pytestmark = pytest.mark.browser

SEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const inside = here.closest('.card, .choice, label') || here;
  const styles = [here, inside, here.parentElement].map((each) => getComputedStyle(each));
  const rings = [...styles, getComputedStyle(here, '::after')].some((at) => {
    return at.outlineStyle !== 'none' && parseFloat(at.outlineWidth) >= 2 || at.boxShadow !== 'none';
  });
  return { name: here.id || here.name || here.textContent.trim().slice(0, 40), value: here.value, rings,
           above: box.bottom > 0 && box.top < innerHeight, shown: style.visibility !== 'hidden' };
}"""


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until it is reached; each stop on the way can be seen, and shows that it has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN)
        assert stop["above"] and stop["rings"] and stop["shown"], f"the focus is lost at {stop}"
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def enter(page: Page) -> None:
    """By the key, and wait until the next page is there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, False)])
def test_an_order_by_the_keyboard_alone(open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(language="fr", width=width, script=script)
    page.goto("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content", "past the header by one key"
    tab_to(page, "#search")
    page.keyboard.type("bol")
    enter(page)
    tab_to(page, "main .card a")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bol Matin")
    tab_to(page, ".buy button")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text(WORDS["fr"]["added"])
    page.goto("/fr/panier/")
    tab_to(page, ".totals a.button")
    enter(page)
    tab_to(page, "#field-email")
    typed = {"field-email": "camille@example.com", "field-name": "Camille Roux", "field-street": "3 quai Saint-Antoine",
             "field-postcode": "69002", "field-city": "Lyon"}  # fmt: skip
    left, button = {*typed, "tender"}, WORDS["fr"]["order"]
    for _press in range(80):
        stop = page.evaluate(SEEN)
        assert stop["above"] and stop["rings"], f"the focus is lost at {stop}"
        if stop["name"] in typed and stop["name"] in left:
            page.keyboard.type(typed[stop["name"]])
            left.discard(stop["name"])
            if script and stop["name"] == "field-city":
                page.wait_for_timeout(600)  # ways of delivery come for the postcode
        if stop["name"] == "tender" and stop["value"] == "test_card:tok_success":
            page.keyboard.press("Space")
            left.discard("tender")
        if stop["name"] == button:
            break
        page.keyboard.press("Tab")
    assert not left, f"not reached: {left}"
    page.keyboard.press("Enter")
    expect_heading(page, WORDS["fr"]["waiting"])


def test_four_times_as_large_nothing_scrolls_sideways(open_page: OpenPage) -> None:
    """WCAG 1.4.4 and 1.4.10: 1280 px at 200 % and at 400 % are 640 and 320 CSS pixels."""
    page = open_page(language="fr", width=640)
    for path in ("/fr/", "/fr/recherche/?q=bol", "/fr/produit/bol-matin/", "/fr/panier/", "/fr/compte/"):
        page.goto(path)
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 450})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width}"

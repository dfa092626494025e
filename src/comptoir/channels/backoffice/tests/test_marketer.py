"""A marketer's afternoon, in a real browser: a page with products is written, published, translated, read."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from comptoir.channels.backoffice.tests import people
from comptoir.channels.backoffice.tests.test_journey import aside, shoot
from comptoir.content import facade as content
from comptoir.content.models import HomePage
from comptoir.project import founding

pytestmark = pytest.mark.browser


def merchant(browser: Browser, url: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=url, locale="fr-FR")
    session = aside(people.log_in, "merchant", "fr").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def add(page: Page, block: str) -> None:
    page.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name=block, exact=True).click()


def test_a_page_is_written_with_products_looked_at_published_translated_and_read(
    live_shop: SimpleNamespace, browser: Browser
) -> None:
    aside(content.open_home, founding.STOREFRONT)
    home = aside(lambda: HomePage.objects.get(locale__language_code="fr").pk)
    page = merchant(browser, live_shop.url)
    page.goto(f"/backoffice/pages/add/content/landingpage/{home}/")
    page.fill("#id_title", "Un soir de novembre")
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value("un-soir-de-novembre")  # the editor writes it a moment later
    add(page, "Ouverture")
    page.fill("#body-0-value-title", "Un soir de novembre")
    add(page, "Produits choisis")
    search, chosen = page.locator(".goods input[type=search]").last, page.locator(".goods-chosen").last.locator("li")
    # By name, by SKU; by keyboard, since the page moves under a pointer while it saves itself.
    for count, (words, name) in enumerate((("bol", "Bol"), ("THROW", "Plaid"), ("cahier", "Cahier")), start=1):
        search.fill(words)
        expect(page.locator(".goods-found:not([hidden]) button").first).to_contain_text(name)
        search.press("Enter")
        expect(chosen).to_have_count(count)

    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator(".card-name")).to_have_text(["Bol Matin", "Plaid du Plateau", "Cahier de table"])
    expect(frame.locator(".price").first).to_contain_text("24,00")
    shoot(page, "marketer-preview")

    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible()
    shopper = browser.new_page(viewport={"width": 360, "height": 800}, base_url=live_shop.url)
    shopper.goto("/fr/un-soir-de-novembre/")
    expect(shopper.locator("h1")).to_have_text("Un soir de novembre")
    expect(shopper.locator(".card .availability")).to_have_count(3)

    page.get_by_role("link", name="Un soir de novembre").first.click()
    number = re.search(r"/pages/(\d+)/", page.url)
    assert number
    page.goto(f"/backoffice/localize/submit/page/{number[1]}/")
    expect(page.get_by_label("English")).to_be_checked()
    page.locator("main form [type=submit]").last.click()
    expect(page.get_by_text("Traduction : français → anglais").first).to_be_visible()
    for _title in ("of the page", "of its opening"):
        page.get_by_role("button", name="Traduire").first.click()
        page.locator("textarea:visible").last.fill("An evening in November")
        page.get_by_role("button", name="Enregistrer").first.click()
        expect(page.locator("textarea:visible")).to_have_count(0)
    assert shopper.goto("/en/an-evening-in-november/").status == 404  # a translation is a draft first
    with page.expect_navigation():
        page.get_by_role("button", name="Publier en anglais").click()
    assert shopper.goto("/en/an-evening-in-november/").status == 200  # its address is its title's
    shopper.goto("/fr/un-soir-de-novembre/")
    shopper.get_by_role("link", name="English").click()
    expect(shopper.locator("h1")).to_have_text("An evening in November")
    expect(shopper.locator(".card-name").first).to_have_text("Morning bowl")


SLOW_ANSWER = """
  const real = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (asked[1]?.headers?.Accept === "application/json") {
      document.body.dataset.saved = "";
      await new Promise((done) => setTimeout(done, 4000));
    }
    return answer;
  };
"""


def test_publish_waits_for_the_save_that_is_on_its_way(live_shop: SimpleNamespace, browser: Browser) -> None:
    aside(content.open_home, founding.STOREFRONT)
    home = aside(lambda: HomePage.objects.get(locale__language_code="fr").pk)
    page = merchant(browser, live_shop.url)
    page.add_init_script(SLOW_ANSWER)
    page.goto(f"/backoffice/pages/add/content/landingpage/{home}/")
    page.fill("#id_title", "Une page vite publiee")
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value("une-page-vite-publiee")
    page.locator("[data-edit-form]").dispatch_event("w-unsaved:add")  # what the editor says of itself after a while
    expect(page.locator("body[data-saved]")).to_be_attached()  # the page is made, and the editor has not heard of it
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=20_000)
    assert page.request.get(f"{live_shop.url}/fr/une-page-vite-publiee/").status == 200

"""Pictures dropped in a real browser: whose they are is shown, then they are sent one after another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, expect

from comptoir.catalog.models import Media
from comptoir.channels.backoffice.tests import people
from comptoir.channels.backoffice.tests.test_journey import aside, enter, faults
from comptoir.channels.backoffice.tests.test_pictures import SVG

pytestmark = pytest.mark.browser
DROP = """([zone, files]) => {
    const data = new DataTransfer();
    files.forEach(([name, text]) => data.items.add(new File([text], name, {type: "image/svg+xml"})));
    zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def kept() -> int:
    return Media.objects.filter(address="").count()


def test_dropped_files_are_matched_mended_and_taken_and_a_bad_one_takes_no_other(
    browser: Browser, live_shop: SimpleNamespace, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    session = aside(people.log_in, "merchant", "en").cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_shop.url)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_shop.url}])
    page = context.new_page()
    page.goto("/backoffice/products/pictures/")
    good, other = SVG.decode(), SVG.decode().replace("h4", "h3")
    files = [["bowl-blue-2.svg", good], ["throw-1.svg", "<svg/>"], ["holiday.svg", other]]
    page.evaluate(DROP, [page.locator("#drop").element_handle(), files])
    rows = page.locator(".drop__files tbody tr")
    expect(rows.nth(0)).to_contain_text("BOWL-BLUE")
    expect(rows.nth(2)).to_contain_text("nobody’s")
    assert aside(kept) == 0
    rows.nth(2).locator("[data-field=owner]").fill("throw")
    rows.nth(2).locator("[data-field=owner]").press("Tab")
    expect(rows.nth(2)).to_contain_text("Plateau throw")
    assert not faults(page)
    page.get_by_role("button", name="Take the pictures").click()
    expect(page.locator(".drop__state")).to_have_text("Pictures taken: 2 of 3")
    expect(rows.nth(1)).to_contain_text("cannot be shown")
    assert aside(kept) == 2


def test_a_picture_that_is_taken_stands_below_at_once_beside_what_was_typed(
    browser: Browser, live_shop: SimpleNamespace, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = enter(browser, live_shop.url, "en", role="merchant")
    page.goto(f"/backoffice/products/{live_shop.products['throw']}/pictures/")
    kept = page.locator("#shown .pictures > li")
    for count, shape in enumerate(("h4", "h3"), start=1):
        svg = SVG.decode().replace("h4", shape)
        page.evaluate(DROP, [page.locator("#drop").element_handle(), [[f"{shape}.svg", svg]]])
        expect(page.locator(".drop__files tbody tr").nth(count - 1)).to_contain_text("Plateau throw")
        page.locator("#drop").evaluate("form => form.requestSubmit()")  # nobody leaves where they write
        expect(kept).to_have_count(count)
        typed = kept.first.locator("input[lang=en]")
        if count == 1:
            typed.fill("The throw on a bench")
            typed.evaluate("field => field.setSelectionRange(4, 9)")
    expect(typed).to_have_value("The throw on a bench")
    expect(typed).to_be_focused()
    assert typed.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 9]
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("kept as you arranged them")).to_be_visible()
    expect(kept.first.locator("input[lang=en]")).to_have_value("The throw on a bench")

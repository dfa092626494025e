"""The sheet in a real browser: keys move, a block from a spreadsheet is pasted, one save."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, expect

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.tests import people
from comptoir.channels.backoffice.tests.test_journey import aside, faults

pytestmark = pytest.mark.browser
PASTE = """([field, text]) => {
    const data = new DataTransfer();
    data.setData("text", text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def prices(variants: list[object]) -> list[int]:
    found = dict(rows.ListPrice.objects.filter(variant_id__in=variants).values_list("variant_id", "amount_minor"))
    return [found[variant] for variant in variants]


def test_a_block_is_pasted_keys_move_and_one_save_keeps_it(browser: Browser, live_shop: SimpleNamespace) -> None:
    session = aside(people.log_in, "merchant", "en").cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_shop.url)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_shop.url}])
    page = context.new_page()
    bowl, variants = live_shop.products["bowl"], [live_shop.variants[sku] for sku in ("BOWL-OCHRE", "BOWL-BLUE")]
    page.goto(f"/backoffice/products/sheet/?pk={bowl}")
    first, second = (page.locator(f'[name="{variant}.price"]') for variant in variants)
    first.focus()
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f'[name="{variants[0]}.weight_g"]')).to_be_focused()
    page.evaluate(PASTE, [first.element_handle(), "25.50\t430\n27\t440\n"])
    expect(page.locator("#sheet-count")).to_have_text("4 changes")
    assert not faults(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 cells are saved")).to_be_visible()
    assert aside(prices, variants) == [2550, 2700]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 4 cells are as they were")).to_be_visible()
    region = page.get_by_role("region", name="Sheet")
    page.set_viewport_size({"width": 1900, "height": 900})
    expect(region).not_to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 390, "height": 900})
    expect(region).to_have_attribute("tabindex", "0")  # only there it goes sideways
    assert aside(prices, variants) == [2400, 2600]

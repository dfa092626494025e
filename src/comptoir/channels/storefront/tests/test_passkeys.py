"""A passkey made and used in a real browser, whose device is Chromium's own virtual one: a customer, then staff."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from comptoir.project import world as small

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_device(browser: Browser, shop: SimpleNamespace) -> tuple[Page, Any]:
    """A page at the shop's name, to which passkeys belong, with a device that says yes to everything."""
    port = urlsplit(shop.url).port
    page = browser.new_context(base_url=f"http://localhost:{port}", locale="en-GB").new_page()
    page.set_default_timeout(20_000)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page, lambda: tools.send("WebAuthn.getCredentials", made)["credentials"]


def by_password(page: Page, email: str) -> None:
    form = page.get_by_role("form", name="E-mail and password")
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Password").fill(small.PASSWORD)
    form.get_by_role("button", name="Log in").click()


def add_passkey(page: Page) -> None:
    page.get_by_label("Name of the device").fill("Virtual")
    page.get_by_role("button", name="Add a passkey").click()


def test_a_passkey_is_added_and_opens_the_account_and_the_back_office(browser, live_shop) -> None:
    page, kept = with_device(browser, live_shop)
    page.goto("/en/account/")
    by_password(page, small.SHOPPER)
    page.get_by_role("link", name="Security: e-mail").click()
    page.get_by_role("link", name="Add a passkey").click()
    add_passkey(page)
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_text("Passkey Virtual")).to_be_visible()
    assert len(kept()) == 1
    page.goto("/en/account/")
    page.get_by_role("button", name="Log out").first.click()
    page.goto("/en/account/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Security: e-mail")).to_be_visible()
    assert kept()[0]["signCount"] > 1

    page, kept = with_device(browser, live_shop)
    page.goto("/backoffice/")
    by_password(page, small.STAFF)
    add_passkey(page)  # the back office opens with two factors: the first is set up on the way
    page.get_by_role("link", name="I have written them down").click()
    page.context.clear_cookies()
    page.goto("/backoffice/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#today-title")).to_be_visible()
    assert len(kept()) == 1

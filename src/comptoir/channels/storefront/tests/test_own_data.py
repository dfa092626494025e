"""A person sees what is kept of them, takes it along, and is forgotten."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from comptoir.channels.storefront.tests.conftest import PATIENCE_MS, OpenPage
from comptoir.channels.storefront.tests.test_journey import AXE, expect_heading
from comptoir.kit import clock
from comptoir.privacy import facade as privacy
from comptoir.project.world import PASSWORD, SHOPPER

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("COMPTOIR_SHOTS")


def looked_at(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
    assert [each["id"] for each in found["violations"]] == []


@pytest.mark.parametrize(("width", "script", "language"), [(360, True, "fr"), (1280, False, "en")])
def test_a_person_sees_takes_and_erases_their_data(
    open_page: OpenPage, width: int, script: bool, language: str
) -> None:
    page = open_page(language=language, width=width, script=script)
    french = language == "fr"
    page.goto("/fr/compte/donnees/" if french else "/en/account/data/")
    page.locator("#email").fill(SHOPPER)
    page.locator("#password").fill(PASSWORD)
    page.locator("form:has(#password) button:not([formaction])").click()
    expect_heading(page, "Vos données" if french else "Your data")
    if script:
        looked_at(page, f"own-data-{language}")
    page.get_by_text("Vos coordonnées" if french else "Your contact details").click()
    expect(page.get_by_text(SHOPPER)).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Prendre une copie" if french else "Take a copy").click()
    assert json.loads(Path(taken.value.path()).read_text())["contact"][0] == {"email": SHOPPER}

    page.get_by_role("link", name="Faire effacer mes données" if french else "Have my data erased").click()
    erase = page.get_by_role("button", name="Effacer mes données" if french else "Erase my data")
    erase.click()
    expect(page.locator("#problems")).to_be_visible()
    if script:
        looked_at(page, f"erasure-ask-{language}")
    page.locator("#sure").check()
    erase.click()
    expect(page.locator("h1")).to_contain_text("oubli" if french else "forgotten", timeout=PATIENCE_MS)
    with ThreadPoolExecutor(1) as worker:  # this thread belongs to the browser
        assert worker.submit(privacy.work_erasures, clock.now()).result() == 1
    page.reload()
    expect_heading(page, "Vous êtes oublié" if french else "You are forgotten")
    if script:
        looked_at(page, f"erasure-{language}")
    page.goto("/fr/compte/" if french else "/en/account/")
    page.locator("#email").fill(SHOPPER)
    page.locator("#password").fill(PASSWORD)
    page.locator("form:has(#password) button:not([formaction])").click()
    expect(page.get_by_role("alert").or_(page.locator(".problem")).first).to_be_visible()

"""A browser for the journeys: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("COMPTOIR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000

OpenPage = Callable[..., Page]


@pytest.fixture
def browser(live_shop: SimpleNamespace) -> Iterator[Browser]:
    """Ends before the world does: while it runs, this thread must not touch the database."""
    if not os.access(CHROMIUM, os.X_OK):
        if os.environ.get("CI"):
            pytest.fail(f"there is no browser at {CHROMIUM}")
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_shop: SimpleNamespace) -> OpenPage:
    """A page of a fresh visitor; complaints of the browser about our scripts and policies fail the test."""

    def open_it(*, language: str = "fr", width: int = 1280, script: bool = True, dark: bool = False) -> Page:
        visitor = browser.new_context(
            base_url=live_shop.url,
            viewport={"width": width, "height": 740 if width < 500 else 800},
            java_script_enabled=script,
            locale="fr-FR" if language == "fr" else "en-GB",
            color_scheme="dark" if dark else "light",
        )
        page = visitor.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", _complain)
        page.on("console", lambda message: _complain(message.text) if _is_ours(message.text) else None)
        return page

    return open_it


def _is_ours(text: str) -> bool:
    return "Content Security Policy" in text or "SyntaxError" in text


def _complain(problem: object) -> None:
    # Chromium tells so when it leaves out the transition between two pages, because one came or went too quickly.
    if not str(problem).startswith("Transition was "):
        raise AssertionError(f"the browser complains: {problem}")

"""Staff of every role, and an order in the small world."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

# Django's settings are named by the conftest at the root, which is read after this file: imports wait.


@pytest.fixture
def log_in(world: SimpleNamespace) -> Callable[..., Any]:
    from comptoir.channels.backoffice.tests import people

    return people.log_in


@pytest.fixture
def admin(log_in: Callable[..., Any]) -> Any:
    return log_in("administrator")


@pytest.fixture
def place(world: SimpleNamespace) -> Callable[..., Any]:
    from comptoir.channels.backoffice.tests import people

    return people.place


CHROMIUM = os.environ.get("COMPTOIR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def browser(live_shop: SimpleNamespace) -> Iterator[Browser]:
    """Chromium before the running shop; skipped where there is none, unless CI is set."""
    if not os.access(CHROMIUM, os.X_OK):
        if os.environ.get("CI"):
            pytest.fail(f"there is no browser at {CHROMIUM}")
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()

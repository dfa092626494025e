"""Unmodified SDKs, of which only the host is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import sync_playwright
from rudderstack.analytics.client import Client as RudderClient
from segment.analytics.client import Client as SegmentClient

from comptoir.channels.collector import personal
from comptoir.kit import sql

from .conftest import SDKS, missing
from .support import kept

CHROMIUM = os.environ.get("COMPTOIR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
WORDS = {"Identity Stated", "Event Tracked", "Page Viewed", "Screen Viewed", "Group Stated", "Alias Stated"}


def test_the_sdks_for_python_report_every_kind_of_event(listening: SimpleNamespace) -> None:
    key, troubles = listening.keys["contract"], []
    clients: dict[str, Callable[..., Any]] = {
        "segment": partial(SegmentClient, key, host=listening.url),
        "segment-packed": partial(SegmentClient, key, host=listening.url, gzip=True),
        "rudder": partial(RudderClient, key, host=listening.url),
    }
    for name, make in clients.items():
        client = make(on_error=lambda error, items: troubles.append(error), upload_interval=0.05, max_retries=1)
        who = {"user_id": f"{name}-user", "anonymous_id": f"{name}-device"}
        client.identify(**who, traits={"email": f"{name}@example.com", "size": 42})
        client.track(**who, event="Product Viewed", properties={"product_id": name, "price": 12.5})
        client.page(**who, name="home", properties={"path": "/"})
        client.screen(**who, name="Basket")
        client.group(**who, group_id="club", traits={"name": "Club"})
        client.alias(f"{name}-before", f"{name}-user")
        client.flush()
        client.shutdown()
        assert troubles == []
        _every_kind_was_kept(name)


def test_the_sdks_for_node_report_every_kind_of_event(listening: SimpleNamespace, npm: Path) -> None:
    told = subprocess.run(
        ["node", str(SDKS / "node.mjs"), listening.url, listening.keys["contract"]], cwd=npm, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    for name in ("segment-node", "rudder-node"):
        _every_kind_was_kept(name)


def _every_kind_was_kept(name: str) -> None:
    rows = [row for row in kept() if (row[4]["user_key"] or "").startswith(f"{name}-user")]
    assert {row[0] for row in rows} == WORDS and len(rows) == len(WORDS), name
    by_word = {row[0]: row for row in rows}
    assert by_word["Event Tracked"][2] == f"{name}-device"
    assert by_word["Event Tracked"][4]["properties"] == {"product_id": name, "price": 12.5}
    assert by_word["Event Tracked"][4]["device"] == "server"
    assert by_word["Identity Stated"][4]["identifiers"] == {"email": personal.key_of("email", f"{name}@example.com")}
    assert by_word["Alias Stated"][4]["previous_key"] == f"{name}-before"
    heard = "SELECT name, value FROM profiles_heard WHERE event_id = %s ORDER BY name"
    assert sql.rows(heard, [by_word["Identity Stated"][5]]) == [("email", f"{name}@example.com"), ("size", 42)]


def test_the_sdks_for_browsers_report_across_origins(listening: SimpleNamespace, npm: Path, tmp_path: Path) -> None:
    if not os.access(CHROMIUM, os.X_OK):
        missing("needs Chromium: apt install chromium")
    site = _site(npm, tmp_path)
    try:
        complaints = _visited(
            f"http://127.0.0.1:{site.server_port}", listening.url, listening.keys["carried"], tmp_path
        )
    finally:
        site.shutdown()
        site.server_close()
    assert not complaints, "\n".join(complaints)
    told = {(row[4]["properties"].get("product_id"), row[4]["event"]): row for row in kept()}
    for name in ("segment-next", "snippet", "rudder-js"):
        row = told[name, "Product Viewed"]
        assert row[4]["device"] == "bot" and row[4]["path"].endswith(".html") and row[2], name  # headless
    assert told["rudder-js", "Product Viewed"][4]["purposes"] == ["marketing", "measurement"]
    assert told["segment-next", "Product Viewed"][4]["purposes"] == ["measurement"]
    assert not [name for name, _event in told if name == "without-consent"]
    stated = {row[4]["user_key"]: row for row in kept() if row[0] == "Identity Stated"}
    assert set(stated) == {"segment-next-user", "rudder-js-user"}
    assert sql.rows("SELECT DISTINCT source FROM journal_exempt") == [("carried",)]


def _site(npm: Path, folder: Path) -> ThreadingHTTPServer:
    """Another origin: the pages, beside what npm installed."""
    for page in SDKS.glob("*.html"):
        shutil.copy(page, folder)
    for scope in ("@segment", "@rudderstack"):
        (folder / scope).symlink_to(npm / "node_modules" / scope)

    class Files(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def _visited(site: str, host: str, key: str, folder: Path) -> list[str]:
    """What the browser had against it."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for page_name, last in {"segment": "without-consent", "snippet": "snippet", "rudder": '"rudder-js"'}.items():
            page = browser.new_context().new_page()
            page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            sent: list[str] = []
            page.on("request", lambda request, sent=sent: sent.append(request.post_data or ""))
            page.goto(f"{site}/{page_name}.html?host={host}&key={key}")
            for _ in range(120):
                if page.title() == "told" and any(last in body for body in sent):
                    page.wait_for_timeout(200)
                    break
                page.wait_for_timeout(50)
            else:
                complaints.append(f"{page_name} told {sent}")
        browser.close()
    return [each for each in complaints if "favicon" not in each]

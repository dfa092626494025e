"""Pictures of every page that a demo shop shows, to be looked at: python -m tests.screenshots [FOLDER].

Starts `comptoir demo` on a free port with data of its own, walks shop and back office in both languages at the width
of a phone and of a desk, and writes PNG files and an index.html beside them. A page that answers 500, one of a menu
that answers 404, or one that is wider than the screen, is told, and the run ends with 1.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

CHROMIUM = os.environ.get("COMPTOIR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
WIDTHS = {"phone": 360, "desk": 1280}
ADMIN, PASSWORD = "admin@example.com", "comptoir-demo-2026"  # what the demo prints at its start
READY_SECONDS, PATIENCE_MS = 300, 30_000
TALLEST = 6_000  # pixels; what is longer is cut
MOST_LINKED = 120  # pages of one walk through links
HEIGHTS = {"shop": 800, "desk": 1_400}  # the back office scrolls inside its window


@dataclass
class Album:
    """Where pictures go, and what was wrong."""

    folder: Path
    taken: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            self.wrong.append(f"{name}: {wide} px wider than the screen ({page.url})")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        file = f"{len(self.taken):03}-{name}.png"
        assert page.viewport_size
        page.screenshot(
            path=self.folder / file, full_page=True, animations="disabled",
            clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": max(height, 400)},
        )  # fmt: skip
        self.taken.append(file)

    def index(self) -> None:
        rows = "".join(f'<figure><a href="{one}"><img src="{one}"></a>{one}</figure>' for one in self.taken)
        style = "body{font:13px sans-serif}figure{display:inline-block;width:230px}img{width:220px}"
        told = "".join(f"<li>{html.escape(one)}</li>" for one in self.wrong)
        (self.folder / "index.html").write_text(
            f"<!doctype html><meta charset=utf-8><style>{style}</style><ul>{told}</ul>{rows}", encoding="utf-8"
        )


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo shop that runs while inside."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="shots-") as home:
        environment = os.environ | {"COMPTOIR_HOME": home, "COMPTOIR_PORT": str(port)}
        command = [sys.executable, "-m", "comptoir.project.cli", "demo"]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as shop:
            assert shop.stdout
            try:
                for line in shop.stdout:
                    sys.stdout.write(line)
                    if "is ready" in line:
                        break
                else:
                    raise SystemExit("The demo did not start.")
                yield f"http://127.0.0.1:{port}"
            finally:
                shop.send_signal(signal.SIGTERM)
                shop.wait(60)


def walk(album: Album, page: Page, paths: list[str], name: str) -> None:
    for path in dict.fromkeys(paths[:MOST_LINKED]):
        show(album, page, path, f"{name}-{_short(path)}")


def show(album: Album, page: Page, path: str, name: str, *, wrong: int = 500) -> bool:
    try:
        answer = page.goto(path, wait_until="load", timeout=PATIENCE_MS)
    except PlaywrightError as trouble:
        album.wrong.append(f"{name}: {trouble}")
        return False
    if answer is None or answer.status >= wrong:
        album.wrong.append(f"{name}: {answer and answer.status} at {path}")
    album.take(page, name)
    return True


def links(page: Page, where: str, start: str) -> list[str]:
    """Paths of the links inside `where` that stay in the shop."""
    found = page.eval_on_selector_all(f"{where} a[href]", "all => all.map(one => one.href)")
    own = urlsplit(page.url).netloc
    parts = [urlsplit(one) for one in found]
    return [
        part.path + (f"?{part.query}" if part.query else "")
        for part in parts
        if part.netloc == own and part.path.startswith(start) and not re.search(r"\.(pdf|csv|xml|txt)$", part.path)
    ]


def _short(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:60] or "root"


def shop(album: Album, page: Page, language: str, name: str) -> None:
    """Home, what its header and footer lead to, one product, and the way to an order."""
    show(album, page, f"/{language}/", f"{name}-first")
    page.get_by_role("button", name="Tout refuser" if language == "fr" else "Refuse all").first.click()
    page.locator(".consent").wait_for(state="detached")
    show(album, page, f"/{language}/", f"{name}-home")
    around = [*links(page, "header", f"/{language}/"), *links(page, "footer", f"/{language}/")]
    product = links(page, "main", f"/{language}/produ")
    walk(album, page, [path for path in around if path != f"/{language}/"], name)
    word, nothing = ("bol", "zzyzx") if language == "fr" else ("bowl", "zzyzx")
    search = "recherche" if language == "fr" else "search"
    walk(album, page, [f"/{language}/{search}/?q={word}", f"/{language}/{search}/?q={nothing}"], name)
    show(album, page, f"/{language}/nowhere/", f"{name}-404")
    if not product or not show(album, page, product[0], f"{name}-product"):
        album.wrong.append(f"{name}: no product on the home page")
        return
    page.locator(".buy button").first.click()
    page.wait_for_timeout(500)
    album.take(page, f"{name}-product-added")
    page.locator("#basket-link").click()
    page.locator(".totals a.button").wait_for()
    album.take(page, f"{name}-basket")
    page.locator(".totals a.button").click()
    page.locator("#field-email").wait_for()
    album.take(page, f"{name}-checkout")
    for what, value in (
        ("email", "camille@example.com"), ("name", "Camille Roux"), ("street", "3 quai Saint-Antoine"),
        ("postcode", "69002"), ("city", "Lyon"),
    ):  # fmt: skip
        page.locator(f"#field-{what}").fill(value)
    page.locator("input[value='test_card:tok_success']").check(force=True)
    album.take(page, f"{name}-checkout-filled")
    page.locator("form button[type=submit].button").last.click()
    page.wait_for_timeout(3_000)
    album.take(page, f"{name}-order")


def desk(album: Album, page: Page, name: str) -> None:
    """The back office: its front page, every list of its menu, and the first row of each."""
    page.goto("/backoffice/")
    page.locator("#email").fill(ADMIN)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.locator("#code").wait_for()
    code = page.locator(".notice strong").first.inner_text()
    page.locator("#code").fill(code)
    page.locator("#code").press("Enter")
    page.wait_for_url("**/backoffice/**")
    show(album, page, "/backoffice/", f"{name}-front")
    menu = page.eval_on_selector_all("a[href^='/backoffice/']", "all => all.map(one => one.getAttribute('href'))")
    props = page.locator("#wagtail-sidebar-props")
    if props.count():
        menu += re.findall(r'"(/backoffice/[^"?#]*)"', props.inner_text() or props.text_content() or "")
    menu = [path for path in menu if "logout" not in path and "/api/" not in path]
    for path in list(dict.fromkeys(menu))[:MOST_LINKED]:
        if show(album, page, path, f"{name}-{_short(path)}", wrong=400):
            rows = links(page, "main table tbody", "/backoffice/")
            if rows:
                show(album, page, rows[0], f"{name}-{_short(path)}-row")


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    album = Album(folder)
    wanted = os.environ.get("COMPTOIR_SHOTS_OF", "shop desk").split()
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for language, locale in LOCALES.items():
            for size, width in WIDTHS.items():
                for what in wanted:
                    context: BrowserContext = browser.new_context(
                        viewport={"width": width, "height": HEIGHTS[what]}, base_url=url, locale=locale,
                        reduced_motion="reduce",
                    )  # fmt: skip
                    page = context.new_page()
                    page.set_default_timeout(PATIENCE_MS)
                    name = f"{what}-{language}-{size}"
                    try:
                        shop(album, page, language, name) if what == "shop" else desk(album, page, name)
                    except PlaywrightError as trouble:
                        album.wrong.append(f"{name}: {trouble}")
                        with suppress(PlaywrightError):
                            album.take(page, f"{name}-stuck")
                    context.close()
        browser.close()
    album.index()
    print(f"{len(album.taken)} pictures in {folder}; open {folder}/index.html")
    for one in album.wrong:
        print(f"wrong: {one}")
    return 1 if album.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

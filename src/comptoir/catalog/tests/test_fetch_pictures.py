"""Pictures from addresses that are not ours."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from comptoir.catalog import facade as catalog
from comptoir.catalog.commands.fetch_pictures import MOST_ATTEMPTS, fetch_pictures
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.catalog.remote import Unfit, Unreachable, fetch
from comptoir.kit import sql
from comptoir.kit.outside import is_public
from comptoir.kit.text import Localised


def _png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (3, 2), "orange").save(content, "PNG")
    return content.getvalue()


class Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/good": (200, "image/png", _png()),
            "/lie": (200, "image/png", b"<html>"),
            "/page": (200, "text/html", b"<html>"),
            "/huge": (200, "image/png", b"x" * (9 * 1024 * 1024)),
            "/busy": (503, "text/plain", b""),
        }
        status, kind, body = answers.get(self.path, (302, "", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/secret" if self.path == "/inside" else "/good")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_of_inner_networks_are_not_public(target: str) -> None:
    assert not is_public(target)


def test_public_addresses_are_public() -> None:
    assert (
        is_public("93.184.216.34") and is_public("2606:2800:220:1::1") and is_public("::ffff:93.184.216.34")
    )


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "gopher://127.0.0.1/", "http://127.0.0.1/x.png", "http://[::1]/x.png",
        "http://localhost/x.png", "http://0x7f000001/x.png", "http://2130706433/x.png", "http://8.8.8.8:22/",
        "http://user@8.8.8.8/", "http:///x.png", "http://8.8.8.8:99999/",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_are_never_asked(address: str) -> None:
    with pytest.raises(Unfit):
        fetch(address)


def test_a_picture_comes_also_through_a_redirection(site: str) -> None:
    picture = fetch(f"http://{site}/moved", trusted=frozenset([site]))
    assert (picture.content, picture.extension) == (_png(), "png")


@pytest.mark.parametrize("path", ["lie", "page", "huge", "inside"])
def test_what_is_no_picture_or_leads_inside_is_unfit(site: str, path: str) -> None:
    with pytest.raises(Unfit):
        fetch(f"http://{site}/{path}", trusted=frozenset([site]))


def test_a_busy_site_may_be_asked_again(site: str) -> None:
    with pytest.raises(Unreachable):
        fetch(f"http://{site}/busy", trusted=frozenset([site]))


def test_pictures_are_fetched_given_up_or_tried_later(
    world: SimpleNamespace, site: str, tmp_path: Path, settings: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    paths = ("good", "page", "busy")
    draft = ProductDraft(
        external_id="vase",
        name=Localised(fr="Vase", en="Vase"),
        variants=(VariantDraft(external_id="vase", sku="VASE"),),
        pictures=tuple(f"http://{site}/{path}" for path in paths),
    )
    taken = catalog.upsert_products([draft], market="fr", origin=world.context.origin(), now=world.now)
    statuses = "SELECT status FROM catalog_media WHERE product_id = %s ORDER BY position"
    product = taken.product_ids["vase"]
    trusted = frozenset([site])

    assert fetch_pictures(now=world.now, trusted=trusted) == 1
    assert [row[0] for row in sql.rows(statuses, [product])] == ["fetched", "failed", "remote"]
    assert [bool(one.source) for one in catalog.products([product])[product].pictures] == [True, False, False]
    assert len(list(tmp_path.rglob("*.png"))) == 1

    assert fetch_pictures(now=world.now + timedelta(minutes=4), trusted=trusted) == 0
    assert sql.row("SELECT max(attempts) FROM catalog_media WHERE product_id = %s", [product]) == (1,)
    for day in range(MOST_ATTEMPTS):
        fetch_pictures(now=world.now + timedelta(days=10 * (day + 1)), trusted=trusted)
    assert [row[0] for row in sql.rows(statuses, [product])] == ["fetched", "failed", "failed"]

"""The map of the site names everything that may be found, in each language, in parts that are not too large."""

from __future__ import annotations

import gzip
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from comptoir.project.sitemap import view
from comptoir.project.sitemap.contracts import Found

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    view._kept.clear()


def test_every_page_is_named_with_its_languages_and_answers(world: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setattr(view, "PART", 2)
    index = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    parts = [str(each.text) for each in index.iter(f"{S}loc")]
    assert [part for part in parts if "products" in part][-1] == "http://testserver/sitemap-products-2.xml"
    pages: dict[str, dict[str, str]] = {}
    for part in parts:
        for url in ElementTree.fromstring(Client().get(part.removeprefix("http://testserver")).content):
            links = {str(link.get("hreflang")): str(link.get("href")) for link in url.iter(LINK)}
            pages[str(url.findtext(f"{S}loc"))] = links
            assert bool(url.findtext(f"{S}lastmod")) == ("products" in part or "categories" in part)
    assert "http://testserver/en/product/morning-bowl/" in pages and "http://testserver/fr/rayon/table/" in pages
    for page, links in pages.items():
        assert set(links) == {"fr", "en", "x-default"} and page in links.values()
        assert all(pages[other] == links for other in links.values())  # each names the others, and they name it
        answer = Client().get(page.removeprefix("http://testserver"))
        assert answer.status_code == 200 and f'rel="canonical" href="{page}"' in answer.content.decode()
    assert Client().get("/sitemap-products-99.xml").status_code == Client().get("/sitemap-x-1.xml").status_code == 404


def test_a_part_is_kept_compressed_and_odd_addresses_are_escaped(world: SimpleNamespace) -> None:
    first = Client().get("/sitemap-products-1.xml", HTTP_ACCEPT_ENCODING="gzip")
    assert first["Content-Encoding"] == "gzip" and b"morning-bowl" in gzip.decompress(first.content)
    (kept,) = view._kept.values()
    assert kept[1] == first.content
    text = view.written([Found({"fr": "/a?b=1&c=<"}, pictures=("/p&q.jpg",))], "https://shop.example")
    (url,) = ElementTree.fromstring(text)
    assert url.findtext(f"{S}loc") == "https://shop.example/a?b=1&c=<" and url.find(LINK) is None

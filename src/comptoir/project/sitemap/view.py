"""The index, and its parts. Each part is made once in a quarter of an hour and kept compressed."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comptoir.channels.storefront.languages import DEFAULT
from comptoir.channels.storefront.views.errors import refused
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.project.sitemap.contracts import Found, Source
from comptoir.project.sitemap.sources import SOURCES

# Pages in a part: each has an address in each language, and 50,000 addresses and 50 MB are the most (sitemaps.org).
PART = 5_000
KEPT_SECONDS, MOST_KEPT = 900.0, 64
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)
INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
Name = tuple[str, str, str, int]
_kept: dict[Name, tuple[float, bytes]] = {}
_lock = threading.Lock()


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    parts = [
        f"/sitemap-{source.name}-{number + 1}.xml"
        for source in SOURCES
        for number in range(-(-source.count(context) // PART))
    ]
    lines = [f"<sitemap><loc>{escape(request.build_absolute_uri(path))}</loc></sitemap>\n" for path in parts]
    return HttpResponse(INDEX + "".join(lines) + "</sitemapindex>\n", content_type="application/xml; charset=utf-8")


@require_safe
def part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    context = shopper(request)
    source = next((each for each in SOURCES if each.name == name), None)
    if source is None or not 0 < number < 10_000:
        return refused(request, NotFound())
    host = request.build_absolute_uri("/")[:-1]
    content = _part(source, number, host, context)
    if content is None:
        return refused(request, NotFound())
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
        response.content = content
    else:
        response.content = gzip.decompress(content)
    response["Vary"] = "Accept-Encoding"
    return response


def _part(source: Source, number: int, host: str, context: ShopperContext) -> bytes | None:
    """One maker at a time, so that many robots together do not make it many times; None past the end."""
    name = (host, context.market.code, source.name, number)
    with _lock:
        kept = _kept.get(name)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        found = source.read(context, (number - 1) * PART, PART)
        if not found:
            return None
        content = gzip.compress(written(found, host).encode(), 6)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[name] = (time.monotonic() + KEPT_SECONDS, content)
        return content


def written(found: Sequence[Found], host: str) -> str:
    """One entry for each language of each page; every entry names all languages, itself among them."""
    return HEAD + "".join(line for page in found for line in _entries(page, host)) + "</urlset>\n"


def _entries(page: Found, host: str) -> Iterable[str]:
    languages = dict(page.paths)
    if len(languages) > 1:
        languages["x-default"] = page.paths.get(DEFAULT, next(iter(page.paths.values())))
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(host + path)}/>'
            for code, path in languages.items()
        )
    else:
        links = ""
    changed = f"<lastmod>{page.changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if page.changed else ""
    pictures = "".join(
        f"<image:image><image:loc>{escape(host + path)}</image:loc></image:image>" for path in page.pictures
    )
    for path in page.paths.values():
        yield f"<url><loc>{escape(host + path)}</loc>{changed}{links}{pictures}</url>\n"

"""What programs ask a site for: robots.txt, llms.txt, icons, the manifest, the worker that reads without a network."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import marks, offline
from comptoir.channels.storefront.frame import frame, main_aisles
from comptoir.channels.storefront.languages import ADDRESSES, DEFAULT, NAMES, address
from comptoir.channels.storefront.legal_texts import TEXTS
from comptoir.channels.storefront.visits import shopper
from comptoir.kit import clock, raster
from comptoir.org import facade as org

# Nothing below these is for search engines. A page that may be read and not listed says so itself (noindex).
CLOSED = ("basket", "checkout", "search", "account")
BELOW = {"order": "<str:link>", "shared": "<slug:token>", "near": "<uuid:variant>"}
PROGRAMS = ("/api/", "/backoffice/", "/hooks/", "/test-bank/", "/payment/")
KEPT_EXACT, KEPT_BELOW = ("home", "shops"), ("category", "product", "legal")
FOLDER = Path(offline.__file__).parent
MONTH = "public, max-age=2592000"
CARRIED_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year
SHEETS = (
    "tokens", "base", "layout", "components/shell", "components/card", "components/form", "components/words",
    "components/reviews", "components/consent", "pages/browse", "pages/finding", "pages/product", "pages/order",
    "pages/account", "pages/law", "pages/brand", "pages/brand-goods",
)  # fmt: skip
SCRIPTS = ("shop", "search", "offline", "near", "ahead", "film", "kept", "list", "consent")
FONTS = ("hanken-grotesk", "bricolage-grotesque")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but what belongs to one person, and what is for programs with a key."""
    closed = [address(name, code) for code in NAMES for name in CLOSED]
    closed += [f"/{code}/{ADDRESSES[name][code].partition(part)[0]}" for code in NAMES for name, part in BELOW.items()]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, *PROGRAMS)), ""]
    return _text([*lines, f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"])


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The shop in short, for programs that read pages for somebody (llmstxt.org)."""
    context = shopper(request)
    name, locale = org.storefront(context.storefront).name, DEFAULT
    with translation.override(locale):
        aisles = main_aisles(catalog.categories(market=context.market.code, now=context.now))
        links = [(node.name.read(locale), address("category", locale, slug=node.slug.read(locale))) for node in aisles]
        help_ = [(str(text.title), address("legal", locale, topic=text.slugs[locale])) for text in TEXTS]
        lines = [
            f"# {name}", "",
            "> " + _("The price that you read, the stock that there is, the day on which your parcel arrives."), "",
            _("Prices include VAT. An order is placed by a person, on the page whose button says that it obliges to "
              "pay."), "",
            "## " + _("The aisles"), "", *_links(request, links), "",
            "## " + _("Help and contact"), "", *_links(request, help_), "",
            "## " + _("For programs"), "",
            *_links(request, [(_("API, described as OpenAPI"), "/api/v1/openapi.json"), ("Sitemap", "/sitemap.xml")]),
        ]  # fmt: skip
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116, where the merchant named somebody who reads it."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (clock.now() + CARRIED_FOR).strftime("%Y-%m-%dT00:00:00Z")
    here = request.build_absolute_uri(request.path)
    return _text([f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: fr, en",
                  f"Canonical: {here}"])  # fmt: skip


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    return _mark("favicon")


@require_safe
def icon(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    if name not in marks.MARKS or marks.MARKS[name].form != form:
        raise Http404
    return _mark(name)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the shop stands among the programs of a phone, in the language of the address."""
    context = shopper(request)
    name, home = org.storefront(context.storefront).name, address("home", context.locale)
    told = {
        "id": "/", "name": name, "short_name": name[:12].strip(), "lang": context.locale, "dir": "ltr",
        "description": _("The price that you read, the stock that there is, the day on which your parcel arrives."),
        "start_url": home, "scope": "/", "display": "standalone",
        "background_color": marks.PAPER, "theme_color": marks.PAPER,
        "icons": [
            _icon("icon-192", "any"), _icon("icon-512", "any"), _icon("maskable-512", "maskable"),
        ],
        "shortcuts": [
            {"name": _("Basket"), "url": address("basket", context.locale)},
            {"name": _("Our shops"), "url": address("shops", context.locale)},
        ],
    }  # fmt: skip
    response = JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What stands in for a page when there is no network: kept on the device beforehand."""
    page = frame(request, shopper(request), title=_("There is no network"), hidden=True)
    return render(request, "storefront/offline.html", {"page": page})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; when the merchant wants none, one that takes its place and goes. Never kept anywhere."""
    text = _worker() if settings.OFFLINE_PAGES else (FOLDER / "farewell.js").read_text("utf-8")
    return HttpResponse(
        text, content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"},
    )  # fmt: skip


def _worker() -> str:
    below = [f"/{code}/{ADDRESSES[name][code].partition('<')[0]}" for code in NAMES for name in KEPT_BELOW]
    house: dict[str, Any] = {
        "language": DEFAULT,
        "offline": {code: address("offline", code) for code in NAMES},
        "exact": [address(name, code) for code in NAMES for name in KEPT_EXACT],
        "below": below,
        "words": {code: _stale(code) for code in NAMES},
        "assets": [
            *(static(f"storefront/css/{name}.css") for name in SHEETS),
            *(static(f"storefront/js/{name}.js") for name in SCRIPTS),
            *(static(f"storefront/fonts/{name}.woff2") for name in FONTS),
        ],
    }
    text = (FOLDER / "worker.js").read_text("utf-8")
    digest = blake2b((text + json.dumps(house)).encode(), digest_size=6).hexdigest()
    return f"const HOUSE = {json.dumps(house | {'version': digest}, ensure_ascii=False)};\n{text}"


def _stale(language: str) -> str:
    with translation.override(language):
        return escape(_("There is no network. This is the page as you saw it on {when}: price and stock may have "
                        "changed since."))  # fmt: skip


def _icon(name: str, purpose: str) -> dict[str, str]:
    mark = marks.MARKS[name]
    return {
        "src": marks.address(name), "sizes": f"{mark.width}x{mark.width}", "type": "image/png", "purpose": purpose
    }  # fmt: skip


def _mark(name: str) -> HttpResponseBase:
    try:
        path = marks.file(name)
    except raster.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    return FileResponse(path.open("rb"), headers={"Cache-Control": MONTH})


def _links(request: HttpRequest, links: list[tuple[str, str]]) -> list[str]:
    return [f"- [{name}]({request.build_absolute_uri(path)})" for name, path in links]


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""What every page of the storefront has in common: its language, its origin check, its headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, set_response_etag

from comptoir.channels.storefront import counting
from comptoir.channels.storefront.languages import ADDRESSES, NAMES
from comptoir.channels.storefront.policy import policy
from comptoir.channels.storefront.reporting import kind_of
from comptoir.channels.storefront.views.errors import foreign_form, refused
from comptoir.kit.refusals import Refusal
from comptoir.org.contracts import MEASUREMENT, ShopperContext

GetResponse = Callable[[HttpRequest], HttpResponse]
OURS = frozenset({"storefront", "storefront_plain"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PRIVATE = frozenset(
    {
        "basket",
        "basket_friends",
        "challenge",
        "checkout",
        "log_out",
        "messages_stop",
        "newsletter_confirm",
        "payment_return",
        "shared",
        "test_bank",
        "waiting",
        "wish_list",
        "withdrawal",
        "withdrawal_receipt",
    }
    | {name for name in ADDRESSES if name.startswith(("account", "erasure", "order", "own_data"))}
)
# What a mail program posts by itself, by a token that nobody can guess (RFC 8058).
FROM_ANYWHERE = frozenset({"messages_stop"})


class StorefrontMiddleware:
    """Acts on the storefront's addresses alone; other channels pass through untouched."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return _finish(request, response) if _is_ours(request) else response

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not _is_ours(request):
            return None
        language = request.resolver_match.namespace if request.resolver_match else ""
        if language in NAMES:
            request.current_app = language  # type: ignore[attr-defined]
            translation.activate(language)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if request.method not in SAFE and name not in FROM_ANYWHERE and not is_own_form(request):
            return foreign_form(request)
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refusal) and _is_ours(request):
            return refused(request, problem)
        return None


def is_own_form(request: HttpRequest) -> bool:
    """Whether a changing request comes from a page of this host, by the headers that browsers always send.

    A page of another site can make neither Sec-Fetch-Site nor Origin say otherwise. Without any of the three
    headers the answer is no.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return site == "same-origin"
    return urlsplit(source).netloc == request.get_host()


def _is_ours(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and not OURS.isdisjoint(match.app_names)


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Security-Policy", policy())
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in PRIVATE:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
    elif request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"  # by nobody, our own service worker included
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    if name != "front_door":
        response.headers.pop("Vary", None)  # the address names the language, nothing else decides
    _count(request, response)
    if request.method == "GET" and response.status_code == 200 and name not in PRIVATE:
        set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response) or response
    return response


def _count(request: HttpRequest, response: HttpResponse) -> None:
    """A page for somebody who did not allow to be measured is counted; pages of all others report themselves."""
    context: ShopperContext | None = getattr(request, "shopper", None)
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if request.method != "GET" or context is None or not is_page or MEASUREMENT in context.purposes:
        return
    counting.given(counting.place(context, kind_of(request)), request.META, context.now)
    counting.flush_in_time(context.now)

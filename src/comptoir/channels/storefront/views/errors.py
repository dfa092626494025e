"""When a page cannot be shown: a sentence, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import DEFAULT, NAMES, address
from comptoir.channels.storefront.visits import shopper
from comptoir.content import facade as content
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The project's 404, for addresses that belong to nobody; one that staff or a changed slug led on leads there."""
    if request.method in ("GET", "HEAD") and (there := content.moved(request.path)):
        return HttpResponsePermanentRedirect(there)
    first = request.path.split("/")[1]
    if first in NAMES:
        translation.activate(first)
    return _message(
        request,
        title=_("This page does not exist"),
        text=_("The address may have changed, or the product is no longer sold. The search may know more."),
        status=404,
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal that no page expected, as a page of its own."""
    if refusal.status == 404:
        return not_found(request)
    return _message(request, title=_("This was not possible"), text=refusal.text(_language()), status=refusal.status)


def foreign_form(request: HttpRequest) -> HttpResponse:
    """A changing request that does not come from a page of this shop."""
    return _message(
        request,
        title=_("This form did not come from our pages"),
        text=_("For your safety nothing was changed. Go back to the shop and try again there."),
        status=403,
    )


def failed(request: HttpRequest) -> HttpResponse:
    """The project's 500: asks nothing of any room, because one of them has just failed."""
    return render(request, "storefront/failed.html", {"language": _language()}, status=500)


def _message(request: HttpRequest, *, title: str, text: str, status: int) -> HttpResponse:
    language = _language()
    if not org.storefronts():
        return render(request, "storefront/unfounded.html", {"language": language}, status=503)
    request.current_app = language  # type: ignore[attr-defined]
    page = frame(request, shopper(request), title=title, hidden=True, paths=None)
    message = {"title": title, "text": text, "href": address("home", language), "action": _("See the aisles")}
    return render(request, "storefront/message.html", {"page": page, "message": message}, status=status)


def _language() -> str:
    language = (get_language() or DEFAULT)[:2]
    return language if language in NAMES else DEFAULT

"""Pages that ask hardly any other room: the door without a language, drawings, legal texts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.channels.storefront import keeping, legal_texts
from comptoir.channels.storefront.drawings import draw
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.heads import shortened
from comptoir.channels.storefront.languages import DEFAULT, NAMES, address
from comptoir.channels.storefront.shown import prose
from comptoir.channels.storefront.structured import lists
from comptoir.channels.storefront.visits import shopper
from comptoir.content import facade as content
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """To the home page in the language that the browser asks for."""
    language = get_language_from_request(request)[:2]
    response = HttpResponseRedirect(address("home", language if language in NAMES else DEFAULT))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def picture(request: HttpRequest, kind: str, colour: str) -> HttpResponse:
    """The drawing that stands in for a picture; always the same, so it may be kept for a month."""
    if not draw.exists(kind, colour):
        raise Http404
    response = HttpResponse(draw.drawing(kind, colour), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=2592000"
    return response


@require_safe
def legal(request: HttpRequest, topic: str) -> HttpResponse:
    context = shopper(request)
    found = legal_texts.find(topic, context.locale)
    if found is None:
        raise Http404
    keeping.offer(request, context)
    paths = {code: address("legal", code, topic=found.slugs[code]) for code in NAMES}
    lead = next((str(text) for kind, text in found.blocks if kind == "p"), str(found.title))
    title = str(found.title)
    page = frame(
        request, context, title=title, description=shortened(lead), paths=paths,
        nodes=[lists.breadcrumb(request, context.locale, [], title)],
    )  # fmt: skip
    below = {"seller": legal_texts.seller, "contact": legal_texts.contact}.get(found.ends_with)
    text = {"title": found.title, "blocks": prose.grouped(found.blocks)}
    if found.is_terms and (terms := orders.terms_in_force(context.storefront, context.locale, context.now)):
        text |= {"blocks": prose.grouped(prose.read(terms.text)), "label": terms.label}
    shown = {
        "page": page, "text": text, "seller": below(context.market.legal_entity) if below else [],
        "is_choice": found.slugs == legal_texts.YOUR_DATA,
        "withdraws": found.slugs in (legal_texts.WITHDRAWAL, legal_texts.HELP),
        "leads": _leads(context) if found.slugs == legal_texts.HELP else [],
    }  # fmt: skip
    return render(request, "storefront/legal.html", shown)


def _leads(context: ShopperContext) -> list[dict[str, str]]:
    """Where the help page sends people on, so that they need not look for it: first to the brand's own help."""
    locale = context.locale
    written = [each for each in content.pages(context.storefront, locale) if each.kind == "help"]
    texts = [text for text in legal_texts.TEXTS if text.slugs in (legal_texts.DELIVERY, legal_texts.GUARANTEES)]
    return [
        *({"href": each.path, "words": each.title} for each in written),
        {"href": address("account", locale), "words": _("Your orders")},
        *({"href": address("legal", locale, topic=each.slugs[locale]), "words": str(each.title)} for each in texts),
        {"href": address("shops", locale), "words": _("Our shops")},
    ]

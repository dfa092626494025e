"""The visitor's choice: what a visit may be used for beyond serving it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.channels.storefront import legal_texts
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.paths import where_from
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import allowed, keep_choice, new_visitor, shopper, visitor_of
from comptoir.consent import facade as consent
from comptoir.consent.contracts import BANNER, PAGE
from comptoir.org.contracts import MEASUREMENT, PURPOSES

HEARD_SINCE = "2026-12-01"


@require_POST
def purposes(request: HttpRequest) -> HttpResponse:
    """Accept, refuse, or choose one by one, by buttons of the same weight; kept for six months, and changed at the page
    of personal data at any time. Whatever the browser refuses is refused."""
    context = shopper(request)
    answers = {"accept": list(PURPOSES), "chosen": request.POST.getlist("purpose")}
    asked = answers.get(request.POST.get("answer", ""), [])
    chosen = allowed([each for each in asked if each in PURPOSES], request.META)
    visitor = visitor_of(request) or (new_visitor() if MEASUREMENT in chosen else None)
    on_page = request.POST.get("means") == PAGE
    choice_id = consent.choose(chosen, context, means=PAGE if on_page else BANNER, visitor=visitor)
    there = address("legal", context.locale, topic=legal_texts.YOUR_DATA[context.locale])
    said = (
        _("Your choice is kept. You can change it at any time, by the link at the foot of each page.")
        if chosen
        else _("Refused. Visits are counted with those of everybody, and tied to nobody.")
    )
    back = there if on_page else where_from(request, address("home", context.locale))
    response = redirect_saying(back, said, kind="attention")
    keep_choice(request, response, choice_id, chosen, visitor)
    return response


@require_safe
def privacy_control(request: HttpRequest) -> HttpResponse:
    """Says that `Sec-GPC` is heard here (Global Privacy Control, W3C)."""
    return JsonResponse({"gpc": True, "lastUpdate": HEARD_SINCE})

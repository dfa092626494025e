"""Tell me when it is available: asked beside an article that is sold out or was never here, ended by a link."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts import facade as accounts
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import shopper
from comptoir.kit import limits
from comptoir.kit.limits import Limit
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.wishes import facade as wishes

# One visitor asks for a few things; who asks for strangers is stopped.
ASKED = Limit(name="stock_requests", per_second=0.02, burst=10)


@require_POST
def wait_for(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    back = own_path(request.POST.get("back", ""), address("home", context.locale))
    try:
        variant_id = UUID(request.POST.get("variant", ""))
        if not limits.take(accounts.visitor(request).address, ASKED).allowed:
            return redirect_saying(back, _("That was often. Try again in some minutes."), kind="problem")
        token = wishes.ask_when_back(variant_id, request.POST.get("email", "")[:254], context)
    except Invalid as invalid:
        return redirect_saying(back, invalid.field_texts(context.locale)["email"], kind="problem")
    except Refusal as refusal:
        return redirect_saying(back, refusal.text(context.locale), kind="problem")
    except ValueError:
        return redirect_saying(back, NotFound().text(context.locale), kind="problem")
    said = _("Noted. You get one message when it is available.")
    if not token:
        return redirect_saying(back, said, kind="attention")
    link = request.build_absolute_uri(address("waiting", context.locale, token=token))
    said += " " + _("Changed your mind? This link ends it:")
    return redirect_saying(back, said, link=link, kind="attention")


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """What a request says, and the button that ends it: a link alone ends nothing, mail programs open links."""
    context = shopper(request)
    found = wishes.request_of(token)
    if request.method == "POST":
        with suppress(NotFound):  # ended before: the same answer
            wishes.stop_waiting(token, context)
        return redirect_saying(address("home", context.locale), _("Your request is erased, and your address with it."))
    item = None
    if found is not None:
        items = catalog.sellable([found.variant_id], market=context.market.code, now=context.now)
        item = items.get(found.variant_id)
    shown = {
        "name": item.name.told(context.locale) if item else "",
        "options": [value.text.told(context.locale) for value in item.options] if item else [],
        "answered": bool(found and found.answered_at),
    }
    paths = {code: address("waiting", code, token=token) for code in NAMES}
    page = frame(request, context, title=_("Tell me when it is available"), hidden=True, paths=paths)
    return render(request, "storefront/waiting.html", {"page": page, "waiting": shown if item else None})

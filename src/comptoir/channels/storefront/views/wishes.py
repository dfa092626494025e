"""The wish list: of a known person on the server, of a guest in the browser; shared by link; into the basket."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts import facade as accounts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.wishes import lines
from comptoir.channels.storefront.views.basket import put
from comptoir.channels.storefront.visits import basket_of, keep_basket, shopper
from comptoir.kit import limits
from comptoir.kit.limits import Limit
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.offers import facade as offers
from comptoir.wishes import facade as wishes

# A list is shared now and then; each time it is a row that stays for 90 days.
SHARED = Limit(name="shared_wishes", per_second=0.02, burst=10)
MOST = 50
SEEN = 8


@require_safe
def wish_list(request: HttpRequest) -> HttpResponse:
    """Of who is known, their list; of a guest, what the browser names (`v`)."""
    context = shopper(request)
    known = context.customer_id is not None
    ids = wishes.wished(context) if known else _ids(request.GET.getlist("v"))
    page = frame(request, context, title=_("Your wish list"), hidden=True)
    shown = {"page": page, "known": known, "wishes": lines(wishes.wishes(ids, context), context.locale)}
    return render(request, "storefront/wishes.html", shown)


@require_POST
def wish_change(request: HttpRequest) -> HttpResponse:
    """Keep, take off, put into the basket, merge what a browser kept, or share; the button says which."""
    context = shopper(request)
    here = address("wish_list", context.locale)
    back = own_path(request.POST.get("back", ""), here)
    ids = _ids(request.POST.getlist("variant"))
    try:
        if "share" in request.POST:
            if not limits.take(accounts.visitor(request).address, SHARED).allowed:
                return redirect_saying(here, _("That was often. Try again in some minutes."), kind="problem")
            made = wishes.share_wishes(ids or wishes.wished(context), context)
            link = request.build_absolute_uri(address("wish_shared", context.locale, token=made.token))
            said = _("Whoever has this link sees these goods at today’s prices, for 90 days. It says nothing of you.")
            return redirect_saying(here, said, link=link)
        if "basket" in request.POST and ids:
            basket_id = put(basket_of(request), ids[0], 1, context)
            response = redirect_saying(here, _("It is in your basket."))
            keep_basket(request, response, basket_id)
            return response
        if context.customer_id is None:
            return redirect_saying(back, _("Log in to keep a wish list on every device."), kind="attention")
        if "merge" in request.POST:
            count = wishes.merge_wishes(ids, context)
            said = ngettext("%(count)s wish came along.", "%(count)s wishes came along.", count) % {"count": count}
            return redirect_saying(here, said)
        if "drop" in request.POST and ids:
            wishes.drop_wish(ids[0], context)
            return redirect_saying(back, _("It is off your list."))
        if not ids:
            raise NotFound()
        wishes.keep_wish(ids[0], context)
    except Refusal as refusal:
        return redirect_saying(back, refusal.text(context.locale), kind="problem")
    return redirect_saying(back, _("It is on your wish list."), link=here, words=_("See the list"))


@require_safe
def wish_shared(request: HttpRequest, token: str) -> HttpResponse:
    context = shopper(request)
    try:
        found = wishes.read_shared(token, context)
    except NotFound:
        found = ()
    paths = {code: address("wish_shared", code, token=token) for code in NAMES}
    page = frame(request, context, title=_("A wish list"), hidden=True, paths=paths)
    shown = {"page": page, "wishes": lines(found, context.locale), "shared": True}
    return render(request, "storefront/wishes.html", shown, status=200 if found else 404)


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """A part of a page: what this browser looked at last, named by itself (`p`); nothing is kept of the question."""
    context = shopper(request)
    ids = _ids(request.GET.getlist("p"))[:SEEN]
    if not ids:
        return HttpResponseRedirect(address("home", context.locale))
    shown = {"cards": cards(offers.cards(ids, context), context.locale)}
    return render(request, "storefront/seen.html", shown)


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found

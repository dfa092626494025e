"""The privacy centre: see, take, correct, be forgotten."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts import facade as accounts
from comptoir.accounts.contracts import SessionInfo
from comptoir.channels.storefront import legal_texts
from comptoir.channels.storefront.entering import origin_of
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import own_data as shown
from comptoir.channels.storefront.visits import drop_basket, drop_choice, drop_order, shopper
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.org.contracts import ShopperContext
from comptoir.privacy import facade as privacy


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of who is logged in, in plain words."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None or context.customer_id is None:
        return _log_in_first(request, context)
    told = privacy.told(context.customer_id, context.locale, context.now)
    underway = privacy.erasure_of(context.customer_id)
    holdings = shown.holdings(told, context)
    values = {
        "page": frame(request, context, title=_("Your data"), hidden=True),
        "holdings": holdings,
        "nothing": [each["name"] for each in holdings if not each["count"]],
        "person": shown.correctable(told),
        "data_topic": legal_texts.YOUR_DATA[context.locale],
        "underway": address("erasure", context.locale, token=underway.token) if underway else "",
    }
    return render(request, "storefront/own_data.html", values)


@require_POST
def own_data_file(request: HttpRequest) -> HttpResponse:
    """The same as JSON, to take along (GDPR article 20). Only who has just shown who they are gets it."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None or context.customer_id is None:
        return _log_in_first(request, context)
    if not _fresh(context, session):
        return _prove_first(context, "own_data")
    told = privacy.give(
        context.customer_id, form="json", locale=context.locale, origin=origin_of(context, session), now=context.now
    )
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{context.storefront}-data.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def own_data_change(request: HttpRequest) -> HttpResponse:
    """Name and telephone; e-mail and password are changed where the account is secured."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None or context.customer_id is None:
        return _log_in_first(request, context)
    here = address("own_data", context.locale)
    try:
        privacy.correct(
            context.customer_id, name=request.POST.get("name", ""), phone=request.POST.get("phone", ""),
            origin=origin_of(context, session), now=context.now,
        )  # fmt: skip
    except Invalid as refusal:
        return redirect_saying(here, " ".join(refusal.field_texts(context.locale).values()), kind="problem")
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return redirect_saying(here, _("Corrected. Orders that are underway keep what they were promised with."))


@require_http_methods(["GET", "HEAD", "POST"])
def erasure_ask(request: HttpRequest) -> HttpResponse:
    """What would go and what stays, before anything is done; then done, and the account is left."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None or context.customer_id is None:
        return _log_in_first(request, context)
    if not _fresh(context, session):
        return _prove_first(context, "erasure_ask")
    problem = ""
    if request.method == "POST" and request.POST.get("sure") == "yes":
        try:
            asked = privacy.ask_erasure(
                context.customer_id, cause="asked", locale=context.locale, origin=origin_of(context, session),
                now=context.now,
            )  # fmt: skip
        except Refusal as refusal:
            problem = refusal.text(context.locale)
        else:
            accounts.leave(request)
            response = HttpResponseRedirect(address("erasure", context.locale, token=asked.token))
            drop_basket(response)
            drop_order(response)
            drop_choice(response)
            return response
    elif request.method == "POST":
        problem = _("Tick the box to say that you are sure.")
    values = {
        "page": frame(request, context, title=_("Be forgotten"), hidden=True),
        "goes": [each.name.read(context.locale) for each in privacy.HOLDINGS if not each.kept],
        "stays": shown.kept(context.locale),
        "problem": problem,
    }
    return render(request, "storefront/erasure_ask.html", values, status=422 if problem else 200)


@require_safe
def erasure(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, for whoever holds the link: it names nobody."""
    context = shopper(request)
    found = privacy.erasure(token)
    page = frame(request, context, title=_("Be forgotten"), hidden=True)
    return render(request, "storefront/erasure.html", {"page": page, "erasure": shown.erasure(found, context)})


@require_safe
def erasure_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The signed record, to keep."""
    found = privacy.erasure(token)
    if not found.receipt:
        raise NotFound()
    answer = HttpResponse(found.receipt, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="erasure.txt"'
    return answer


def _fresh(context: ShopperContext, session: SessionInfo) -> bool:
    return context.now - session.proved_at <= accounts.FRESH


def _log_in_first(request: HttpRequest, context: ShopperContext) -> HttpResponse:
    onward = urlencode({"next": address("own_data", context.locale)})
    return HttpResponseRedirect(f"{address('account', context.locale)}?{onward}")


def _prove_first(context: ShopperContext, onward: str) -> HttpResponse:
    way = address("account_confirm", context.locale) + "?" + urlencode({"next": address(onward, context.locale)})
    return redirect_saying(way, _("Please show once more that it is you."), kind="attention")

"""The second factor: shown, or set up for the first time."""

from __future__ import annotations

from io import BytesIO

import qrcode
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from qrcode.image.svg import SvgPathImage

from comptoir.accounts import facade as accounts
from comptoir.accounts.contracts import NewAuthenticator, SessionInfo
from comptoir.channels.storefront.entering import origin_of
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.views.account_enter import STATE, body_of
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Refusal
from comptoir.org.contracts import ShopperContext


@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def account_confirm(request: HttpRequest) -> HttpResponse:
    """Show that it is you: by a second factor where there is one, else by password or by logging in anew. Staff
    without a second factor are led to set it up."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None:
        return HttpResponseRedirect(address("account", context.locale))
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""), address("account", context.locale))
    if request.content_type == "application/json":
        return _by_passkey(request, context, session, onward)
    factors = accounts.factors(session.account_id)
    if session.staff and not factors:
        return HttpResponseRedirect(address("account_authenticator", context.locale))
    problem, status = "", 200
    if request.method == "POST":
        try:
            _prove(request, context, session)
            return HttpResponseRedirect(onward)
        except Refusal as refusal:
            problem, status = refusal.text(context.locale), refusal.status
    kinds = {factor.kind for factor in factors}
    values = {
        "page": frame(request, context, title=_("Confirm that it is you"), hidden=True, aisles=None),
        "by_code": "totp" in kinds or accounts.recovery_codes_left(session.account_id) > 0,
        "by_passkey": "passkey" in kinds,
        "by_password": not factors and accounts.has_password(session.account_id),
        "demo_code": _demo_code(session, context),
        "next": onward,
        "problem": problem,
    }
    return render(request, "storefront/account_confirm.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def account_authenticator(request: HttpRequest) -> HttpResponse:
    """Teach a telephone the secret: a picture to scan, or letters to type, and one code to prove it."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None:
        return HttpResponseRedirect(address("account", context.locale))
    shop = accounts.place(request).shop
    problem, status = "", 200
    if request.method == "POST":
        token = request.POST.get("token", "")
        try:
            codes = accounts.confirm_authenticator(
                session.id,
                token=token,
                code=request.POST.get("code", ""),
                origin=origin_of(context, session),
                now=context.now,
            )
            accounts.renew(request)
            return recovery_page(request, context, codes)
        except Refusal as refusal:
            problem, status = refusal.text(context.locale), refusal.status
        try:
            new = accounts.shown_authenticator(session.account_id, token, shop=shop)
        except Refusal:
            new = accounts.new_authenticator(session.account_id, shop=shop)
    else:
        new = accounts.new_authenticator(session.account_id, shop=shop)
    values = {
        "page": frame(request, context, title=_("Set up your second factor"), hidden=True, aisles=None),
        "new": new,
        "picture": _picture(new),
        "problem": problem,
        "first": session.staff and not accounts.factors(session.account_id),
    }
    return render(request, "storefront/account_authenticator.html", values, status=status)


def recovery_page(request: HttpRequest, context: ShopperContext, codes: tuple[str, ...]) -> HttpResponse:
    """The recovery codes, this once; without new ones straight on."""
    staff = bool(getattr(request.user, "is_staff", False))
    onward = reverse("wagtailadmin_home") if staff else address("account_safety", context.locale)
    if not codes:
        return HttpResponseRedirect(onward)
    page = frame(request, context, title=_("Your recovery codes"), hidden=True, aisles=None)
    return render(request, "storefront/account_codes.html", {"page": page, "codes": codes, "next": onward})


def _prove(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> None:
    """Refuses what the verbs refuse."""
    who = {"origin": origin_of(context, session), "now": context.now}
    if "password" in request.POST:
        accounts.prove_by_password(session.id, password=request.POST["password"], **who)  # type: ignore[arg-type]
    else:
        accounts.prove_by_code(session.id, code=request.POST.get("code", ""), **who)  # type: ignore[arg-type]
    accounts.renew(request)


def _by_passkey(request: HttpRequest, context: ShopperContext, session: SessionInfo, onward: str) -> HttpResponse:
    asked, place = body_of(request), accounts.place(request)
    if asked.get("step") == "ask":
        options, request.session[STATE] = accounts.ask_passkey(place=place)
        return JsonResponse(options)
    try:
        accounts.prove_by_passkey(
            session.id,
            request.session.pop(STATE, None),
            asked.get("answer") or {},
            place=place,
            origin=origin_of(context, session),
            now=context.now,
        )
    except Refusal as refusal:
        return JsonResponse({"problem": refusal.text(context.locale)}, status=refusal.status)
    accounts.renew(request)
    return JsonResponse({"go": own_path(str(asked.get("next", "")), onward)})


def _demo_code(session: SessionInfo, context: ShopperContext) -> str:
    """The demonstration shows the code of its own staff."""
    if not settings.DEMO:
        return ""
    return accounts.present_code(session.account_id, settings.DEMO_SECRET, context.now)


def _picture(new: NewAuthenticator) -> str:
    """The QR code as an SVG of one path, without styles: nothing of it is inline script or style."""
    drawn = BytesIO()
    qrcode.make(new.address, image_factory=SvgPathImage, box_size=8, border=2).save(drawn)
    text = drawn.getvalue().decode()
    return mark_safe(text[text.index("<svg") :])  # noqa: S308  # drawn here from squares: nothing typed is in it

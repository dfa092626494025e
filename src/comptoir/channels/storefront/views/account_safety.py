"""What opens the account, and where it is open: password, e-mail, passkeys, authenticator, devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts import facade as accounts
from comptoir.accounts.contracts import SessionInfo
from comptoir.accounts.errors import CodeWrong, ProofNeeded, SecondFactorNeeded
from comptoir.channels.storefront.entering import origin_of
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.views.account_confirm import recovery_page
from comptoir.channels.storefront.views.account_enter import STATE, body_of
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.org.contracts import ShopperContext
from comptoir.recognition import facade as recognition

SALT = "storefront.email"
ASK_LIVES = 3_600  # seconds


@require_safe
def account_safety(request: HttpRequest) -> HttpResponse:
    context, session = shopper(request), accounts.session_of(request)
    if session is None:
        here = urlencode({"next": request.path})
        return HttpResponseRedirect(f"{address('account', context.locale)}?{here}")
    fresh = context.now - session.proved_at <= accounts.FRESH
    values = {
        "page": frame(request, context, title=_("Security of your account"), hidden=True),
        "person": request.user,
        "has_password": accounts.has_password(session.account_id),
        "fresh": fresh,
        "confirm": confirm_first(context),
        "factors": accounts.factors(session.account_id),
        "codes_left": accounts.recovery_codes_left(session.account_id),
        "devices": accounts.sessions(session.account_id, context.now),
        "here": session.id,
    }
    return render(request, "storefront/account_safety.html", values)


@sensitive_post_parameters("password")
@require_POST
def account_change(request: HttpRequest) -> HttpResponse:
    """One change, then back to the page. The script's passkey comes here too, as JSON."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None:
        return HttpResponseRedirect(address("account", context.locale))
    try:
        if request.content_type == "application/json":
            return _passkey(request, context, session)
        change = CHANGES.get(request.POST.get("do", ""))
        if change is None:
            raise NotFound()
        return change(request, context, session)
    except (ProofNeeded, SecondFactorNeeded) as needed:
        if request.content_type == "application/json":
            return JsonResponse({"go": confirm_first(context)})
        return redirect_saying(confirm_first(context), needed.text(context.locale), kind="attention")
    except Refusal as refusal:
        if request.content_type == "application/json":
            return JsonResponse({"problem": refusal.text(context.locale)}, status=refusal.status)
        return _back(context, _words(refusal, context), kind="problem")


@require_http_methods(["GET", "HEAD", "POST"])
def account_email(request: HttpRequest) -> HttpResponse:
    """The code that was sent to the new e-mail."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None:
        return HttpResponseRedirect(address("account", context.locale))
    token = request.POST.get("asked", "")
    try:
        ask, email = signing.loads(token, salt=SALT, max_age=ASK_LIVES)
        new = accounts.confirm_email(
            session.id,
            UUID(ask),
            code=request.POST.get("code", ""),
            visitor=accounts.visitor(request),
            origin=origin_of(context, session),
            now=context.now,
        )
    except (signing.BadSignature, ValueError, TypeError):
        return _back(context, CodeWrong().text(context.locale), kind="problem")
    except (ProofNeeded, SecondFactorNeeded) as needed:
        return redirect_saying(confirm_first(context), needed.text(context.locale), kind="attention")
    except Refusal as refusal:
        return _email_page(request, context, token, email, refusal.text(context.locale), refusal.status)
    recognition.know_account(
        session.account_id, email=new, locale=context.locale, origin=context.origin(), now=context.now
    )
    return _back(context, _("Your e-mail address is changed."))


def confirm_first(context: ShopperContext) -> str:
    """Where one shows who one is, and comes back from."""
    here = address("account_safety", context.locale)
    return address("account_confirm", context.locale) + "?" + urlencode({"next": here})


def _password(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    accounts.set_password(
        session.id, password=request.POST.get("password", ""), origin=origin_of(context, session), now=context.now
    )
    accounts.renew(request)
    return _back(context, _("Your password is set. Everywhere else you are logged out."))


def _name(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    accounts.rename(session.id, name=request.POST.get("name", ""), now=context.now)
    return _back(context, _("Your name is changed."))


def _email(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    email = request.POST.get("email", "").strip()[:300]
    ask_id = accounts.ask_email_change(
        session.id,
        email=email,
        locale=context.locale,
        visitor=accounts.visitor(request),
        origin=origin_of(context, session),
        now=context.now,
    )
    return _email_page(request, context, signing.dumps([str(ask_id), email], salt=SALT), email, "", 200)


def _remove(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    accounts.remove_factor(session.id, _identity(request), origin=origin_of(context, session), now=context.now)
    return _back(context, _("It opens your account no longer."))


def _codes(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    codes = accounts.make_recovery_codes(session.id, origin=origin_of(context, session), now=context.now)
    return recovery_page(request, context, codes)


def _end(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    accounts.end_session(
        session.account_id, _identity(request), reason="afar", origin=origin_of(context, session), now=context.now
    )
    return _back(context, _("That device is logged out."))


def _end_others(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    who = origin_of(context, session)
    accounts.end_sessions(session.account_id, but=session.id, reason="afar", origin=who, now=context.now)
    return _back(context, _("All other devices are logged out."))


CHANGES: dict[str, Callable[[HttpRequest, ShopperContext, SessionInfo], HttpResponse]] = {
    "password": _password,
    "name": _name,
    "email": _email,
    "remove": _remove,
    "codes": _codes,
    "end": _end,
    "end_others": _end_others,
}


def _passkey(request: HttpRequest, context: ShopperContext, session: SessionInfo) -> HttpResponse:
    asked, place = body_of(request), accounts.place(request)
    if asked.get("step") == "ask":
        options, request.session[STATE] = accounts.invite_passkey(session.account_id, place=place)
        return JsonResponse(options)
    codes = accounts.add_passkey(
        session.id,
        request.session.pop(STATE, None),
        asked.get("answer") or {},
        name=str(asked.get("name", "")),
        place=place,
        origin=origin_of(context, session),
        now=context.now,
    )
    accounts.renew(request)
    return JsonResponse({"go": address("account_safety", context.locale), "codes": codes})


def _email_page(
    request: HttpRequest, context: ShopperContext, token: str, email: str, problem: str, status: int
) -> HttpResponse:
    page = frame(request, context, title=_("Confirm your e-mail address"), hidden=True, aisles=None)
    values: dict[str, Any] = {"page": page, "asked": token, "email": email, "problem": problem, "changes": True}
    return render(request, "storefront/account_code.html", values, status=status)


def _words(refusal: Refusal, context: ShopperContext) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(refusal.field_texts(context.locale).values())
    return refusal.text(context.locale)


def _back(context: ShopperContext, text: str, *, kind: str = "") -> HttpResponse:
    return redirect_saying(address("account_safety", context.locale), text, kind=kind)


def _identity(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise NotFound() from None

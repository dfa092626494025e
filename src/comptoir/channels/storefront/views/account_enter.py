"""Coming in without a password: a code by e-mail, its link, a passkey."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts import facade as accounts
from comptoir.accounts.errors import CodeWrong
from comptoir.channels.storefront.entering import entered
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.views.account import log_in_page
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.org.contracts import ShopperContext

STATE = "passkey"  # what a passkey was asked, in the session, until it answers
LARGEST = 20_000
SALT = "storefront.asked"
ASK_LIVES = 3_600  # seconds


@sensitive_post_parameters("password")  # the field beside the e-mail, which this leaves unread
@require_http_methods(["GET", "HEAD", "POST"])
def account_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then type it. The page between the two holds what was asked, signed."""
    context = shopper(request)
    if request.method != "POST":
        return log_in_page(request, context)
    return _typed(request, context) if "code" in request.POST else _asked(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
def account_link(request: HttpRequest, link: str) -> HttpResponse:
    """The link of the mail: it says whose account it opens, and waits for a press of the button, so that a program
    that looks at links in mails uses none up."""
    context = shopper(request)
    try:
        if request.method == "POST":
            who = accounts.enter_by_link(
                link, visitor=accounts.visitor(request), origin=context.origin(), now=context.now
            )
            return entered(request, who, "")
        email = accounts.email_of_link(link, context.now)
    except Refusal as refusal:
        problem = refusal.text(context.locale)
        return log_in_page(request, context, problem=problem, status=refusal.status)
    page = frame(request, context, title=_("Log in"), hidden=True, aisles=None)
    return render(request, "storefront/account_link.html", {"page": page, "email": email, "link": link})


@require_POST
def account_passkey(request: HttpRequest) -> HttpResponse:
    """For the script: what a passkey is asked, then where its answer leads."""
    context = shopper(request)
    asked = body_of(request)
    place = accounts.place(request)
    if asked.get("step") == "ask":
        options, request.session[STATE] = accounts.ask_passkey(place=place)
        return JsonResponse(options)
    try:
        who = accounts.enter_by_passkey(
            request.session.pop(STATE, None),
            _mapping(asked.get("answer")),
            place=place,
            visitor=accounts.visitor(request),
            origin=context.origin(),
            now=context.now,
        )
    except Refusal as refusal:
        return JsonResponse({"problem": refusal.text(context.locale)}, status=refusal.status)
    led = entered(request, who, str(asked.get("next", "")))
    response = JsonResponse({"go": led["Location"]})
    response.cookies = led.cookies
    return response


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that the script sends. Refuses Invalid."""
    try:
        if len(request.body) > LARGEST:
            raise Invalid({"body": "too_long"})
        return _mapping(json.loads(request.body))
    except (ValueError, RecursionError) as wrong:
        raise Invalid({"body": "not_text"}) from wrong


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid({"body": "not_text"})
    return value


def _asked(request: HttpRequest, context: ShopperContext) -> HttpResponse:
    email = request.POST.get("email", "").strip()[:300]
    onward = own_path(request.POST.get("next", ""), "")
    try:
        ask_id = accounts.ask_code(
            email=email,
            locale=context.locale,
            visitor=accounts.visitor(request),
            origin=context.origin(),
            now=context.now,
        )
    except Invalid as invalid:
        problem = " ".join(invalid.field_texts(context.locale).values())
        return log_in_page(request, context, email=email, problem=problem, status=invalid.status)
    except Refusal as refusal:
        return log_in_page(
            request, context, email=email, problem=refusal.text(context.locale), status=refusal.status
        )
    token = signing.dumps([str(ask_id), email, onward], salt=SALT)
    return _code_page(request, context, token=token, email=email)


def _typed(request: HttpRequest, context: ShopperContext) -> HttpResponse:
    token = request.POST.get("asked", "")
    try:
        ask, email, onward = signing.loads(token, salt=SALT, max_age=ASK_LIVES)
        ask_id = UUID(ask)
    except (signing.BadSignature, ValueError, TypeError):
        return log_in_page(request, context, problem=CodeWrong().text(context.locale), status=422)
    try:
        who = accounts.enter_by_code(
            ask_id,
            code=request.POST["code"],
            visitor=accounts.visitor(request),
            origin=context.origin(),
            now=context.now,
        )
    except Refusal as refusal:
        problem = refusal.text(context.locale)
        return _code_page(request, context, token=token, email=email, problem=problem, status=refusal.status)
    return entered(request, who, onward)


def _code_page(
    request: HttpRequest, context: ShopperContext, *, token: str, email: str, problem: str = "", status: int = 200
) -> HttpResponse:
    page = frame(request, context, title=_("Your code"), hidden=True, aisles=None)
    values = {"page": page, "asked": token, "email": email, "problem": problem}
    return render(request, "storefront/account_code.html", values, status=status)

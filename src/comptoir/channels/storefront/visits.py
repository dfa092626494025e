"""Who asks, and which basket they hold: what every view needs before it can call anything."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from comptoir.channels.storefront.languages import DEFAULT
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import ShopperContext
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit

COOKIE = "basket"
SALT = "storefront.basket"
CHOICE = "choice"
CHOICE_SALT = "storefront.choice"
CHOICE_KEPT = 182 * 24 * 3600  # seconds: six months, for a refusal as for a consent (CNIL's recommendation)
ORDERED, ORDERED_SALT = "ordered", "storefront.ordered"
KEPT = 30 * 24 * 3600  # seconds: as long as a basket waits


def shopper(request: HttpRequest) -> ShopperContext:
    """The context of this request, made once and kept on it."""
    known = getattr(request, "shopper", None)
    if known is None:
        visit = Visit(
            channel="web",
            locale=get_language() or DEFAULT,
            now=clock.now(),
            correlation=getattr(request, "request_id", None) or uuid7(),
            account_id=request.user.pk if request.user.is_authenticated else None,
            purposes=_purposes_of(request),
        )
        known = recognition.recognise(visit)
        request.shopper = known  # type: ignore[attr-defined]
    return cast(ShopperContext, known)


def basket_of(request: HttpRequest) -> UUID | None:
    """The basket that the signed cookie names; a cookie that was tampered with names none."""
    try:
        return UUID(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError):
        return None


def keep_basket(request: HttpRequest, response: HttpResponse, basket_id: UUID) -> None:
    """Strictly necessary, read by no script."""
    response.set_signed_cookie(
        COOKIE,
        str(basket_id),
        salt=SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def drop_basket(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _purposes_of(request: HttpRequest) -> frozenset[str]:
    """What the visitor's choice allows: nothing without one, and nothing when its cookie was tampered with."""
    return frozenset(_choice(request).partition(" ")[2].split())


def choice_of(request: HttpRequest) -> bool | None:
    """Whether measurement was allowed (True), refused (False), or never asked for (None)."""
    kept = _choice(request)
    return bool(kept.partition(" ")[2]) if kept else None


def _choice(request: HttpRequest) -> str:
    """The choice's id and its purposes; empty without one, or when the cookie was tampered with."""
    try:
        return str(request.get_signed_cookie(CHOICE, default="", salt=CHOICE_SALT, max_age=CHOICE_KEPT))
    except signing.BadSignature:
        return ""


def purposes_in(cookies: dict[str, str]) -> str | None:
    """The purposes that a visitor with these cookies allows; None when there is no choice."""
    request = HttpRequest()
    request.COOKIES = cookies
    kept = _choice(request)
    return kept.partition(" ")[2] if kept else None


def keep_order(request: HttpRequest, response: HttpResponse, link: str) -> None:
    """Until the browser closes: the empty basket of another tab then says where the order is."""
    response.set_signed_cookie(
        ORDERED, link, salt=ORDERED_SALT, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def last_order(request: HttpRequest) -> str:
    """The link of the order that this browser placed last; empty when there is none."""
    try:
        return str(request.get_signed_cookie(ORDERED, default="", salt=ORDERED_SALT))
    except signing.BadSignature:
        return ""


def keep_choice(request: HttpRequest, response: HttpResponse, choice_id: UUID, purposes: list[str]) -> None:
    """The choice with the id of its proof in the journal."""
    response.set_signed_cookie(
        CHOICE,
        " ".join([str(choice_id), *purposes]),
        salt=CHOICE_SALT,
        max_age=CHOICE_KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def drop_order(response: HttpResponse) -> None:
    response.delete_cookie(ORDERED, samesite="Lax")

"""Who asks, and which basket they hold: what every view needs before it can call anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from comptoir.channels.storefront.languages import DEFAULT
from comptoir.consent import facade as consent
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import MEASUREMENT, ShopperContext
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit

COOKIE = "basket"
SALT = "storefront.basket"
CHOICE = "choice"
CHOICE_SALT = "storefront.choice"
CHOICE_KEPT = 182 * 24 * 3600  # seconds: six months, for a refusal as for a consent (CNIL's recommendation)
VISITOR = "visitor"
VISITOR_KEPT = 395 * 24 * 3600  # seconds: 13 months from the first consent, never prolonged (CNIL)
REFUSED_BY_BROWSER = "HTTP_SEC_GPC"  # Global Privacy Control
ORDERED, ORDERED_SALT = "ordered", "storefront.ordered"
FRIEND, FRIEND_SALT = "friend", "storefront.friend"
MOST_FRIENDS = 4  # shared baskets that one browser takes part in
READER, READER_KEPT = "reader", 182 * 24 * 3600
KEPT = 30 * 24 * 3600  # seconds: as long as a basket waits


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody answered on this device, with the id of its proof."""

    id: UUID
    purposes: frozenset[str]

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
            purposes=purposes_of(request),
            visitor=visitor_of(request),
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


def friend_of(request: HttpRequest, token: str) -> UUID | None:
    """Who this browser is beside the shared basket of a link; None when it gave no name there."""
    return _friends(request).get(token)


def keep_friend(request: HttpRequest, response: HttpResponse, token: str, friend_id: UUID) -> None:
    """Strictly necessary: without it nobody could go on under the name that they gave."""
    kept = list(({token: friend_id} | _friends(request)).items())[:MOST_FRIENDS]
    response.set_signed_cookie(
        FRIEND,
        " ".join(f"{of}.{friend}" for of, friend in kept),
        salt=FRIEND_SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _friends(request: HttpRequest) -> dict[str, UUID]:
    try:
        kept = str(request.get_signed_cookie(FRIEND, default="", salt=FRIEND_SALT, max_age=KEPT))
        return {of: UUID(friend) for of, _dot, friend in (each.partition(".") for each in kept.split())}
    except (signing.BadSignature, ValueError):
        return {}


def reader_of(request: HttpRequest) -> str:
    """The number under which this device said that reviews helped; empty when it never did."""
    try:
        return str(UUID(request.COOKIES.get(READER, "")))
    except ValueError:
        return ""


def keep_reader(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """Given with the first vote, for votes alone: so that each counts once and can be taken back."""
    response.set_cookie(
        READER, number, max_age=READER_KEPT, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def purposes_of(request: HttpRequest) -> frozenset[str]:
    """What the visitor's choice allows: nothing without one, when its cookie was tampered with, or where the browser
    refuses."""
    choice = choice_of(request)
    return allowed(choice.purposes, request.META) if choice else frozenset()


def allowed(purposes: Collection[str], meta: Mapping[str, Any]) -> frozenset[str]:
    """The purposes that the browser's own signal leaves."""
    return frozenset(purposes) - (consent.REFUSED_BY_BROWSER if browser_refuses(meta) else frozenset())


def browser_refuses(meta: Mapping[str, Any]) -> bool:
    """Whether the browser says `Sec-GPC: 1`."""
    return meta.get(REFUSED_BY_BROWSER) == "1"


def choice_of(request: HttpRequest) -> Choice | None:
    """What was chosen on this device; None when it was not asked in the last six months, or the cookie was tampered
    with."""
    try:
        kept = request.get_signed_cookie(CHOICE, default="", salt=CHOICE_SALT, max_age=CHOICE_KEPT)
        identity, _space, purposes = str(kept).partition(" ")
        return Choice(UUID(identity), frozenset(purposes.split()))
    except (signing.BadSignature, ValueError):
        return None


def choice_in(cookies: dict[str, str]) -> Choice | None:
    """The choice of a visitor with these cookies."""
    request = HttpRequest()
    request.COOKIES = cookies
    return choice_of(request)


def visitor_of(request: HttpRequest) -> str | None:
    """The id of this device, where its owner allowed one to be given."""
    try:
        return str(UUID(request.COOKIES.get(VISITOR, "")))
    except ValueError:
        return None


def new_visitor() -> str:
    return str(uuid4())


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


def keep_choice(
    request: HttpRequest, response: HttpResponse, choice_id: UUID, purposes: Collection[str], visitor: str | None
) -> None:
    """The choice with the id of its proof in the journal; and the device's id for our script, with the consent to be
    measured and without it never."""
    response.set_signed_cookie(
        CHOICE,
        " ".join([str(choice_id), *sorted(purposes)]),
        salt=CHOICE_SALT,
        max_age=CHOICE_KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    if MEASUREMENT not in purposes or not visitor:
        response.delete_cookie(VISITOR, samesite="Lax")
    elif visitor_of(request) != visitor:
        response.set_cookie(VISITOR, visitor, max_age=VISITOR_KEPT, samesite="Lax", secure=request.is_secure())


def drop_order(response: HttpResponse) -> None:
    response.delete_cookie(ORDERED, samesite="Lax")


def drop_choice(response: HttpResponse) -> None:
    """The browser is asked anew: who was forgotten has allowed nothing."""
    response.delete_cookie(CHOICE, samesite="Lax")
    response.delete_cookie(VISITOR, samesite="Lax")

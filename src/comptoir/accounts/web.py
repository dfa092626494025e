"""Between Django's session cookie and our sessions: who comes in, who is there, who leaves.

Django's session is the cookie and what a browser keeps; `accounts_session` says whether it still opens anything. A
session that was begun elsewhere than here opens nothing.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

from comptoir.accounts import rules, sessions
from comptoir.accounts.contracts import Entered, SessionInfo, Visitor
from comptoir.accounts.models import Session
from comptoir.accounts.passkeys import Place
from comptoir.kit import clock
from comptoir.org import facade as org

KEY = "comptoir.session"
KNOWN, KNOWN_SALT, KNOWN_SECONDS = "known", "accounts.known", 365 * 24 * 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"


def visitor(request: HttpRequest) -> Visitor:
    """Who knocks."""
    try:
        known = UUID(request.get_signed_cookie(KNOWN, default="", salt=KNOWN_SALT, max_age=KNOWN_SECONDS))
    except (signing.BadSignature, ValueError):
        known = None
    return Visitor(address=address(request), agent=rules.agent(request.headers.get("User-Agent", "")), known=known)


def address(request: HttpRequest) -> str:
    """The address of the net. With a trusted proxy it is the last that the proxy wrote: the ones before it are what
    the caller claims."""
    if settings.TRUSTS_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def place(request: HttpRequest) -> Place:
    """Where passkeys are made and asked for: this host."""
    host = request.get_host()
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    return Place(host=bare, origin=f"{request.scheme}://{host}", shop=org.storefront(None).name)


def enter(request: HttpRequest, entered: Entered) -> None:
    """This browser holds the session from now on, under a new cookie: one that was planted before opens nothing."""
    row = org.account_row(entered.account_id)
    auth.login(request, cast(Any, row), backend=BACKEND)
    request.session[KEY] = str(entered.session_id)
    ends = rules.STAFF_ENDS if cast(Any, row).is_staff else rules.SHOPPER_ENDS
    request.session.set_expiry(int(ends.total_seconds()))
    forget(request)


def remember_browser(request: HttpRequest, response: HttpResponse, account_id: UUID) -> None:
    """The cookie that gives this browser tries of its own when others use up the account's."""
    response.set_signed_cookie(
        KNOWN, str(account_id), salt=KNOWN_SALT, max_age=KNOWN_SECONDS, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def renew(request: HttpRequest) -> None:
    """After a proof or a new password: another cookie for the same session."""
    user = org.account_row(cast(Any, request.user).pk)
    auth.update_session_auth_hash(request, user)  # type: ignore[arg-type]
    forget(request)


def leave(request: HttpRequest) -> None:
    auth.logout(request)
    forget(request)


def forget(request: HttpRequest) -> None:
    """What this request knows of its person is read again."""
    for name in ("_person", "account_session"):
        if hasattr(request, name):
            delattr(request, name)


def person_of(request: HttpRequest) -> Any:
    """Whoever is logged in with a session that is still open; else nobody, and the cookie is emptied."""
    found = getattr(request, "_person", None)
    if found is None:
        found = _person(request)
        request._person = found  # type: ignore[attr-defined]
    return found


def session_of(request: HttpRequest) -> SessionInfo | None:
    """The open session of this request's person; None for nobody."""
    person_of(request)
    return getattr(request, "account_session", None)


def _person(request: HttpRequest) -> Any:
    user = auth.get_user(request)
    if not user.is_authenticated:
        return user
    now = clock.now()
    try:
        session = sessions.read(UUID(request.session.get(KEY, "")), now)
    except ValueError:
        session = None
    if session is None or session.account_id != user.pk:
        request.session.flush()
        return AnonymousUser()
    if now - session.seen_at > rules.SEEN_EVERY:
        Session.objects.filter(id=session.id).update(seen_at=now)
    request.account_session = session  # type: ignore[attr-defined]
    return user

"""The back office's door and the headers of its answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import door

GetResponse = Callable[[HttpRequest], HttpResponse]

# Wagtail 7.4 starts its date pickers by inline scripts without a nonce, and its colours and icons are inline
# styles: 'unsafe-inline' cannot be left out here. Nothing may come from, or go to, another host.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)


class BackofficeMiddleware:
    """Everything under the back office's address needs a second factor, has a content-security policy, and is never
    kept by a shared cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_ours(request):
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Whoever is logged in with one factor only is led to the second; others meet Wagtail's own question."""
        if not _is_ours(request) or view in door.OPEN:
            return None
        session = accounts.session_of(request)
        if session is None or session.strong_at is not None:
            return None
        return door.to_second_factor(request)


def _is_ours(request: HttpRequest) -> bool:
    return request.path.startswith(_address())


@cache
def _address() -> str:
    return reverse("wagtailadmin_home")

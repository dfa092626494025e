"""Puts the person of a request where Django and Wagtail look for it."""

from __future__ import annotations

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comptoir.accounts import web


class PersonMiddleware(AuthenticationMiddleware):
    """`request.user`, asked for only when somebody wants to know."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: web.person_of(request))  # type: ignore[assignment]

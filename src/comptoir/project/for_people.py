"""Middleware that programs do not need: behind the API's address nobody has a session, a language cookie, a form."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.deprecation import MiddlewareMixin

from comptoir.accounts.middleware import PersonMiddleware

PROGRAMS = "/api/"


class _ForPeople(MiddlewareMixin):
    """Steps aside for programs."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(PROGRAMS):
            return self.get_response(request)
        return super().__call__(request)


class Sessions(_ForPeople, SessionMiddleware):
    pass


class Languages(_ForPeople, LocaleMiddleware):
    pass


class Addresses(_ForPeople, CommonMiddleware):
    """The API checks its host and says its length by itself."""


class Forms(_ForPeople, CsrfViewMiddleware):
    pass


class Persons(_ForPeople, PersonMiddleware):
    pass


class Messages(_ForPeople, MessageMiddleware):
    pass

"""Every error as application/problem+json (RFC 9457), in the person's language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from comptoir.channels.api import errors, limits, rules
from comptoir.channels.api.access import KEY_HEADER
from comptoir.kit.idempotency import IdempotencyKeyInvalid
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, Refusal

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger("comptoir.api")

TITLES = {
    400: _("The request cannot be understood"),
    401: _("A key is needed"),
    402: _("The payment is missing"),
    403: _("This is not allowed"),
    404: _("There is nothing here"),
    405: _("Another method is needed"),
    409: _("The present state does not allow it"),
    413: _("The request is too large"),
    422: _("Some fields are not valid"),
    429: _("Too many calls"),
    500: _("An error on our side"),
    503: _("Not available right now"),
}
FIELD_SENTENCES = {
    "not_valid": _("This value is not valid."),
    "not_a_field": _("There is no such field."),
}


def answer(request: HttpRequest, failure: Exception) -> HttpResponse:
    """The answer to whatever was raised. What is not a refusal is a bug: logged, and said without details."""
    return problem(request, refusal_of(failure), translation.get_language() or settings.LANGUAGE_CODE)


def refusal_of(failure: Exception) -> Refusal:
    match failure:
        case Refusal():
            return failure
        case ValidationError():
            found = rules.field_errors(failure.errors)
            return IdempotencyKeyInvalid() if KEY_HEADER in found else Invalid(found)
        case RequestDataTooBig():
            return errors.BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        case HttpError():
            return errors.BodyUnreadable()
        case Http404():
            return errors.AddressUnknown()
        case OperationalError() | InterfaceError():
            log.exception("database unavailable", exc_info=failure)
            return errors.Unavailable()
    log.exception("unexpected", exc_info=failure)
    return errors.InternalError()


def problem(request: HttpRequest, refusal: Refusal, locale: str) -> HttpResponse:
    """`type` leads to the entry of this code in the documentation."""
    with translation.override(locale):
        body: dict[str, Any] = {
            "type": f"{settings.PUBLIC_ADDRESS}/api/docs#{refusal.code}",
            "title": str(TITLES.get(refusal.status, TITLES[409])),
            "status": refusal.status,
            "detail": refusal.text(locale),
            "code": refusal.code,
        }
        if isinstance(refusal, Invalid):
            body["errors"] = list(_field_problems(refusal, locale))
        elif refusal.data:
            body["data"] = refusal.data
    if identity := getattr(request, "request_id", None):
        body["instance"] = f"urn:uuid:{identity}"
    text = json.dumps(body, default=_plain, ensure_ascii=False)
    response = HttpResponse(text, status=refusal.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="comptoir"'
    if isinstance(refusal, errors.TooManyCalls):
        limits.say(response, refusal.verdict)
    if refusal.status == 503:
        response["Retry-After"] = "2"
    return response


def _field_problems(refusal: Invalid, locale: str) -> Iterator[dict[str, str]]:
    texts = refusal.field_texts(locale)
    for field, code in refusal.errors.items():
        own = FIELD_SENTENCES.get(code)
        yield {"field": field, "code": code, "detail": gettext(str(own)) if own else texts[field]}


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return {"minor": value.minor, "currency": value.currency}
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case set() | frozenset():
            return sorted(value, key=str)
    return str(value)


def catalogue() -> list[type[Refusal]]:
    """Every refusal that the rooms can answer with, by code: the documentation's list."""
    found: dict[str, type[Refusal]] = {}
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind is not Refusal:
            found[kind.code] = kind
    return [found[code] for code in sorted(found)]

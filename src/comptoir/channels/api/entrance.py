"""What happens to every request before and after its endpoint."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from comptoir.channels.api import access, answers, limits, problems, rules
from comptoir.channels.api.errors import BodyTooLarge, MethodNotAllowed
from comptoir.kit import clock, ids
from comptoir.kit.refusals import Refusal
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit

View = Callable[..., HttpResponseBase]
LARGEST_BODY = 100_000
LARGEST_BATCH = 2_000_000
LARGEST_PICTURE = 8 * 1024 * 1024
LARGEST_FILE = 50 * 1024 * 1024
LARGEST_PHOTOS = 20_000_000
RATES = "/rates"  # the end of an address that takes a whole table of prices
PHOTOS = "/photos"  # the end of an address that takes files
BATCHES = ("/api/v1/exchange/", "/api/v1/bank-statements")
CHANNEL = "api"
# What the person behind the call consented to, as the caller asked them: "measurement", separated by commas.
CONSENT_HEADER = "Comptoir-Consent"
# The id of that person's device in the caller's own world; heard with the consent to be measured only.
VISITOR_HEADER = "Comptoir-Visitor"


def entrance(view: View) -> View:
    """Limits the body, recognises who calls, gives every failure its problem, and answers If-None-Match.

    Needs no token against forged forms: nobody is recognised by a cookie here.
    """

    @csrf_exempt
    @functools.wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.get_host()  # a host that is not ours gets no answer from us
        asked = rules.language(request.headers.get("Accept-Language", ""))
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        with translation.override(asked or settings.LANGUAGE_CODE):
            try:
                response = _answer(view, request, asked, args, kwargs)
            except Refusal as refusal:
                response = problems.answer(request, refusal)
            except Exception as failure:
                response = problems.answer(request, failure)
            return _finished(request, response, head=head)

    return enter


def _answer(view: View, request: Any, asked: str, args: Any, kwargs: Any) -> HttpResponseBase:
    batch = request.path.startswith(BATCHES) or request.path.endswith(RATES)
    largest = LARGEST_BATCH if batch else LARGEST_BODY
    largest = LARGEST_PICTURE if request.path == "/api/v1/pictures" else largest
    largest = LARGEST_FILE if request.path == "/api/v1/files" else largest
    largest = LARGEST_PHOTOS if request.path.endswith(PHOTOS) else largest
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise BodyTooLarge(limit=largest)
    request.caller = caller = access.caller_of(request)
    verdict = limits.check(request, caller)
    request.context = recognition.recognise(
        Visit(
            channel=caller.channel if caller else CHANNEL,
            locale=asked,
            now=clock.now(),
            correlation=getattr(request, "request_id", None) or ids.uuid7(),
            storefront=caller.storefront if caller else None,
            actor=caller.actor if caller else None,
            purposes=rules.purposes(request.headers.get(CONSENT_HEADER, "")),
            visitor=rules.visitor(request.headers.get(VISITOR_HEADER, "")),
        )
    )
    translation.activate(request.context.locale)
    response = view(request, *args, **kwargs)
    response["Content-Language"] = response.headers.get("Content-Language", request.context.locale)
    if isinstance(response, HttpResponse) and response.status_code < 300 and hasattr(request, "once"):
        response = answers.keep(request.once, response, request.context.now)
    if verdict:
        limits.say(response, verdict)
    if response.status_code == 405:
        refused = problems.answer(request, MethodNotAllowed(allowed=response.headers.get("Allow", "")))
        refused["Allow"] = response.headers.get("Allow", "")
        return refused
    return response


def _finished(request: HttpRequest, response: HttpResponseBase, *, head: bool) -> HttpResponseBase:
    response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    if not isinstance(response, HttpResponse):
        return response
    if request.method == "GET" and response.status_code == 200:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response = get_conditional_response(request, etag=response["ETag"], response=response) or response
    response["Content-Length"] = str(len(response.content))
    if head:
        response.content = b""
    return response

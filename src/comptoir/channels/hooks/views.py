"""The door for programs of banks and providers: raw bytes in, a short answer out.

No session, no cookie, no form token: who may speak is decided by the signature alone. Nothing of the body or the
headers is ever logged.
"""

from __future__ import annotations

import structlog
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from comptoir.channels.hooks.errors import BodyTooLarge, EncodingRefused, OnlyPost
from comptoir.kit import clock
from comptoir.kit.refusals import Refusal
from comptoir.treasury import facade as treasury

LARGEST_BODY = 256 * 1024
log = structlog.get_logger("comptoir.hooks")


@csrf_exempt
def receive(request: HttpRequest, provider: str, account: str) -> JsonResponse:
    """200 when the event is kept (each time the same answer), else the refusal's status and code."""
    try:
        body = _body(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        heard = treasury.receive_event(provider, account, body=body, headers=headers, now=clock.now())
    except Refusal as refusal:
        log.warning("event refused", provider=provider[:20], code=refusal.code)
        answer = JsonResponse({"code": refusal.code, "detail": refusal.text("en")}, status=refusal.status)
    else:
        answer = JsonResponse({"received": heard.name})
    answer["Cache-Control"] = "no-store"
    return answer


def _body(request: HttpRequest) -> bytes:
    """The bytes as they were sent: signed is what was sent, so nothing is unpacked.

    Refuses OnlyPost, EncodingRefused, BodyTooLarge.
    """
    if request.method != "POST":
        raise OnlyPost()
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EncodingRefused()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise BodyTooLarge()
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        raise BodyTooLarge()
    return bytes(body)

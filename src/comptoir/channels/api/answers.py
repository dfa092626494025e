"""What was answered to a change, kept as it was sent, for whoever sends it again."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from django.http import HttpResponse

from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey

# What belongs to the answer; how many calls are left and who asked belongs to the request.
HEADERS = ("Content-Type", "Content-Language", "Location", "Link", "ETag")


class Answered(Exception):
    """This call was made before. `response` is what was answered then, byte for byte."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def before(call: IdempotencyKey) -> HttpResponse | None:
    """What was answered to this call; None the first time. Refuses IdempotencyConflict for another body."""
    said = idempotency.said(call)
    return None if said is None else _read(said)


def keep(call: IdempotencyKey, response: HttpResponse, now: datetime) -> HttpResponse:
    """The answer that is to be sent: this one, or what another call with this key was told meanwhile."""
    written = _written(response)
    kept = idempotency.say(call, written, now)
    return response if kept == written else _read(kept)


def _written(response: HttpResponse) -> bytes:
    told = {name: response[name] for name in HEADERS if name in response}
    head = json.dumps([response.status_code, told], ensure_ascii=False).encode()
    return zlib.compress(head + b"\n" + response.content, level=1)


def _read(written: bytes) -> HttpResponse:
    head, _line, content = zlib.decompress(written).partition(b"\n")
    status, told = json.loads(head)
    return HttpResponse(content, status=status, headers=told)

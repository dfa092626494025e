"""A sentence that travels through a redirect in the address, signed so that nobody else can speak there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

SALT = "storefront.said"
SAID = "said"
KEPT = 600  # seconds


def redirect_saying(path: str, text: str, *, kind: str = "", **more: Any) -> HttpResponse:
    """Go to `path`, where `text` is shown. `kind` is empty, `attention` or `problem`."""
    said = signing.dumps({"text": text, "kind": kind, **more}, salt=SALT, compress=True)
    joint = "&" if "?" in path else "?"
    return HttpResponseRedirect(f"{path}{joint}{urlencode({SAID: said})}")


def said(request: HttpRequest) -> dict[str, Any] | None:
    """What the last step had to say; None when there is nothing, or it is old, or not ours."""
    token = request.GET.get(SAID, "")
    if not token:
        return None
    try:
        return dict(signing.loads(token, salt=SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError, TypeError):
        return None

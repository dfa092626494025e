"""Addresses that a form or a link names for what comes next."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from comptoir.channels.storefront.sayings import SAID

LONGEST = 500


def own_path(asked: str, otherwise: str) -> str:
    """`asked` when it is a path of this site, else `otherwise`: nobody is led elsewhere from here."""
    own = asked.startswith("/") and len(asked) <= LONGEST and asked.isprintable()
    return asked if own and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise


def where_from(request: HttpRequest, otherwise: str) -> str:
    """The page on which a form of every page stood: a page from memory cannot name itself, it is the same at many
    addresses."""
    before = urlsplit(request.headers.get("Referer", ""))
    asked = [(name, value) for name, value in parse_qsl(before.query) if name != SAID]
    path = f"{before.path}?{urlencode(asked)}" if asked else before.path
    return own_path(path, otherwise) if before.netloc == request.get_host() else otherwise

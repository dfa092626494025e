"""Addresses of pages and pictures: http and https only."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from comptoir.channels.imports.rules.texts import Unusable

LONGEST = 2000
FORBIDDEN = re.compile(r"""[\s<>"\\^`{|}]""")
SPLIT = re.compile(r",\s*(?=https?://)", re.IGNORECASE)


def address(text: str) -> str:
    """An absolute http(s) address with a host and without log-in; anything else is refused."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        raise Unusable("too long")
    if not trimmed.isprintable() or FORBIDDEN.search(trimmed):
        raise Unusable("not an address")
    try:
        parts = urlsplit(trimmed)
        host, _port = parts.hostname, parts.port
    except ValueError as trouble:
        raise Unusable("not an address") from trouble
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise Unusable("not an address")
    return trimmed


def addresses(text: str) -> list[str]:
    """The parts of a cell that lists addresses, not yet looked at; commas within an address are kept."""
    return [part for part in SPLIT.split(text.strip()) if part.strip()]

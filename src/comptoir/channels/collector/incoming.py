"""What a connection sends, within bounds: a body is taken as far as it may go, and what is refused unread is left."""

from __future__ import annotations

import time
from typing import Any

from comptoir.channels.collector.bodies import LARGEST
from comptoir.channels.collector.errors import TooLarge, TooSlow

PIECE = 64 * 1024
READ_SECONDS = 15.0  # for a whole body, looked at between its pieces
DRAIN_SECONDS = 2.0


def read(environ: dict[str, Any]) -> bytes:
    """The body. Refuses TooLarge, TooSlow."""
    left = _length(environ)
    if left is None:
        left = LARGEST + 1
    elif left > LARGEST:
        raise TooLarge()
    given, until, pieces = environ["wsgi.input"], time.monotonic() + READ_SECONDS, []
    while left and (piece := given.read(min(PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
        if left and time.monotonic() > until:
            raise TooSlow()
    body = b"".join(pieces)
    if len(body) > LARGEST:
        raise TooLarge()
    return body


def drain(environ: dict[str, Any]) -> None:
    """An answer before the end of a body would break the connection, and the answer would not be read. Of a body
    without end the connection is broken: no more than the largest is waited for, and not for long."""
    length = _length(environ)
    left = LARGEST if length is None else min(length, LARGEST)
    given, until = environ["wsgi.input"], time.monotonic() + DRAIN_SECONDS
    while left and time.monotonic() <= until and (piece := given.read(min(PIECE, left))):
        left -= len(piece)


def _length(environ: dict[str, Any]) -> int | None:
    length = environ.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() and len(length) < 20 else None

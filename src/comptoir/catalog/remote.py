"""Getting a picture from an address that a merchant's file gave.

The address is not ours, so it must not make us ask our own network: only http and https on their usual ports,
only hosts that resolve to public addresses and nothing else, the connection is made to the address that was
checked, and each redirection is checked again.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from PIL import Image

from comptoir.kit.outside import is_public

LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
SECONDS = 15.0
MOST_REDIRECTIONS = 3
PORTS = {"http": 80, "https": 443}
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
TYPES = ("image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/gif")


class Unreachable(Exception):
    """The picture did not come this time; another try may help."""


class Unfit(Exception):
    """The address or what it gave will never do."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture that opens; `extension` is that of its real format."""

    content: bytes
    extension: str


def fetch(address: str, *, trusted: frozenset[str] = frozenset()) -> Fetched:
    """The picture at `address`: JPEG, PNG, WebP or GIF, at most 8 MB and 50 megapixels, within 15 seconds.

    `trusted` are `host:port` of the merchant's own network that may be asked all the same. Refuses Unfit and
    Unreachable.
    """
    give_up = time.monotonic() + SECONDS
    for _hop in range(MOST_REDIRECTIONS + 1):
        parts = _checked(address)
        with _answer(parts, trusted, give_up) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                address = urljoin(address, answer.headers.get("Location", ""))
                continue
            return _picture(answer, give_up)
    raise Unfit("too many redirections")


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as trouble:
        raise Unfit("not an address") from trouble
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise Unfit("not an address")
    if port is not None and not 0 < port < 65536:
        raise Unfit("not an address")
    return parts


@contextmanager
def _answer(
    parts: SplitResult, trusted: frozenset[str], give_up: float
) -> Iterator[http.client.HTTPResponse]:
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    known = f"{host}:{port}" in trusted
    if not known and port not in PORTS.values():
        raise Unfit("not a usual port")
    target = _resolve(host, port, known)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        plain = socket.create_connection((target, port), timeout=_left(give_up))
        with closing(plain):
            line = plain
            if parts.scheme == "https":
                line = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = line
            connection.request("GET", path, headers={"Accept": "image/*", "User-Agent": "Comptoir"})
            with connection.getresponse() as answer:
                yield answer
    except (OSError, http.client.HTTPException, UnicodeError) as trouble:
        raise Unreachable(str(trouble)) from trouble


def _resolve(host: str, port: int, known: bool) -> str:
    """The address to connect to. One private address among those of a host makes the host unfit."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise Unreachable("unknown host") from trouble
    targets = [str(entry[4][0]) for entry in found]
    if not known and not all(is_public(target) for target in targets):
        raise Unfit("not a public address")
    return targets[0]


def _left(give_up: float) -> float:
    left = give_up - time.monotonic()
    if left <= 0:
        raise Unreachable("too slow")
    return left


def _picture(answer: http.client.HTTPResponse, give_up: float) -> Fetched:
    if answer.status in (404, 410):
        raise Unfit(f"status {answer.status}")
    if answer.status != 200:
        raise Unreachable(f"status {answer.status}")
    if answer.headers.get_content_type() not in TYPES:
        raise Unfit("not a picture")
    content = bytearray()
    while piece := answer.read1(64 * 1024):
        content += piece
        if len(content) > LARGEST_BYTES:
            raise Unfit("too large")
        _left(give_up)
    return Fetched(bytes(content), format_of(bytes(content)))


def format_of(content: bytes) -> str:
    """The extension of what the bytes really are: the header of an answer proves nothing. Refuses Unfit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
                if picture.width * picture.height > LARGEST_PIXELS:
                    raise Unfit("too large")
                picture.verify()
                return FORMATS[str(picture.format)]
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as trouble:
        raise Unfit("too large") from trouble
    except Exception as trouble:  # Pillow raises many kinds for broken files
        raise Unfit("not a picture") from trouble

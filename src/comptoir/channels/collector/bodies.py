"""What was sent, taken apart: gzip recognised by its first bytes whatever the headers say, JSON whatever the type."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass, field
from typing import Any

import msgspec

from comptoir.channels.collector.errors import Malformed, TooDense, TooLarge

GZIP = b"\x1f\x8b"
LARGEST = 4 * 1024 * 1024 + 64 * 1024  # bytes of a body, as sent and unpacked: a batch of rudder-sdk-python, and a bit
MOST_OF_BATCH = 2_500
MOST_VALUES = 300_000  # of a body, told by its commas and brackets before anything is made of it


class _Envelope(msgspec.Struct, forbid_unknown_fields=False):
    batch: list[msgspec.Raw]
    writeKey: Any = None
    sentAt: Any = None
    context: Any = None


class _Single(msgspec.Struct):
    writeKey: Any = None
    sentAt: Any = None


# After whole pairs of backslashes, which mean backslashes: a pair of surrogates, or a lone one.
SURROGATES = re.compile(
    rb"(?<!\\)((?:\\\\)*+)\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|([dD][89a-fA-F][0-9a-fA-F]{2}))"
)
# The next bracket, or the end. A string before it goes to its quote or to the end, and is never tried again from its
# middle.
BRACKETS = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"?)*+([\[\]{}]|\Z)', re.DOTALL)
DEEPEST = 64
_batches = msgspec.json.Decoder(_Envelope)
_singles = msgspec.json.Decoder(_Single)


@dataclass(slots=True)
class Sent:
    """Events as they were written, each alone, and what was said for all of them."""

    items: list[bytes]
    write_key: str = ""
    sent_at: Any = None
    context: dict[str, Any] = field(default_factory=dict)
    surplus: int = 0  # events beyond the most of a batch: only counted


def unpacked(body: bytes) -> bytes:
    """Refuses TooLarge (also when it would unpack to too much: no more than the limit is ever unpacked), Malformed."""
    if body[:2] != GZIP:
        return body
    opened = zlib.decompressobj(31)
    try:
        plain = opened.decompress(body, LARGEST + 1)
    except zlib.error as trouble:
        raise Malformed() from trouble
    if len(plain) > LARGEST or opened.unconsumed_tail:
        raise TooLarge()
    if not opened.eof or opened.unused_data:
        raise Malformed()
    return plain


def sparse(body: bytes) -> bytes:
    """The same, when taking it apart costs little more than its bytes. Refuses TooDense."""
    if len(body) <= MOST_VALUES:
        return body
    if body.count(b",") > MOST_VALUES or body.count(b"[") + body.count(b"{") > MOST_VALUES:
        raise TooDense()
    return body


def batch(body: bytes, most: int | None = MOST_OF_BATCH) -> Sent:
    """Refuses Malformed. Events are not looked at: a bad one is refused alone. None takes a batch of any length."""
    found, _body = _decoded(_batches, body)
    context = found.context if isinstance(found.context, dict) else {}
    items = [bytes(item) for item in found.batch[:most]]
    return Sent(items, text(found.writeKey), found.sentAt, context, len(found.batch) - len(items))


def single(body: bytes) -> Sent:
    """Refuses Malformed."""
    found, body = _decoded(_singles, body)
    return Sent([body], text(found.writeKey), found.sentAt)


def _decoded(decoder: Any, body: bytes) -> tuple[Any, bytes]:
    try:
        return decoder.decode(body), body
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = mended(body)
    try:
        return decoder.decode(body), body
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise Malformed() from trouble


def mended(body: bytes) -> bytes:
    """The same JSON without what one event can do to all others: half a character (JavaScript cuts so, and writes it
    as an escape) becomes U+FFFD, and what is nested deeper than anybody means becomes null."""
    body = SURROGATES.sub(lambda found: found[1] + b"\\ufffd" if found[2] else found[0], body)
    pieces, depth, last = [], 0, 0
    for found in BRACKETS.finditer(body):
        if found[1] in (b"[", b"{"):
            depth += 1
            if depth == DEEPEST:
                pieces.append(body[last : found.start(1)])
        elif found[1] in (b"]", b"}"):
            depth -= 1
            if depth == DEEPEST - 1:
                pieces.append(b"null")
                last = found.end()
    return b"".join((*pieces, body[last:])) if depth < DEEPEST else body


def pixel(query: dict[str, str]) -> Sent:
    """An event in an address: `data` as base 64 of JSON, or its fields one by one. Refuses Malformed."""
    if "data" not in query:
        fields: dict[str, Any] = {name: value for name, value in query.items() if "." not in name and "[" not in name}
        for name, value in query.items():
            if name.startswith(("properties.", "context.")):
                outer, _dot, inner = name.partition(".")
                fields.setdefault(outer, {})[inner] = value
        return single(msgspec.json.encode(fields))
    try:
        data = query["data"]
        data = data.replace("-", "+").replace("_", "/")  # also as addresses write it
        return single(base64.b64decode(data + "=" * (-len(data) % 4)))
    except binascii.Error as trouble:
        raise Malformed() from trouble


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""

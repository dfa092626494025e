"""Identifiers: ordered uuids for rows, short unguessable codes for people."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils
from uuid_utils import compat

_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


def uuid7() -> uuid.UUID:
    """A uuid of version 7 (RFC 9562): sorted by the time it was made, 74 random bits."""
    return compat.uuid7()


def uuid7_text() -> str:
    """The same as text, where nothing else is needed: a fifth of the time."""
    return str(uuid_utils.uuid7())


def uuid7_bytes() -> bytes:
    """The same as its sixteen bytes."""
    made: bytes = uuid_utils.uuid7().bytes
    return made


def public_code(length: int) -> str:
    """`length` random characters of Crockford's base 32 (5 bits each): reveals neither count nor time."""
    return "".join(secrets.choice(_READABLE) for _ in range(length))


def secret_token() -> str:
    """256 random bits for a link or key, safe in an address."""
    return secrets.token_urlsafe(32)

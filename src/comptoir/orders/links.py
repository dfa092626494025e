"""The signed link by which a guest reaches one order and nothing else."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from django.core.signing import BadSignature, Signer

from comptoir.orders.errors import LinkInvalid

_SALT = "comptoir.orders.link"


def link(order_id: UUID) -> str:
    """A token for addresses; it holds the order's id and a signature, no personal value."""
    return Signer(salt=_SALT).sign(urlsafe_b64encode(order_id.bytes).decode().rstrip("="))


def order_of_link(token: str) -> UUID:
    """Refuses LinkInvalid."""
    try:
        return UUID(bytes=urlsafe_b64decode(Signer(salt=_SALT).unsign(token) + "=="))
    except (BadSignature, Error, ValueError) as wrong:
        raise LinkInvalid() from wrong

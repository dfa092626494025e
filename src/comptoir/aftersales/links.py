"""Signed links: to an acknowledgement for good, and from one page of the function to the next for two hours."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner

from comptoir.aftersales.errors import OrderUnknown
from comptoir.kit.refusals import NotFound

_SALT = "comptoir.aftersales.withdrawal"
_STEP_SALT = "comptoir.aftersales.step"
_STEP_SECONDS = 2 * 3600


def link(withdrawal_id: UUID) -> str:
    """A token for addresses that opens one acknowledgement and nothing else."""
    return Signer(salt=_SALT).sign(_short(withdrawal_id))


def withdrawal_of_link(token: str) -> UUID:
    """Refuses NotFound."""
    try:
        return _long(Signer(salt=_SALT).unsign(token))
    except (BadSignature, Error, ValueError) as wrong:
        raise NotFound() from wrong


def step(order_id: UUID) -> str:
    """What a page hands to the next one about an order that was found; it opens no other page."""
    return TimestampSigner(salt=_STEP_SALT).sign(_short(order_id))


def order_of_step(token: str) -> UUID:
    """Refuses OrderUnknown when it is too old or not ours."""
    try:
        return _long(TimestampSigner(salt=_STEP_SALT).unsign(token, max_age=_STEP_SECONDS))
    except (BadSignature, Error, ValueError) as wrong:
        raise OrderUnknown() from wrong


def _short(identity: UUID) -> str:
    return urlsafe_b64encode(identity.bytes).decode().rstrip("=")


def _long(text: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(text + "=="))

"""What the links of our messages say: signed, so that nobody can make one for another."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from comptoir.kit.refusals import NotFound

CONFIRM, STOP = "consent.confirm", "consent.stop"
CONFIRMED_WITHIN = timedelta(days=30)


def confirming(answer: UUID) -> str:
    return signing.dumps(str(answer), salt=CONFIRM)


def answer_of(token: str) -> UUID:
    """Refuses NotFound, also a link that is older than 30 days."""
    try:
        return UUID(signing.loads(token, salt=CONFIRM, max_age=CONFIRMED_WITHIN))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise NotFound() from None


def stopping(recipient: UUID, channel: str) -> str:
    """Ends the messages of one channel for as long as messages are kept: it does not grow old."""
    return signing.dumps([str(recipient), channel], salt=STOP)


def recipient_of(token: str) -> tuple[UUID, str]:
    """Refuses NotFound."""
    try:
        recipient, channel = signing.loads(token, salt=STOP)
        return UUID(recipient), str(channel)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise NotFound() from None


def unsubscribe_headers(recipient: UUID, channel: str, locale: str) -> dict[str, str]:
    """The headers by which a mail program unsubscribes with one click (RFC 2369, RFC 8058)."""
    address = settings.MESSAGE_ADDRESSES[locale]["stop"].format(token=stopping(recipient, channel))
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

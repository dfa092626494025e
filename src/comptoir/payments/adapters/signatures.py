"""Signatures of incoming events: checked on the raw bytes, against the given time, before anything is parsed."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook
from stripe import SignatureVerificationError, WebhookSignature

from comptoir.payments.errors import NotGenuine

TOLERANCE = timedelta(minutes=5)  # of both schemes; old events are replays, and no clock is that wrong


def check_standard(body: bytes, headers: Mapping[str, str], *, secret: str, now: datetime) -> str:
    """The scheme of https://www.standardwebhooks.com (webhook-id, -timestamp, -signature). Answers the event's id.

    Refuses NotGenuine.
    """
    event_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    _check_time(stamp, now)
    try:
        expected = Webhook(secret).sign(event_id, datetime.fromtimestamp(int(stamp), UTC), body.decode())
        wanted = base64.b64decode(expected.partition(",")[2])
        given = [
            base64.b64decode(text.partition(",")[2], validate=True)
            for text in headers.get("webhook-signature", "").split(" ")
            if text.startswith("v1,")
        ]
    except (UnicodeDecodeError, binascii.Error) as wrong:
        raise NotGenuine() from wrong
    if not event_id or not any(hmac.compare_digest(wanted, each) for each in given):
        raise NotGenuine()
    return event_id


def check_stripe(body: bytes, header: str, *, secrets: Sequence[str], now: datetime) -> None:
    """Stripe-Signature by the SDK's own code, with any of `secrets` (two while one replaces the other). The SDK would
    ask the clock for the time; here it is an argument, and an event from the future is refused too.

    Refuses NotGenuine.
    """
    stamp = next((part[2:] for part in header.split(",") if part.startswith("t=")), "")
    _check_time(stamp, now)
    for secret in secrets:
        try:
            WebhookSignature.verify_header(body, header, secret)
        except (SignatureVerificationError, UnicodeDecodeError, TypeError):
            continue
        return
    raise NotGenuine()


def _check_time(stamp: str, now: datetime) -> None:
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise NotGenuine()
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise NotGenuine()

"""The test bank's post: it signs what it has to say and sends it over HTTP, like a real provider, to this machine."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook

from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.payments.adapters.signatures import check_standard
from comptoir.payments.contracts import DisputeNews, Movement, News, PaymentResult
from comptoir.payments.errors import EventUnreadable, ProviderUnknown
from comptoir.payments.models import TestCharge, TestNotice

NAME = "test-bank"
SECONDS = 5
SIGNS = {"charge": 1, "capture": 1, "refund": -1}
DISPUTES = frozenset({"opened", "won", "lost"})
OUTCOMES = frozenset({"paid", "refused", "authorised", "cancelled", "voided"})


class TestBank:
    """What the bank's letters say, once their signature is right."""

    __test__ = False

    def read(self, body: bytes, headers: Mapping[str, str], *, account: str, now: datetime) -> News:
        if not settings.TEST_CARD:
            raise ProviderUnknown()
        event_id = check_standard(body, headers, secret=secret(), now=now)
        try:
            told = json.loads(body)
            about, (kind, _dot, outcome) = told["data"], told["type"].partition(".")
            if kind == "dispute":
                return _dispute(event_id, body, told, about, outcome)
            result = PaymentResult(
                outcome=outcome, amount=Money(about["amount"], about["currency"]), reference=about["reference"],
                refusal_code=about["refusal_code"],
            )  # fmt: skip
            return News(
                event_id=event_id, kind=told["type"], fingerprint=hashlib.sha256(body).digest(),
                occurred_at=datetime.fromtimestamp(told["created"], UTC),
                request_id=UUID(about["demand"]) if outcome in OUTCOMES else None,
                result=result if outcome in OUTCOMES else None,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as wrong:
            raise EventUnreadable() from wrong


def _dispute(event_id: str, body: bytes, told: dict[str, Any], about: dict[str, Any], outcome: str) -> News:
    if outcome not in DISPUTES:
        raise ValueError(outcome)
    return News(
        event_id=event_id, kind=told["type"], fingerprint=hashlib.sha256(body).digest(),
        occurred_at=datetime.fromtimestamp(told["created"], UTC), request_id=UUID(about["demand"]),
        dispute=DisputeNews(
            reference=f"dispute_{UUID(about['demand']).hex}", charge_reference=about["reference"], outcome=outcome,
            amount=Money(about["amount"], about["currency"]), reason=about["refusal_code"][:60],
        ),
    )  # fmt: skip


class TestBooks:
    """What the bank did, by its own memory. `tok_success` is remembered only where settings.TEST_BANK_BOOKS says so:
    a benchmark measures our books, not the bank's."""

    __test__ = False

    def movements(self, account: str, since: datetime, until: datetime) -> list[Movement]:
        kept = TestCharge.objects.filter(
            account=account, outcome="paid", made_at__gte=since, made_at__lt=until, kind__in=SIGNS
        )
        return [
            Movement(
                reference=f"test_{each.key.hex}", kind="charge" if SIGNS[each.kind] > 0 else "refund",
                amount=Money(SIGNS[each.kind] * each.amount_minor, each.currency), fee=Money(0, each.currency),
                occurred_at=each.made_at, request_id=each.key,
            )
            for each in kept.order_by("made_at", "key")
        ]  # fmt: skip


def secret() -> str:
    """Follows from the installation's own secret key: nothing to keep, nothing to set up."""
    return "whsec_" + base64.b64encode(salted_hmac("comptoir.test_bank", "events").digest()).decode()


def letter(key: UUID, kind: str, result: PaymentResult, now: datetime) -> dict[str, Any]:
    """What an event says: `kind` is charge, refund, capture, void or dispute."""
    return {
        "id": f"evt_{uuid7().hex}",
        "type": f"{kind}.{result.outcome}",
        "created": int(now.timestamp()),
        "data": {
            "demand": str(key), "amount": result.amount.minor, "currency": result.amount.currency,
            "reference": result.reference, "refusal_code": result.refusal_code,
        },
    }  # fmt: skip


def post(kept: TestCharge, result: PaymentResult, *, after: timedelta, copies: int, kind: str = "") -> None:
    """Put one event on its way, `copies` times; it is sent `after` the moment of the charge. `kind` is that of the
    charge, unless it is about a dispute of it."""
    said = letter(kept.key, kind or kept.kind, result, kept.made_at)
    TestNotice.objects.bulk_create(
        TestNotice(
            demand=kept.key, account=kept.account, event_id=said["id"], body=json.dumps(said),
            send_at=kept.made_at + after,
        )
        for _ in range(copies)
    )  # fmt: skip


def signed(body: str, event_id: str, now: datetime) -> dict[str, str]:
    """The headers that go with a body."""
    return {
        "content-type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret()).sign(event_id, now.astimezone(UTC), body),
    }


def send(body: str, event_id: str, *, account: str, now: datetime) -> int:
    """The status that the receiver answered; OSError when nobody answers. Never leaves this machine."""
    to = urlsplit(settings.TEST_BANK_CALLS)
    if to.hostname != "127.0.0.1":
        raise OSError("the test bank calls 127.0.0.1 only")
    connection = http.client.HTTPConnection(to.hostname, to.port or 80, timeout=SECONDS)
    try:
        connection.request("POST", f"/hooks/{NAME}/{account}/", body.encode(), signed(body, event_id, now))
        return connection.getresponse().status
    except http.client.HTTPException as broken:
        raise OSError(str(broken)) from broken
    finally:
        connection.close()

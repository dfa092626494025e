"""What is told outside, to whom, how it is signed and when it is tried again: no database, no clock, no network."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

from comptoir.journal import tracking_plan
from comptoir.journal.contracts import EndpointDraft, Event, Lane, Word
from comptoir.journal.rules import BASES_OF_PURPOSE, TOLD_ROOMS, type_of
from comptoir.kit.outside import LONGEST_ADDRESS

# Words that a person typed may say anything: they stay in the house.
FREE_TEXT = frozenset(("reason", "note", "text", "comment", "error"))
CODED_REASONS = frozenset(("order.cancelled",))

PATTERN = re.compile(r"\*|[a-z0-9_]+\.(\*|[a-z0-9_]+)")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_PATTERNS = 50

# Waits after each failure, about three days in all, as Standard Webhooks recommends.
BACK_OFF = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
ATTEMPTS = len(BACK_OFF) + 1
OFF_AFTER = timedelta(days=5)
LONGEST_QUIET = timedelta(minutes=5)
LONGEST_ASKED = timedelta(hours=12)
KEPT_PREVIOUS = timedelta(hours=24)


def told_words() -> tuple[type[Word], ...]:
    """The words that endpoints may subscribe to: facts of commerce, never what somebody consented to share."""
    return tuple(
        word
        for word in tracking_plan.words()
        if tracking_plan.owner(word) in TOLD_ROOMS
        and word.LANE == Lane.FACTS
        and word.LEGAL_BASIS in BASES_OF_PURPOSE["service"]
    )


def matches(type_: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(type_, pattern) for pattern in patterns)


def wants(patterns: Sequence[str], storefront: str, legal_entity: str, event: Event) -> bool:
    """Whether an endpoint subscribed to this event. What belongs to no storefront concerns all of them."""
    where = ((storefront, event.origin.storefront), (legal_entity, event.origin.legal_entity))
    return matches(type_of(event.name), patterns) and all(not asked or not is_ or asked == is_ for asked, is_ in where)


def body_of(event: Event) -> str:
    """What is sent, the same text each time. No actor, no person: ids are pseudonymous, free words are left out."""
    type_ = type_of(event.name)
    hidden = FREE_TEXT - ({"reason"} if type_ in CODED_REASONS else set())
    return _json(
        {
            "type": type_,
            "version": event.version,
            "timestamp": event.occurred_at.astimezone(UTC).isoformat(),
            "subject": {"kind": event.subject_kind, "id": event.subject_id, "version": event.subject_version},
            "market": event.origin.market,
            "storefront": event.origin.storefront,
            "legal_entity": event.origin.legal_entity,
            "data": {name: value for name, value in event.payload.items() if name not in hidden},
        }
    )


def test_body(endpoint_id: UUID, now: datetime) -> str:
    subject = {"kind": "webhook_endpoint", "id": str(endpoint_id), "version": 0}
    data = {"message": "This is a test."}
    return _json({"type": "webhook.test", "version": 1, "timestamp": now.isoformat(), "subject": subject, "data": data})


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def secret(installation_key: str, endpoint_id: UUID, number: int) -> str:
    """`whsec_` and 256 bits in base64 (Standard Webhooks), derived, so that no table and no dump holds them."""
    text = f"webhook:{endpoint_id}:{number}".encode()
    return "whsec_" + base64.b64encode(hmac.new(installation_key.encode(), text, hashlib.sha256).digest()).decode()


def next_try(attempts: int, now: datetime, *, chance: float, asked: timedelta | None = None) -> datetime | None:
    """When a delivery that failed `attempts` times is tried again; None when it is given up.

    `chance` (0 to 1) spreads each wait between 80 and 120 %; `asked` is the receiver's Retry-After, obeyed up to
    twelve hours.
    """
    if attempts >= ATTEMPTS:
        return None
    wait = BACK_OFF[attempts - 1] * (0.8 + 0.4 * chance)
    return now + max(wait, min(asked or wait, LONGEST_ASKED))


def quiet(failures: int) -> timedelta:
    """How long an endpoint that failed so many times in a row is left alone altogether."""
    return timedelta() if failures < 2 else min(timedelta(seconds=2 ** min(failures, 10)), LONGEST_QUIET)


def retry_after(value: str) -> timedelta | None:
    """Of a Retry-After header its seconds; dates are not obeyed."""
    return timedelta(seconds=int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else None


def draft_errors(draft: EndpointDraft, types: Iterable[str]) -> dict[str, str]:
    """What is wrong with an endpoint's fields, by field; the address is checked apart."""
    errors = {}
    if not draft.name.strip():
        errors["name"] = "missing"
    elif len(draft.name) > 100:
        errors["name"] = "too_long"
    if not draft.address or len(draft.address) > LONGEST_ADDRESS:
        errors["address"] = "too_long" if draft.address else "missing"
    known = list(types)
    good = [
        pattern
        for pattern in draft.patterns
        if PATTERN.fullmatch(pattern) and any(fnmatchcase(type_, pattern) for type_ in known)
    ]
    if not draft.patterns:
        errors["patterns"] = "missing"
    elif len(good) < len(draft.patterns) or len(good) > MOST_PATTERNS:
        errors["patterns"] = "not_a_choice"
    if draft.contact and (len(draft.contact) > 254 or not EMAIL.fullmatch(draft.contact)):
        errors["contact"] = "not_an_email"
    return errors

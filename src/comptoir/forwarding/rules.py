"""Which events go where, and how they are said there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Any

from comptoir.forwarding.contracts import DestinationDraft
from comptoir.journal.contracts import REGISTRY, Event, Lane, LegalBasis, Word
from comptoir.journal.vocabulary import checkout, collector
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION

PURPOSES = (MEASUREMENT, PERSONALISATION, MARKETING)
LONGEST_ADDRESS, LONGEST_KEY, LONGEST_NAME = 1_900, 200, 100
# What kind of call a word of the collector came as; all others are something that was done.
KINDS = {
    "Page Viewed": "page", "Screen Viewed": "screen", "Identity Stated": "identify", "Alias Stated": "alias",
    "Group Stated": "group",
}  # fmt: skip
# Of our own words these stay here: they say something of a basket that nobody else has.
NOT_OURS = frozenset(("message_id", "visitor_id", "user_key", "identifiers", "purposes", "event", "campaign", "path"))


def forwarded_words() -> tuple[type[Word], ...]:
    """What people did with consent: reports of sources, and our own words of the basket."""
    modules = {checkout.__name__, collector.__name__}
    found = [w for w in REGISTRY.values() if w.__module__ in modules and w.LANE == Lane.BEHAVIOUR]
    return tuple(sorted((w for w in found if w.LEGAL_BASIS == LegalBasis.CONSENT), key=lambda w: (w.NAME, w.VERSION)))


def wants(draft: DestinationDraft, event: Event) -> bool:
    """Whether a destination is for this event at all. One that came here from outside with a purpose in it goes on only
    where it has this one."""
    if draft.sources and event.origin.source not in draft.sources:
        return False
    if draft.words and event.name not in draft.words:
        return False
    said = event.payload.get("purposes")
    return event.origin.visitor is not None and (not said or draft.purpose in said)


def carries(event: Event, purpose: str) -> bool:
    """Whether the event itself says that the purpose was allowed when it happened."""
    return purpose in event.payload.get("purposes", ())


def message(event: Event, allowed: Collection[str], traits: Mapping[str, Any]) -> dict[str, Any]:
    """As an SDK would have sent it, with the purposes that are allowed now. The message id is the event's, so that the
    other side knows it again."""
    payload = event.payload
    kind = KINDS.get(event.name, "track")
    said: dict[str, Any] = {
        "type": kind, "messageId": str(event.event_id), "anonymousId": event.origin.visitor,
        "timestamp": event.occurred_at.astimezone(UTC).isoformat(),
        "context": {
            "consent": {"categoryPreferences": dict.fromkeys(sorted(allowed), True)},
            "library": {"name": "comptoir", "version": "1"},
            "page": {name: payload[name] for name in ("path", "referrer") if payload.get(name)},
        },
    }  # fmt: skip
    if payload.get("campaign"):
        said["context"]["campaign"] = payload["campaign"]
    if payload.get("user_key"):
        said["userId"] = payload["user_key"]
    if kind == "track":
        said["event"] = payload.get("event") or event.name
    elif kind in ("page", "screen") and payload.get("event"):
        said["name"] = payload["event"]
    elif kind == "alias":
        said["previousId"] = payload["previous_key"]
    elif kind == "group":
        said["groupId"] = payload["group_key"]
    if kind == "identify":
        said["traits"] = dict(traits)
    else:
        own = {name: value for name, value in payload.items() if name not in NOT_OURS}
        said["properties"] = payload.get("properties", own)
    return said


def names(said: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Under which names a message tells of somebody: the device with the user id, and with the former of an alias."""
    users = {said.get("userId", ""), *([said["previousId"]] if "previousId" in said else ())}
    return {(said["anonymousId"], user) for user in users}


def batch_address(address: str) -> str:
    """The collectors' own path is added where the address is a host alone."""
    bare = address.strip().rstrip("/")
    return bare if bare.endswith("/v1/batch") else f"{bare}/v1/batch"


def draft_errors(draft: DestinationDraft, sources: Collection[str], *, key_known: bool) -> dict[str, str]:
    """What is wrong, by field; the address is checked apart."""
    errors = {}
    if not draft.name.strip() or len(draft.name) > LONGEST_NAME:
        errors["name"] = "too_long" if draft.name.strip() else "missing"
    if not draft.address or len(draft.address) > LONGEST_ADDRESS:
        errors["address"] = "too_long" if draft.address else "missing"
    if not draft.write_key and not key_known or len(draft.write_key) > LONGEST_KEY or not draft.write_key.isascii():
        errors["write_key"] = "too_long" if len(draft.write_key) > LONGEST_KEY else "missing"
    if draft.purpose not in PURPOSES:
        errors["purpose"] = "not_a_choice" if draft.purpose else "missing"
    if not set(draft.sources) <= set(sources):
        errors["sources"] = "not_a_choice"
    if not set(draft.words) <= {word.NAME for word in forwarded_words()}:
        errors["words"] = "not_a_choice"
    if draft.personal and draft.purpose == MEASUREMENT:
        errors["personal"] = "not_a_choice"  # to measure, nobody needs to know who it was
    return errors

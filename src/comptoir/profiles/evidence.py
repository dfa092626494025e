"""What an event says of who somebody is, and what of it is kept as a moment. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from comptoir.journal.contracts import Event
from comptoir.org.contracts import MEASUREMENT
from comptoir.profiles import rules
from comptoir.profiles.rules import ACCOUNT, CUSTOMER, OURS, USER, VISITOR, Identifier, cleaned, strongest_first

BY_USER = "user:"  # the subject of a report that names no device
INSIDE = frozenset(("visitor_id", "message_id", "user_key", "identifiers", "previous_key", "purposes", "event"))
MOST_FIELDS, MOST_ITEMS, LONGEST_TEXT, LARGEST = 40, 20, 200, 4000
Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who an event names, the strongest first; and what it is about, where it names nobody: `owns` is what belongs
    to whom it names, so that they are found again by it."""

    event: Event
    named: tuple[Identifier, ...]
    about: Subject | None
    owns: tuple[Subject, ...]

    @property
    def owner(self) -> Identifier | None:
        """Whose the event is: who our own words name, else the device that reported it, and only without one whom the
        report names. So nobody writes into what is known of somebody else by naming them."""
        ours = (each for each in self.named if each.kind in rules.OWN_WORDS)
        reported = self.event.payload.get("visitor_id")
        device = (each for each in self.named if each.kind == VISITOR and each.value == reported)
        return next(chain(ours, device, self.named), None)


def evidence(event: Event) -> Evidence | None:
    """None when the event names nobody and is about nothing that may be somebody's, or was not consented to."""
    purposes = event.payload.get("purposes") if "message_id" in event.payload else None
    if purposes and MEASUREMENT not in purposes:
        return None
    found = (_identifier(kind, value, event.origin.source) for kind, value in _told(event) if value)
    named = strongest_first(each for each in found if each)
    about = _about(event)
    if not named and not about:
        return None
    return Evidence(event, named, about, tuple(each for each in (_order(event), _promise(event)) if each))


def pairs(found: Iterable[Evidence]) -> dict[tuple[Identifier, Identifier], Event]:
    """The links that were told, each with its earliest event: everything an event names belongs to the strongest."""
    earliest: dict[tuple[Identifier, Identifier], Event] = {}
    for each in found:
        for other in each.named[1:]:
            pair = (each.named[0], other) if each.named[0] < other else (other, each.named[0])
            kept = earliest.get(pair)
            if kept is None or _when(each.event) < _when(kept):
                earliest[pair] = each.event
    return earliest


def told_at(event: Event) -> datetime:
    """When a link counts from: what a source reports from when we recorded it, since the sender chooses its time."""
    return event.recorded_at if "message_id" in event.payload else event.occurred_at


def met(found: Iterable[Evidence]) -> dict[Identifier, datetime]:
    """When each identifier was first met, in these."""
    first: dict[Identifier, datetime] = {}
    for each in found:
        for name in each.named:
            first[name] = min(first.get(name, each.event.occurred_at), each.event.occurred_at)
    return first


def bounded(event: Event) -> dict[str, Any]:
    """The payload of a moment: what tells who it was is left out, what is long is cut, what is too large is dropped."""
    kept = {name: _cut(value, 3) for name, value in event.payload.items() if name not in INSIDE and value != {}}
    if len(_text(kept)) <= LARGEST:
        return kept
    for name in sorted(kept, key=lambda each: -len(_text(kept[each]))):
        if len(_text(kept)) <= LARGEST:
            break
        kept[name] = None
    return kept


def _told(event: Event) -> Iterable[tuple[str, Any]]:
    payload, origin = event.payload, event.origin
    if event.subject_kind == "account":
        if payload.get("staff"):
            return ()
        account = [(ACCOUNT, event.subject_id)]
    else:
        account = []
    is_device = origin.visitor and not origin.actor.startswith(("staff:", "system:")) and not _by_user(origin.visitor)
    device = origin.visitor if is_device else None
    customer = [(CUSTOMER, origin.person_key), (CUSTOMER, payload.get("customer_id"))]
    return chain(account, customer[: 1 if origin.person_key else 2], [(VISITOR, device)], _reported(event))


def _reported(event: Event) -> Iterable[tuple[str, Any]]:
    """What a report of the collector names. A source may not name one of our customers or accounts; a server that keeps
    a secret may, and the report has their id as its person: what it says besides of who they are adds nothing."""
    payload = event.payload
    if "message_id" not in payload:
        return ()
    device = payload.get("visitor_id", "")
    if event.origin.person_key and event.origin.person_key == payload.get("user_key"):
        return [(VISITOR, None if _by_user(device) else device)]
    others = [(kind, value) for kind, value in payload.get("identifiers", {}).items() if kind not in OURS]
    return [
        (VISITOR, None if _by_user(device) else device),
        (VISITOR, payload.get("previous_key")),
        (USER, payload.get("user_key")),
        *others,
    ]


def _by_user(visitor: str) -> bool:
    return visitor.startswith(BY_USER)


def _identifier(kind: str, value: Any, source: str) -> Identifier | None:
    return rules.of_source(source, value) if kind == USER else cleaned(kind, value)


def _about(event: Event) -> Subject | None:
    if event.name == "Promise Made":
        return event.payload["subject_kind"], event.payload["about_id"]
    return _order(event) or _promise(event)


def _order(event: Event) -> Subject | None:
    order_id = event.payload.get("order_id")
    return ("order", order_id) if order_id else None


def _promise(event: Event) -> Subject | None:
    return ("promise", event.subject_id) if event.subject_kind == "promise" else None


def _when(event: Event) -> tuple[datetime, UUID]:
    return told_at(event), event.event_id


def _cut(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, list):
        return [_cut(each, depth - 1) for each in value[:MOST_ITEMS]] if depth else []
    if isinstance(value, dict):
        return {k[:80]: _cut(each, depth - 1) for k, each in list(value.items())[:MOST_FIELDS]} if depth else {}
    return value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

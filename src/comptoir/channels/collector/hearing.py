"""One event as it was sent → what is kept of it. Rules only: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec

from comptoir.channels.collector import moments, personal, purposes, visit
from comptoir.journal.vocabulary import collector as words
from comptoir.org.contracts import MEASUREMENT
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceInfo

LARGEST_EVENT = 32 * 1024  # bytes
LONGEST_ID = 200
LONGEST_MESSAGE_ID = 100
MINUTE = 60 * moments.SECOND
WORDS: dict[str, type[words.Reported]] = {
    "page": words.PageViewed,
    "screen": words.ScreenViewed,
    "track": words.EventTracked,
    "identify": words.IdentityStated,
    "alias": words.AliasStated,
    "group": words.GroupStated,
}
# What may be counted of somebody who did not consent; what somebody bought, and who it is, may not.
COUNTED = {"page": "page", "screen": "screen", "track": "event"}
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


class Bad(Exception):
    """An event that cannot be kept; its code says why."""

    def __init__(self, code: str, kind: str = "") -> None:
        super().__init__(code)
        self.code, self.kind = code, kind


@dataclass(frozen=True, slots=True)
class Call:
    """What holds for all events of a request. `received` and `sent` are microseconds."""

    source: SourceInfo
    received: int
    sent: int | None
    context: dict[str, Any]
    agent: str
    historical: bool
    correlation: bytes
    new_id: Callable[[], bytes]


Personal = tuple[bytes, str, str, str, int]


@dataclass(slots=True)
class Heard:
    """What is kept of an event. `key` is what it is known again by, empty when it is only counted."""

    kind: str
    word: type[Any]
    event: str
    message_id: str
    key: bytes
    event_id: bytes
    visitor: str
    person: str
    occurred: int
    payload: bytes
    basis: str
    source: SourceInfo
    correlation: bytes
    faults: list[str] = field(default_factory=list)
    personal: list[Personal] = field(default_factory=list)


@dataclass(slots=True)
class Counted:
    """One more of something in a minute at a source, and nothing else."""

    source: SourceInfo
    minute: int
    activity: str
    kind_of_page: str
    device: str
    faults: list[str]


@dataclass(slots=True)
class Left:
    """Something that is not even counted: it says who somebody is, and carries no consent."""

    source: SourceInfo
    kind: str
    faults: list[str]


def hear(raw: bytes, kind: str | None, call: Call) -> Heard | Counted | Left:
    """What is kept of the event. Raises Bad."""
    if len(raw) > LARGEST_EVENT:
        raise Bad("too_large")
    try:
        event = _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise Bad("not_an_event") from trouble
    if b"\\u0000" in raw:
        event = _without_nul(event)
    kind = kind or event.get("type")
    if not isinstance(kind, str) or kind not in WORDS:
        raise Bad("type_unknown")
    try:
        return _heard(event, kind, call)
    except (OverflowError, RecursionError) as trouble:
        raise Bad("not_an_event", kind) from trouble


def _heard(event: dict[str, Any], kind: str, call: Call) -> Heard | Counted | Left:
    context = _context(event, call)
    said = purposes.said(context)
    faults = []
    needed = call.source.regime != "contract"
    if MEASUREMENT not in said if said is not None else needed:
        if said is None and call.source.regime == "carried":
            faults.append("consent_missing")
        return _count(event, kind, context, call, faults)
    return _keep(event, kind, context, said or [], call)


def _context(event: dict[str, Any], call: Call) -> dict[str, Any]:
    own = event.get("context")
    if not isinstance(own, dict):
        return call.context
    return call.context | own if call.context else own


def _count(
    event: dict[str, Any], kind: str, context: dict[str, Any], call: Call, faults: list[str]
) -> Counted | Left:
    if kind not in COUNTED:
        return Left(call.source, kind, faults)
    when, _faults = _when(event, call)
    properties = _properties(event)
    device = visit.device_of(context, event.get("channel"), call.agent)
    of_page = visit.kind_of_page(properties, event.get("name")) if kind == "page" else ""
    return Counted(call.source, when // MINUTE * MINUTE, COUNTED[kind], of_page, device, faults)


def _when(event: dict[str, Any], call: Call) -> tuple[int, list[str]]:
    said = moments.read(event.get("originalTimestamp"))
    if said is None:
        said = moments.read(event.get("timestamp"))
    sent = moments.read(event.get("sentAt")) if call.sent is None else call.sent
    return moments.occurred(said, sent, call.received, historical=call.historical)


def _keep(
    event: dict[str, Any], kind: str, context: dict[str, Any], consented: list[str], call: Call
) -> Heard:
    when, faults = _when(event, call)
    taking = _Taking(call.new_id(), when)
    visitor = taking.key("anonymous", _identity(event.get("anonymousId"), kind), keep=False)
    user = taking.key("user", _identity(event.get("userId"), kind), keep=True)
    if not visitor and not user:
        raise Bad("no_user_anon_id", kind)
    person = _customer(user) if call.source.kind == "server" else ""
    properties = _properties(event)
    page = visit.page_of(context, properties)
    name, known_as = _name(event, kind, properties)
    if name != known_as:
        faults.append("older_name")
    if kind == "identify" or "traits" in context or properties:
        taking.traits(event, kind, context, properties)
    message_id = _message_id(event, kind, taking.event_id)
    kept = personal.without({n: v for n, v in properties.items() if n not in ("url", "path", "search", "referrer")})
    if kind == "track":
        faults += sources.faults(call.source.plan, name, kept)
    fields: dict[str, Any] = {
        "visitor_id": visitor or f"user:{user}",
        "message_id": message_id,
        "event": name,
        "user_key": user or None,
        "identifiers": taking.keys,
        "path": visit.path_of(page),
        "referrer": visit.referrer_of(page),
        "campaign": visit.campaign_of(context, page),
        "device": visit.device_of(context, event.get("channel"), call.agent),
        "properties": kept,
        "purposes": consented,
    }
    if kind == "alias":
        fields["previous_key"] = _needed(taking.key("user", _identity(event.get("previousId"), kind), keep=False), kind)
    elif kind == "group":
        fields["group_key"] = _needed(taking.key("group", _identity(event.get("groupId"), kind), keep=False), kind)
    return Heard(
        kind=kind,
        word=WORDS[kind],
        event=name,
        message_id=message_id,
        key=blake2b(call.source.id.bytes + message_id.encode(), digest_size=16).digest(),
        event_id=taking.event_id,
        visitor=fields["visitor_id"],
        person=person,
        occurred=when,
        payload=_encode(fields),
        basis="contract" if call.source.regime == "contract" else WORDS[kind].LEGAL_BASIS.value,
        source=call.source,
        correlation=call.correlation,
        faults=faults,
        personal=taking.rows,
    )


def _customer(user: str) -> str:
    """The customer whom a server names by our own id; empty for any other user id."""
    try:
        return str(UUID(user)) if len(user) == 36 else ""
    except ValueError:
        return ""


@dataclass(slots=True)
class _Taking:
    """Personal values on their way out of an event: keys that stay, rows for `profiles`."""

    event_id: bytes
    when: int
    keys: dict[str, str] = field(default_factory=dict)
    rows: list[Personal] = field(default_factory=list)

    def key(self, what: str, value: str, *, keep: bool) -> str:
        """The id itself, or its pseudonym when it is an e-mail or a telephone; `keep` says that it is this person's."""
        kind = personal.kind_of(value) if value else None
        if kind is None:
            return value
        if keep:
            self.identifier(kind, value)
        return personal.key_of(kind, value)

    def identifier(self, kind: str, value: str) -> None:
        if kind not in self.keys:
            self.keys[kind] = personal.key_of(kind, value)
            self._row("identifier", kind, value.strip())

    def traits(self, event: dict[str, Any], kind: str, context: dict[str, Any], properties: dict[str, Any]) -> None:
        """What a source says of this person. Traits go out whole; of what was done, e-mail and telephone do."""
        outer = context.get("traits")
        stated = event.get("traits") if kind == "identify" and isinstance(event.get("traits"), dict) else outer
        stated = stated if isinstance(stated, dict) else {}
        for each in (stated, properties if kind != "group" else {}):
            for name, value in personal.identifiers(each).items():
                self.identifier(name, value)
        if kind == "identify":
            for name, value in list(stated.items())[:100]:
                if value is not None and name.lower() not in ("email", "phone") and len(name) <= 100:
                    self._row("trait", name, value)

    def _row(self, kind: str, name: str, value: Any) -> None:
        self.rows.append((self.event_id, kind, name, _encode(value).decode(), self.when))


def _identity(value: Any, kind: str) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    found = str(value).strip()
    if len(found) > LONGEST_ID:
        raise Bad("id_too_long", kind)
    return found


def _needed(value: str, kind: str) -> str:
    if not value:
        raise Bad("id_missing", kind)
    return value


def _message_id(event: dict[str, Any], kind: str, minted: bytes) -> str:
    given = event.get("messageId")
    if given is None or given == "":
        return str(UUID(bytes=minted))
    if len(str(given)) > LONGEST_MESSAGE_ID:
        raise Bad("message_id_too_long", kind)
    return personal.text_without(str(given))


def _properties(event: dict[str, Any]) -> dict[str, Any]:
    found = event.get("properties")
    return found if isinstance(found, dict) else {}


def _name(event: dict[str, Any], kind: str, properties: dict[str, Any]) -> tuple[str, str]:
    """The public name of today, and the one that was said."""
    if kind == "track":
        given = event.get("event")
        if not isinstance(given, str) or not given.strip():
            raise Bad("event_missing", kind)
        given = personal.text_without(given.strip())[:LONGEST_ID]
        return sources.name_now(given), given
    if kind in ("page", "screen"):
        given = event.get("name") or properties.get("name")
        given = personal.text_without(given)[:LONGEST_ID] if isinstance(given, str) else ""
        return given, given
    return "", ""


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL, in text or JSON."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {name.replace("\0", ""): _without_nul(each) for name, each in value.items()}
    return [_without_nul(each) for each in value] if isinstance(value, list) else value

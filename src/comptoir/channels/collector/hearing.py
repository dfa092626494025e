"""One event as it was sent → what is kept of it. Rules only: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from comptoir.channels.collector import lines, moments, personal, purposes, visit
from comptoir.channels.collector.reporting import WORDS, Reporter, Shape
from comptoir.org.contracts import MEASUREMENT
from comptoir.sources import facade as sources

LARGEST_EVENT = 32 * 1024  # bytes
LONGEST_ID = 200
LONGEST_MESSAGE_ID = 100
MINUTE = 60 * moments.SECOND
# What may be counted of somebody who did not consent; what somebody bought, and who it is, may not.
COUNTED = {"page": "page", "screen": "screen", "track": "event"}
NONE = msgspec.Raw(b"null")


class _Event(msgspec.Struct, gc=False):
    """The fields that are read; anything may stand in them."""

    type: Any = None
    anonymousId: Any = None
    userId: Any = None
    messageId: Any = None
    event: Any = None
    name: Any = None
    properties: Any = None
    context: msgspec.Raw = NONE
    traits: Any = None
    timestamp: Any = None
    originalTimestamp: Any = None
    sentAt: Any = None
    channel: Any = None
    previousId: Any = None
    groupId: Any = None


class Context(msgspec.Struct, gc=False):
    consent: msgspec.Raw = NONE
    consentManagement: msgspec.Raw = NONE
    page: Any = None
    campaign: Any = None
    device: Any = None
    userAgent: Any = None
    traits: Any = None


class _Payload(msgspec.Struct, gc=False):
    """As `vocabulary/collector.py` says it."""

    visitor_id: str
    message_id: str
    event: str
    user_key: str | None
    identifiers: dict[str, str]
    path: str
    referrer: str
    campaign: dict[str, str]
    device: str
    properties: dict[str, Any]
    purposes: tuple[str, ...]


class _Alias(_Payload, gc=False):
    previous_key: str


class _Group(_Payload, gc=False):
    group_key: str


_decode = msgspec.json.Decoder(_Event).decode
_decode_context = msgspec.json.Decoder(Context).decode
_decode_any = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


class Bad(Exception):
    """An event that cannot be kept; its code says why."""

    def __init__(self, code: str, kind: str = "") -> None:
        super().__init__(code)
        self.code, self.kind = code, kind


@dataclass(slots=True)
class Call:
    """What holds for all events of a request. `received` and `sent` are microseconds; `context` is what an event's own
    goes before."""

    reporter: Reporter
    received: int
    sent: int | None
    context: dict[str, Any]
    agent: str
    historical: bool
    correlation: bytes
    new_id: Callable[[], bytes]
    outer: Context = field(init=False)

    def __post_init__(self) -> None:
        self.outer = _decode_context(_encode(self.context)) if self.context else Context()


Personal = tuple[bytes, str, str, str, int]


class Heard(msgspec.Struct, gc=False):
    """What is kept of an event. `source` is its code, `key` what the event is known again by, `row` its row of the
    journal."""

    source: str
    kind: str
    event: str
    message_id: str
    key: bytes
    event_id: bytes
    row: bytes
    faults: tuple[str, ...]
    personal: list[Personal] | None
    person: str = ""  # the customer whom a server names; `own` is then the row with them as its person
    own: bytes = b""


class Counted(msgspec.Struct, gc=False):
    """One more of something in a minute at a source, and nothing else."""

    source: str
    reporter: Reporter
    minute: int
    kind: str
    kind_of_page: str
    device: str
    faults: tuple[str, ...]
    begins: bool  # a visit: a page to which none of the same host led


class Left(msgspec.Struct, gc=False):
    """Something that is not even counted: it says who somebody is, and carries no consent."""

    source: str
    kind: str
    faults: tuple[str, ...]


def hear(raw: bytes, kind: str | None, call: Call) -> Heard | Counted | Left:
    """What is kept of the event. Raises Bad."""
    if len(raw) > LARGEST_EVENT:
        raise Bad("too_large")
    known = ""
    try:
        event = _decode(raw if b"\\u0000" not in raw else _without_nul(raw))
        named = kind or event.type
        if not isinstance(named, str) or named not in WORDS:
            raise Bad("type_unknown")
        known = named
        return _heard(event, known, call)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, RecursionError) as trouble:
        raise Bad("not_an_event", known) from trouble


def _heard(event: _Event, kind: str, call: Call) -> Heard | Counted | Left:
    context = call.outer if event.context is NONE else _context(event.context, call)
    said = purposes.said(context.consent, context.consentManagement)
    source = call.reporter.source
    if MEASUREMENT not in said if said is not None else source.regime != "contract":
        faults = ("consent_missing",) if said is None and source.regime == "carried" else ()
        return _count(event, kind, context, call, faults)
    return _keep(event, kind, context, said or (), call)


def _context(raw: msgspec.Raw, call: Call) -> Context:
    try:
        if not call.context:
            return _decode_context(raw)
        return _decode_context(_encode(call.context | _decode_any(raw)))
    except msgspec.ValidationError:  # no object
        return call.outer


def _count(
    event: _Event, kind: str, context: Context, call: Call, faults: tuple[str, ...]
) -> Counted | Left:
    code = call.reporter.source.code
    if kind not in COUNTED:
        return Left(code, kind, faults)
    when, _faults = _when(event, call)
    device = visit.device_of(context.device, context.userAgent, event.channel, call.agent)
    properties = _object(event.properties)
    of_page = visit.kind_of_page(properties, event.name) if kind == "page" else ""
    begins = kind == "page" and device not in ("bot", "server") and visit.begins(context.page, properties)
    return Counted(code, call.reporter, when // MINUTE * MINUTE, COUNTED[kind], of_page, device, faults, begins)


def _when(event: _Event, call: Call) -> tuple[int, list[str]]:
    said = moments.read(event.originalTimestamp)
    if said is None:
        said = moments.read(event.timestamp)
    sent = moments.read(event.sentAt) if call.sent is None else call.sent
    return moments.occurred(said, sent, call.received, historical=call.historical)


def _keep(event: _Event, kind: str, context: Context, consented: tuple[str, ...], call: Call) -> Heard:
    when, faults = _when(event, call)
    event_id = call.new_id()
    taking = _Taking(event_id, when)
    visitor = taking.key("anonymous", _identity(event.anonymousId, kind), keep=False)
    user = taking.key("user", _identity(event.userId, kind), keep=True)
    if not visitor and not user:
        raise Bad("no_user_anon_id", kind)
    person = _customer(user) if call.reporter.source.kind == "server" else ""
    properties = _object(event.properties)
    name, known_as = _name(event, kind, properties)
    if name != known_as:
        faults.append("older_name")
    shape = call.reporter.shape(kind, name, properties)
    path, referrer, campaign = visit.seen_at(context.page, properties if shape.of_page else visit.NOTHING)
    if context.campaign is not None:
        campaign = campaign | visit.campaign_told(context.campaign)
    if kind == "identify" or shape.identifying or context.traits is not None:
        taking.traits(event, kind, context.traits, properties)
    message_id = _message_id(event, kind, event_id)
    subject = visitor or f"user:{user}"
    payload = _Payload(
        subject, message_id, name, user or None, taking.keys, path, referrer, campaign,
        visit.device_of(context.device, context.userAgent, event.channel, call.agent), _without(properties, shape),
        consented,
    )  # fmt: skip
    if kind in ("alias", "group"):
        payload = _tied(payload, event, kind, taking)
    plain = _encode(payload)

    def row(named: str) -> bytes:
        return lines.of_heard(call.reporter.heads[kind], event_id, subject, named, when, call.correlation, plain)

    return Heard(
        call.reporter.source.code, kind, name, message_id, call.reporter.key(message_id), event_id, row(""),
        (*faults, *shape.faults), taking.rows, person, row(person) if person else b"",
    )  # fmt: skip


def _tied(payload: _Payload, event: _Event, kind: str, taking: _Taking) -> _Payload:
    """What is said to belong together."""
    given, what = (event.previousId, "user") if kind == "alias" else (event.groupId, "group")
    key = taking.key(what, _identity(given, kind), keep=False)
    if not key:
        raise Bad("id_missing", kind)
    said = msgspec.structs.asdict(payload)
    return _Alias(**said, previous_key=key) if kind == "alias" else _Group(**said, group_key=key)


def _without(properties: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """The properties themselves, of which goes what tells who somebody is."""
    for name in shape.gone:
        del properties[name]
    for name in shape.texts:
        if properties[name] not in personal.harmless:
            properties[name] = personal.often_without(properties[name])
    for name in shape.nested:
        properties[name] = personal.without(properties[name], 1)
    return properties


def _customer(user: str) -> str:
    """The customer whom a server names by our own id; empty for any other user id."""
    try:
        return str(UUID(user)) if len(user) == 36 else ""
    except ValueError:
        return ""


class _Taking(msgspec.Struct, gc=False):
    """Personal values on their way out of an event: keys that stay, rows for `profiles`."""

    event_id: bytes
    when: int
    keys: dict[str, str] = {}
    rows: list[Personal] | None = None

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

    def traits(self, event: _Event, kind: str, outer: Any, properties: dict[str, Any]) -> None:
        """What a source says of this person. Traits go out whole; of what was done, e-mail and telephone do."""
        stated = event.traits if kind == "identify" and isinstance(event.traits, dict) else outer
        stated = _object(stated)
        for each in (stated, properties if kind != "group" else {}):
            for name, value in personal.identifiers(each).items():
                self.identifier(name, value)
        if kind == "identify":
            for name, value in list(stated.items())[:100]:
                if value is not None and name.lower() not in ("email", "phone") and len(name) <= 100:
                    self._row("trait", name, value)

    def _row(self, kind: str, name: str, value: Any) -> None:
        self.rows = self.rows or []
        self.rows.append((self.event_id, kind, name, _encode(value).decode(), self.when))


def _identity(value: Any, kind: str) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    found = str(value).strip()
    if len(found) > LONGEST_ID:
        raise Bad("id_too_long", kind)
    return found


def _message_id(event: _Event, kind: str, minted: bytes) -> str:
    given = event.messageId
    if given is None or given == "":
        return str(UUID(bytes=minted))
    given = str(given)
    if len(given) > LONGEST_MESSAGE_ID:
        raise Bad("message_id_too_long", kind)
    return personal.text_without(given)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _name(event: _Event, kind: str, properties: dict[str, Any]) -> tuple[str, str]:
    """The public name of today, and the one that was said."""
    if kind == "track":
        given = event.event
        if not isinstance(given, str) or not given.strip():
            raise Bad("event_missing", kind)
        given = personal.often_without(given.strip())[:LONGEST_ID]
        return sources.name_now(given), given
    if kind in ("page", "screen"):
        given = event.name or properties.get("name")
        given = personal.often_without(given)[:LONGEST_ID] if isinstance(given, str) else ""
        return given, given
    return "", ""


def _without_nul(raw: bytes) -> bytes:
    """PostgreSQL keeps no NUL, in text or JSON."""
    return _encode(_nul_gone(_decode_any(raw)))


def _nul_gone(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {name.replace("\0", ""): _nul_gone(each) for name, each in value.items()}
    return [_nul_gone(each) for each in value] if isinstance(value, list) else value

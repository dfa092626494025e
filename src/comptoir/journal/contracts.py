"""What crosses the journal's door: words, where they come from, and what a listener receives."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import (
    Any,
    ClassVar,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID


class Lane(StrEnum):
    """Retention differs by lane, so do partitions and cursors."""

    FACTS = "facts"  # commerce: orders, stock, payments, catalogue
    BEHAVIOUR = "behaviour"  # what a person did, with consent
    EXEMPT = "exempt"  # counts without identifiers


class LegalBasis(StrEnum):
    """GDPR article 6(1)."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


@dataclass(frozen=True, kw_only=True)
class Word:
    """Base of the vocabulary. A subclass is declared with `@word(...)` and named in the past tense.

    Fields hold plain values: str, int, bool, None, UUID, datetime, date, lists and dicts of these. No
    personal value ever stands in a field: pseudonymous ids only.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    LANE: ClassVar[Lane]
    LEGAL_BASIS: ClassVar[LegalBasis]
    SUBJECT_KIND: ClassVar[str]
    SUBJECT_FIELD: ClassVar[str]

    @property
    def subject_id(self) -> str:
        return str(getattr(self, self.SUBJECT_FIELD))

    def payload(self) -> dict[str, Any]:
        """The fields as JSON holds them: ids and times as text."""
        return {name: _plain_tree(value) for name, value in vars(self).items()}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The word that `payload` was made of. KeyError or TypeError when its fields are not the declared."""
        kinds = typed_fields(cls)
        return cls(**{name: _read(value, kinds[name]) for name, value in payload.items()})


def plain(value: Any) -> str:
    """What JSON cannot hold, as text: the `default` of `json.dumps`."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a word holds no {type(value).__name__}")


def _plain_tree(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain_tree(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain_tree(item) for key, item in value.items()}
    return str(value) if isinstance(value, Enum) else value if _is_json(value) else plain(value)


def _is_json(value: Any) -> bool:
    return value is None or isinstance(value, str | int)


_TYPED: dict[type[Word], dict[str, Any]] = {}


def typed_fields(cls: type[Word]) -> dict[str, Any]:
    """The declared fields of a word in their order, with their types."""
    if cls not in _TYPED:
        hints = get_type_hints(cls)
        _TYPED[cls] = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    return _TYPED[cls]


def _read(value: Any, kind: Any) -> Any:
    if value is None or kind is Any:
        return value
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _read(value, next(part for part in inner if part is not NoneType))
    if origin in (list, tuple):
        return origin(_read(item, inner[0]) for item in value)
    if origin is dict:
        return {key: _read(item, inner[1]) for key, item in value.items()}
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    return kind(value) if kind is UUID or issubclass(kind, Enum) else value


WordClass = TypeVar("WordClass", bound=type[Word])
REGISTRY: dict[tuple[str, int], type[Word]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def word(
    name: str,
    *,
    subject: tuple[str, str],
    version: int = 1,
    lane: Lane = Lane.FACTS,
    legal_basis: LegalBasis = LegalBasis.CONTRACT,
) -> Callable[[WordClass], WordClass]:
    """Declare a word: its public name ("Order Placed"), its subject as (kind, field that holds the id)."""

    def declare(cls: WordClass) -> WordClass:
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        cls.NAME, cls.VERSION, cls.LANE, cls.LEGAL_BASIS = name, version, lane, legal_basis
        cls.SUBJECT_KIND, cls.SUBJECT_FIELD = subject
        if (name, version) in REGISTRY:
            raise ValueError(f"{name} v{version} is declared twice")
        REGISTRY[name, version] = cls
        return cls

    return declare


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where an event comes from. `actor` is `kind:id` (`customer:…`, `staff:…`, `key:…`, `system:worker`).

    `person_key` names who is known (a customer's id), `visitor` the device, which is named with consent only."""

    actor: str
    channel: str
    correlation: UUID
    causation: UUID | None = None
    market: str | None = None
    legal_entity: str | None = None
    storefront: str | None = None
    person_key: str | None = None
    visitor: str | None = None
    source: str = "comptoir"


NEWS = timedelta(days=14)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A word as a listener or a timeline receives it."""

    generation: int
    txid: int
    position: int
    event_id: UUID
    name: str
    version: int
    lane: Lane
    legal_basis: LegalBasis
    subject_kind: str
    subject_id: str
    subject_version: int
    origin: Origin
    occurred_at: datetime
    recorded_at: datetime
    payload: dict[str, Any]

    @property
    def word(self) -> Word:
        """The payload as its dataclass; KeyError when the vocabulary no longer knows name and version."""
        return REGISTRY[self.name, self.version].from_payload(self.payload)

    def is_news(self, now: datetime) -> bool:
        """Whether somebody should still be written to about it: not of what was imported or recorded much later."""
        return now - self.occurred_at < NEWS


Handler = Callable[[list[Event]], None]


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """A named listener. `handle` gets events in order of fact per subject, at least once: it writes rows and
    enqueues jobs in the transaction it is called in, and does no IO.

    With `shards`, subjects are dealt out to so many readers with a cursor each, which threads and workers share:
    events of one subject stay in order, those of two do not. Each reads the whole lane and handles its part, so a few
    are enough. Another number of shards begins where the slowest reader of before stood.
    """

    name: str
    words: tuple[type[Word], ...]
    handle: Handler
    purpose: str = "service"
    batch: int = 500
    shards: int = 1
    shard: int = 0

    @property
    def readers(self) -> tuple[Consumer, ...]:
        """One for each shard, named `name/shard:shards`; itself when there is one."""
        if self.shards == 1 or "/" in self.name:
            return (self,)
        named = ((n, f"{self.name}/{n}:{self.shards}") for n in range(self.shards))
        return tuple(replace(self, name=name, shard=n) for n, name in named)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lag:
    """How far a consumer is behind in one lane."""

    consumer: str
    lane: Lane
    rows: int
    seconds: float
    parked: int
    dead: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Blocker:
    """The oldest open writing transaction of the cluster: nothing newer is delivered until it ends."""

    pid: int
    application: str
    seconds: float
    query: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """An event that a consumer failed to handle. `retry_at` is None when only a person can go on;
    `waiting` counts the later events of its subject that are parked behind it."""

    id: int
    consumer: str
    lane: Lane
    event_id: UUID
    name: str
    subject_kind: str
    subject_id: str
    attempts: int
    error: str
    traceback: str
    first_failed_at: datetime
    last_failed_at: datetime
    retry_at: datetime | None
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointDraft:
    """An address outside as staff or a program describes it. `patterns` are `order.placed`, `order.*` or `*`; empty
    `storefront` and `legal_entity` mean all. `contact` is written to when the endpoint is switched off."""

    name: str
    address: str
    patterns: tuple[str, ...]
    storefront: str = ""
    legal_entity: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointInfo:
    """`state` is active, paused or off; `off_reason` gone or failing; `failing_since` the first of the failures
    that no success has ended."""

    id: UUID
    draft: EndpointDraft
    state: str
    off_reason: str
    failing_since: datetime | None
    previous_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryInfo:
    """One event for one endpoint; `state` is pending, delivered or failed."""

    id: int
    endpoint_id: UUID
    webhook_id: UUID
    type: str
    state: str
    attempts: int
    due_at: datetime
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookQueue:
    """`seconds` is the age of the oldest delivery that waits."""

    pending: int
    failed: int
    seconds: float
    endpoints: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """`cursor` is where the next page begins; `more` is true when this one was full."""

    events: tuple[Event, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a look stood: what was younger than `oldest` (a transaction id) and given already, by position."""

    generation: int
    oldest: str
    given: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """`told` are name and payload of each event; None when there were more than the limit, or the database is another
    one than before: then anything may have happened."""

    told: tuple[tuple[str, dict[str, Any]], ...] | None
    mark: Mark

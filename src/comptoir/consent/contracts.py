"""Who said what about which purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from comptoir.journal.contracts import Origin

VISITOR = "visitor"
CUSTOMER = "customer"

# Where a choice was made.
BANNER, PAGE, ACCOUNT, API = "banner", "page", "account", "api"


@dataclass(frozen=True, slots=True)
class Purpose:
    """`code` is one of `org.contracts.PURPOSES`; `name` and `explanation` are what people read."""

    code: str
    name: str | Promise
    explanation: str | Promise


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One identifier that a choice was made under: a device (`visitor`), a `customer`, a `user` of a source."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The latest answer to one purpose, and what proves it."""

    purpose: str
    granted: bool
    chosen_at: datetime
    choice_id: UUID
    text_version: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Standing):
    """One answer of a history, with the identifier it was given under."""

    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer to all purposes at once: granted are `purposes`."""

    subject: Subject
    purposes: frozenset[str]
    means: str
    at: datetime
    origin: Origin


EMAIL, SMS, CALL = "email", "sms", "call"
CHANNELS = (EMAIL, SMS, CALL)
CONSENT, SIMILAR, OBJECTION = "consent", "similar_products", "objection"


@dataclass(frozen=True, slots=True)
class To:
    """An e-mail address or a telephone number, as `rules.to` writes it: `kind` is email or phone."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether somebody may be written to or called now. `why` is consented, similar_products, never_asked,
    not_confirmed, withdrawn, out_of_hours, called_enough or refused_lately."""

    allowed: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer about a channel, with its proof."""

    channel: str
    basis: str
    wording: str
    means: str
    said_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Whether somebody may be written to by a channel, hours apart; `why` as in `Permission`, `proof` the answer."""

    channel: str
    allowed: bool
    why: str
    proof: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a link of a mail is about; `address` is masked for the page: whoever has the link need not learn it."""

    channel: str
    masked: str
    granted: bool

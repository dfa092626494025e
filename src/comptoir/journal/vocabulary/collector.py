"""Words of the collector: what outside SDKs and our own script report (docs/decisions/0028-memory.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.journal.contracts import Lane, LegalBasis, Word, word

VISITOR = ("visitor", "visitor_id")


@dataclass(frozen=True, kw_only=True)
class Reported(Word):
    """What every report holds. `visitor_id` is the anonymous id, or `user:<key>` when only a user id came.

    `user_key` and the keys of `identifiers` (kind → key: email, phone, or a kind of the source) are pseudonyms where
    the value tells who somebody is. `event` is the public name ("Product Viewed"; older names are told by the new one),
    `campaign` holds source, medium, name, term, content, id; `device` is phone, tablet, desktop, bot, server or
    unknown; `referrer` is a host; `path` has no query. `purposes` are those that were consented to when it happened.
    """

    visitor_id: str
    message_id: str
    event: str = ""
    user_key: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    path: str = ""
    referrer: str = ""
    campaign: dict[str, str] = field(default_factory=dict)
    device: str = "unknown"
    properties: dict[str, Any] = field(default_factory=dict)
    purposes: list[str] = field(default_factory=list)


@word("Page Viewed", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class PageViewed(Reported):
    """A page was looked at."""


@word("Screen Viewed", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ScreenViewed(Reported):
    """A screen of an application was looked at; `event` is its name."""


@word("Event Tracked", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class EventTracked(Reported):
    """Something was done: a product viewed, a search, a click, an error, a web vital."""


@word("Identity Stated", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class IdentityStated(Reported):
    """A source says who this is; what it says of them is kept by `profiles`."""


@word("Alias Stated", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class AliasStated(Reported):
    """A source says that `previous_key` and `user_key` are one."""

    previous_key: str


@word("Group Stated", subject=VISITOR, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class GroupStated(Reported):
    """A source says that this visitor belongs to a group (a company, a household)."""

    group_key: str


@word(
    "Activity Counted", subject=("count", "count_id"), lane=Lane.EXEMPT, legal_basis=LegalBasis.LEGITIMATE_INTEREST
)
class ActivityCounted(Word):
    """How often something happened in a minute at a source, tied to nobody: without consent nothing more is kept.
    `activity` is page, screen, event, or visit: how many visits began with one of these pages."""

    count_id: UUID
    minute: datetime
    activity: str
    kind_of_page: str
    device: str
    times: int

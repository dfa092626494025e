"""What an entrance knows of a visit before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`storefront` None means the default one; `account_id` is who is logged in; `actor` overrides who acts
    (a key, a member of staff); `purposes` are those that the person consented to, `visitor` the id
    that their device was given."""

    channel: str
    locale: str
    now: datetime
    correlation: UUID
    storefront: str | None = None
    account_id: UUID | None = None
    actor: str | None = None
    purposes: frozenset[str] = frozenset()
    visitor: str | None = None

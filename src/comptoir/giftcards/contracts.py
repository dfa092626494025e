"""What crosses the door of gift cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CardInfo:
    """A card that an order became: of which line, worth what when it was made. `account_id` is its stored value."""

    account_id: UUID
    position: int
    amount: Money
    issued_at: datetime
    blocked_at: datetime | None

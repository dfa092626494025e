"""What crosses the door of wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.catalog.contracts import Sellable
from comptoir.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRequestInfo:
    """`token` ends it; `email` is empty once its message has left."""

    id: UUID
    variant_id: UUID
    email: str
    locale: str
    storefront: str
    market: str
    token: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How many wait for a variant, and since when the first of them does."""

    variant_id: UUID
    waiting: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WishLine:
    """`available` pieces in all places; `unit` None when it has no price here."""

    item: Sellable
    available: int
    unit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    token: str
    expires_at: datetime

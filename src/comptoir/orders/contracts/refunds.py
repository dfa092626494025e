"""What a refund is for, as it is wished, done and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.orders.contracts.order import OrderedOption


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWish:
    """What a refund is for. `pieces` by the positions of their lines are paid back at what they cost; `reductions` make
    the pieces of a line cheaper that the buyer keeps, in minor units; `delivery` is paid back in whole. Of the pieces
    those of `put_back` go back into stock at the place with this code, or where they left from."""

    pieces: Mapping[int, int] = field(default_factory=dict)
    reductions: Mapping[int, Money] = field(default_factory=dict)
    delivery: bool = False
    put_back: Mapping[int, int] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedPart:
    """Of a line so many `pieces`, and `minor` units of money: their price and what the others become `less`."""

    position: int
    variant_id: UUID | None
    pieces: int
    less: int
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundMeans:
    """What of a refund goes by one means. `state` is on_its_way, given_back, or refused: then it is still owed."""

    tender: str
    amount: Money
    state: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFor:
    """`amount` for `pieces` of the line at `position`, or, with 0 pieces, off what they cost: of gift cards what was
    left on them."""

    position: int
    is_delivery: bool
    nature: str
    name: Localised
    options: tuple[OrderedOption, ...]
    pieces: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInfo:
    """A refund as the buyer reads it. `asked` is its place among the order's events; `reason` a key of
    `rules.REFUND_CAUSES`. Without `parts` it is for nothing that was named."""

    id: UUID
    at: datetime
    asked: int
    amount: Money
    reason: str
    reason_name: Localised
    parts: tuple[RefundFor, ...]
    means: tuple[RefundMeans, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a refund that another room asked for gives back: `amount`, for `parts` by name."""

    amount: Money
    parts: tuple[RefundedPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What another room gives back itself: `pieces` by the positions of their lines, and the `delivery`."""

    pieces: Mapping[int, int]
    delivery: bool

"""What crosses the door of feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is one of `rules.PROBLEMS`. `refused`: the channel would not take the row, so it is not in the file."""

    sku: str
    name: str
    code: str
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """`address` is where the channel reads the file; `made_at` is None before the first one. `rows` are in the file,
    `refused` were left out of it; `problems` holds the first few hundred of `problem_count`."""

    id: UUID
    kind: str
    market: str
    locale: str
    is_public: bool
    address: str
    opened_at: datetime
    made_at: datetime | None
    products: int
    rows: int
    refused: int
    problem_count: int
    problems: tuple[Problem, ...]

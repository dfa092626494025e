"""One pair, compared as the search compares all: the same levels and weights, asked of duckdb alone.

How common a name is needs all records and is left to the search; what it reckons takes the place of this.
"""

from __future__ import annotations

from dataclasses import asdict
from math import log2
from typing import Any

import duckdb

from comptoir.duplicates.contracts import Evidence, Likeness, Record
from comptoir.duplicates.rules import probability
from comptoir.duplicates.weights import COLUMNS_OF, MODEL, prior, unsaid

DUCKDB: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "256MB", "threads": 1}
MISSING = -1


def compared(a: Record, b: Record, *, records: int) -> Likeness:
    """What each field of these two says that either gives; `records` is how many there are in all."""
    said = {f"{name}_{side}": value for side, each in (("l", a), ("r", b)) for name, value in asdict(each).items()}
    asked = [field for field in MODEL if any(said[f"{each}_{side}"] for each in _columns(field) for side in "lr")]
    evidence = tuple(_evidence(field, level) for field, level in zip(asked, _levels(said, asked), strict=True))
    rare = prior(max(2, records))
    weight = round(log2(rare / (1 - rare)) + sum(each.weight for each in evidence), 2)
    return Likeness(weight=weight, probability=probability(weight), evidence=evidence)


def _columns(field: str) -> tuple[str, ...]:
    return COLUMNS_OF.get(field, (field,))


def _levels(said: dict[str, Any], asked: list[str]) -> tuple[int, ...]:
    if not asked:
        return ()
    given = ", ".join(f"?::VARCHAR AS {name}" for name in said)
    with duckdb.connect(config=DUCKDB) as connection:
        found = connection.execute(f"SELECT {', '.join(map(_level, asked))} FROM (SELECT {given})", list(said.values()))
        row = found.fetchone()
    assert row
    return row


def _level(field: str) -> str:
    """The place of the first level that holds, as an expression."""
    *named, _last = MODEL[field]
    cases = " ".join(f"WHEN {each[1]} THEN {place}" for place, each in enumerate(named))
    return f"CASE WHEN {unsaid(field)} THEN {MISSING} {cases} ELSE {len(named)} END"


def _evidence(field: str, level: int) -> Evidence:
    if level == MISSING:
        return Evidence(field=field, says="missing", weight=0.0)
    says, _condition, m, u = MODEL[field][level]
    return Evidence(field=field, says=says, weight=round(log2(m / u), 2))

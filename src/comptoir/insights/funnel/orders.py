"""Steps that are facts. An order is its buyer's from its first event: what the worker tells later names no device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from comptoir.insights.contracts import Step
from comptoir.insights.funnel.read import Rows
from comptoir.insights.funnel.rules import DAY
from comptoir.insights.lake.opened import opened

PLACED = "Order Placed"
TOLD = """
SELECT p.key_hash, epoch_ms(f.occurred_at), s.step
FROM facts AS f
JOIN (SELECT subject_id, any_value(key_hash) AS key_hash FROM facts
      WHERE name = 'Order Placed' AND key_hash IS NOT NULL GROUP BY subject_id) AS p USING (subject_id)
JOIN (SELECT unnest($acts) AS act, unnest($steps) AS step) AS s ON s.act = f.name
"""
ALONE = """
SELECT f.key_hash, epoch_ms(f.occurred_at), s.step
FROM facts AS f JOIN (SELECT unnest($acts) AS act, unnest($steps) AS step) AS s ON s.act = f.name
WHERE f.key_hash IS NOT NULL
"""
BEFORE = """
SELECT DISTINCT key_hash FROM facts WHERE name = 'Order Placed' AND key_hash IS NOT NULL AND occurred_at < $since
"""


class Ordered:
    """Facts between two moments, by part of the people; and who had ordered before."""

    def __init__(
        self, steps: Sequence[Step], since: datetime, until: datetime, parts: int, grouped: bool, *,
        known_before: datetime | None,
    ) -> None:  # fmt: skip
        self.grouped = grouped
        asked = [(act, number) for number, step in enumerate(steps) for act in step.facts]
        found: dict[str, NDArray[np.int64]] = {}
        if asked:
            acts, numbers = [list(each) for each in zip(*asked, strict=True)]
            with opened(since.astimezone(UTC).date(), until.astimezone(UTC).date()) as base:
                told = base.execute(ALONE if set(acts) == {PLACED} else TOLD, {"acts": acts, "steps": numbers})
                found = told.fetchnumpy()
        key, at, step = list(found.values()) or [np.zeros(0, np.int64)] * 3
        part = key & (parts - 1)
        order = np.argsort(part, kind="stable")
        self.key, self.at = key[order].astype(np.int64), at[order].astype(np.int64)
        self.step = step[order].astype(np.uint8)
        self.begins = np.searchsorted(part[order], np.arange(parts + 1))
        self.before = np.zeros(0, np.int64)
        if known_before:
            with opened(None, known_before.astimezone(UTC).date()) as base:
                self.before = np.sort(base.execute(BEFORE, {"since": known_before}).fetchnumpy()["key_hash"])

    def days(self, part: int) -> dict[int, list[Rows]]:
        """By the beginning of their day, in milliseconds."""
        piece = slice(self.begins[part], self.begins[part + 1])
        groups = np.zeros(len(self.key[piece]) if self.grouped else 0, np.uint8)
        rows = Rows(self.key[piece], self.at[piece], self.step[piece], groups)
        day = rows.at // DAY * DAY
        return {int(one): [rows.only(day == one)] for one in np.unique(day)}

    def before_of(self, joined: NDArray[np.int64], persons: NDArray[np.int64]) -> NDArray[np.int64]:
        """Who had ordered: identifiers, and people of whom one identifier had."""
        if not len(joined):
            return self.before
        return np.sort(np.concatenate([self.before, persons[np.isin(joined, self.before)]]))

"""A measured figure and its line of JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`ceiling` is what the same run reached without us, in `unit`; `ratio` is value by ceiling."""

    name: str
    value: float
    unit: str
    ceiling: float | None = None
    ratio: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    n: int = 0
    errors: int = 0

    def line(self) -> str:
        return json.dumps({name: _short(value) for name, value in asdict(self).items()})


def percentiles(seconds: Sequence[float]) -> tuple[float | None, float | None]:
    """Median and 95th percentile in milliseconds; None of too few."""
    if len(seconds) < 2:
        return None, None
    cut = statistics.quantiles(seconds, n=20, method="inclusive")
    return cut[9] * 1000, cut[18] * 1000


def _short(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value

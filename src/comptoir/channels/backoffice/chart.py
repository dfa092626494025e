"""A bar for each day, drawn on the server. Pure: the page draws what is reckoned here, and has a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 900, 160, 0.25


@dataclass(frozen=True, slots=True)
class Bar:
    """In units of the drawing, from its upper left; `name` is said of it, `last` is the day that still runs."""

    x: str
    y: str
    width: str
    height: str
    name: str
    last: bool


def bars(days: Sequence[tuple[str, int]], largest: int = 0) -> list[Bar]:
    """From names and values, the oldest first, on a scale from zero to the largest (or what is given, if that is more).
    What is below zero has no bar; what is above has one that can be seen."""
    if not days:
        return []
    largest = max(1, largest, *(value for _name, value in days))
    step = WIDTH / len(days)
    found = []
    for place, (name, value) in enumerate(days):
        height = max(2.0, value / largest * HEIGHT) if value > 0 else 0.0
        found.append(
            Bar(
                x=f"{place * step + step * GAP / 2:.1f}", y=f"{HEIGHT - height:.1f}", width=f"{step * (1 - GAP):.1f}",
                height=f"{height:.1f}", name=name, last=place == len(days) - 1,
            )
        )  # fmt: skip
    return found


def widths(values: Sequence[int], full: int = WIDTH) -> list[str]:
    """Bars that lie, on a scale from zero to the largest."""
    largest = max(1, *values) if values else 1
    return [f"{value / largest * full:.1f}" for value in values]


def line(values: Sequence[int], largest: int) -> str:
    """The points of a line over bars of the same scale, each in the middle of its bar."""
    step = WIDTH / max(1, len(values))
    return " ".join(
        f"{(place + 0.5) * step:.1f},{HEIGHT - max(0, value) / max(1, largest) * HEIGHT:.1f}"
        for place, value in enumerate(values)
    )

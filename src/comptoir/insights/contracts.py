"""What crosses the door of insights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days of the market, both included."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """`acts` are what counts as it; an act of a later step may stand there too: whoever pays has said where to deliver, if on
    the same page. `facts` are acts of the lane of facts."""

    code: str
    acts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelTable:
    """`people` are those who came so far, by step; `groups` the same by what was asked for (a device, a channel), the
    largest first."""

    steps: tuple[str, ...]
    people: tuple[int, ...]
    groups: Mapping[str, tuple[int, ...]]
    events: int

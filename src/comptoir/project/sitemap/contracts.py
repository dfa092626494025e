"""What a source of addresses says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.org.contracts import ShopperContext


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its path in each language that it has, when its content changed (None where nobody knows), and the paths
    of its pictures."""

    paths: Mapping[str, str]
    changed: datetime | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """`count` says how many pages it has, `read` gives those of one part, from `start`, at most `size`."""

    name: str
    count: Callable[[ShopperContext], int]
    read: Callable[[ShopperContext, int, int], Sequence[Found]]

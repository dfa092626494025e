"""A colour's name as a dot of that colour. What is not known by name has no dot: its word stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.catalog import facade as catalog
from comptoir.offers.contracts import Colour

MOST = 6


def swatches(colours: Sequence[Colour], locale: str) -> dict[str, Any] | None:
    """Six dots at most, and how many more there are; None where any of them has none, or there is one colour."""
    named = [(colour.name.told(locale), colour.available) for colour in colours]
    shown = [{"name": name, "shade": catalog.shade(name), "available": available} for name, available in named]
    if len(shown) < 2 or not all(one["shade"] for one in shown):
        return None
    return {"dots": shown[:MOST], "more": max(0, len(shown) - MOST), "all": shown}

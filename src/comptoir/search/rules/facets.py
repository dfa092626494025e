"""Which attributes are worth choosing by, among the hits of a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_HITS = 3_000  # among more, what covers many says little: the shopper chooses a category or a word first
CANDIDATES = 16
MOST_FACETS = 6
MOST_VALUES = 24
LEAST_COVERAGE = 0.25


@dataclass(frozen=True, slots=True)
class Counted:
    """Values of an attribute among `hits` products: how often each, and how often those beyond the list."""

    values: Mapping[str, int]
    beyond: int = 0


def candidates(codes: Mapping[str, int], hits: int) -> list[str]:
    """The attributes that most of the hits have: their values are counted."""
    enough = [code for code, count in codes.items() if count >= max(2, hits * LEAST_COVERAGE)]
    return sorted(enough, key=lambda code: (-codes[code], code))[:CANDIDATES]


def worth(counted: Counted, hits: int) -> float:
    """Between 0 and 1: how many hits have it, and how evenly they fall apart. An attribute of which everything has
    the same value, or nearly everything its own, parts nothing."""
    known = sum(counted.values.values())
    if counted.beyond or not 2 <= len(counted.values) <= MOST_VALUES or not hits:
        return 0.0
    largest = max(counted.values.values())
    if largest > 0.98 * known or len(counted.values) > 0.6 * known:
        return 0.0
    spread = 1 - sum((count / known) ** 2 for count in counted.values.values())
    return min(1.0, known / hits) * spread


def chosen(found: Mapping[str, Counted], hits: int, selected: frozenset[str]) -> list[str]:
    """The codes to show: those that were chosen from, then the most telling, six at most."""
    values = {code: worth(counted, hits) for code, counted in found.items() if code not in selected}
    best = sorted((code for code, value in values.items() if value > 0), key=lambda code: (-values[code], code))
    kept = [code for code in found if code in selected]
    return kept + best[: max(0, MOST_FACETS - len(kept))]

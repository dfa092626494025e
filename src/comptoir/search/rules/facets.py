"""Which attributes are worth choosing by, among the hits of a search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from comptoir.search.contracts import FacetRules

MOST_HITS = 3_000  # among more, what covers many says little: the shopper chooses a category or a word first
CANDIDATES = 16
MOST_FACETS = 6
MOST_PINNED = 12
MOST_HIDDEN = 400
MOST_VALUES = 24
LEAST_COVERAGE = 0.25


@dataclass(frozen=True, slots=True)
class Counted:
    """Values of an attribute among `hits` products: how often each, and how often those beyond the list."""

    values: Mapping[str, int]
    beyond: int = 0


def candidates(codes: Mapping[str, int], hits: int, hidden: Collection[str] = ()) -> list[str]:
    """The attributes that most of the hits have: their values are counted."""
    least = max(2, hits * LEAST_COVERAGE)
    enough = [code for code, count in codes.items() if count >= least and code not in hidden]
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


def chosen(
    found: Mapping[str, Counted], hits: int, selected: Collection[str], pinned: Sequence[str] = ()
) -> list[str]:
    """The codes to show: those that were chosen from, those that are pinned and that somebody could choose from, then
    the most telling, six at most."""
    kept = [code for code in found if code in selected]
    kept += [code for code in pinned if code not in kept and code in found and len(found[code].values) > 1]
    values = {code: worth(counted, hits) for code, counted in found.items() if code not in kept and code not in pinned}
    best = sorted((code for code, value in values.items() if value > 0), key=lambda code: (-values[code], code))
    return kept + best[: max(0, MOST_FACETS - len(kept))]


def merged(levels: Sequence[FacetRules]) -> FacetRules:
    """What holds in a category: each level from it up to everywhere, the nearest word about an attribute counts."""
    pinned: list[str] = []
    hidden: set[str] = set()
    for level in levels:
        said = {*pinned, *hidden}
        pinned += [code for code in level.pinned if code not in said]
        hidden |= {code for code in level.hidden if code not in said}
    return FacetRules(pinned=tuple(pinned), hidden=frozenset(hidden))

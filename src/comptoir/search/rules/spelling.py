"""How far a word is from another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comptoir.kit.text import distance

__all__ = ["allowed", "distance", "nearest", "reach", "squeezed"]
SHORT = 5  # letters: below, a word is another word as soon
DOUBLED = re.compile(r"(.)\1")


def squeezed(word: str) -> str:
    """Without the second of two equal letters: `asiete` and `assiette` are the same then. Which letters are doubled is
    what is most often written wrongly, in French above all."""
    return DOUBLED.sub(r"\1", word)


def allowed(word: str) -> int:
    """How many slips are believed: none in three letters, one in up to seven, then two."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def reach(word: str) -> int:
    """How far away, in letters as they are written, the word that was meant may stand: doubled letters come on top."""
    return min(2, allowed(word) + (len(word) > 4))


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Of the words that the shop has (with how many products have each) the one that was meant, if any: the fewest
    slips, doubled letters apart, the same first letter, the fewest letters changed, then the most frequent. Two slips,
    and one in a short word, are believed behind a right first letter only, in a short word at the same length too."""
    most = allowed(word)
    bare = squeezed(word)
    best: tuple[int, bool, int, int, str] | None = None
    for other, count in known:
        if other == word:
            continue
        slips, moved = distance(bare, squeezed(other)), other[:1] != word[:1]
        if slips > most or (moved and (slips > 1 or len(word) < SHORT)):
            continue
        if slips and len(word) < SHORT and len(squeezed(other)) != len(bare):
            continue
        found = (slips, moved, distance(word, other), -count, other)
        best = min(best, found) if best else found
    return best[4] if best else None

"""How far a word is from another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from comptoir.kit.text import distance

__all__ = ["allowed", "believable", "distance", "doubled", "is_sure", "nearest", "reach", "squeezed"]
SHORT, LONG = 5, 6  # letters: below, a word is another word as soon; up to here, letters have to be alike
DOUBLED = re.compile(r"(.)\1")


def squeezed(word: str) -> str:
    """Without the second of two equal letters: `asiete` and `assiette` are the same then. Which letters are doubled is
    what is most often written wrongly, in French above all."""
    return DOUBLED.sub(r"\1", word)


def doubled(word: str) -> list[str]:
    """The word with each of its letters doubled in turn: `pul` is a pull."""
    return list(dict.fromkeys(word[:place] + word[place:place + 1] + word[place:] for place in range(len(word))))


def is_sure(word: str, other: str) -> bool:
    """Whether `other` is what was meant, whatever stands beside it: behind a right first letter only doubled letters
    differ, in a long word one more."""
    slips = distance(squeezed(word), squeezed(other))
    return word[:1] == other[:1] and slips <= (len(word) >= LONG)


def allowed(word: str) -> int:
    """How many slips are believed: none in three letters, one in up to seven, then two."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def reach(word: str) -> int:
    """How far away, in letters as they are written, the word that was meant may stand: doubled letters come on top."""
    return min(2, allowed(word) + (len(word) > 4))


KEYS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SOUNDS = ("aeiouy", "sz", "cs", "ckq", "gj", "bp", "dt", "fv", "mn", "lr", "aq", "zw")


def _alike() -> frozenset[tuple[str, str]]:
    """Letters that are taken for each other: neighbours on either keyboard or swapped between the two, and what sounds
    alike."""
    near = {pair for row in KEYS for pair in pairwise(row)}
    near |= {(left, right) for sound in SOUNDS for left in sound for right in sound}
    return frozenset(near | {(right, left) for left, right in near})


ALIKE = _alike()


def believable(word: str, other: str) -> bool:
    """Whether one letter in the place of another can be a slip: in a short word only where the two are taken for each
    other. `vaze` is a vase; `rouge` is no `roule`, and `salon` no `savon`: those are other words."""
    if len(word) > LONG or len(word) != len(other):
        return True
    moved = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
    return len(moved) != 1 or moved[0] in ALIKE


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
        if not believable(bare, squeezed(other)):
            continue
        found = (slips, moved, distance(word, other), -count, other)
        best = min(best, found) if best else found
    return best[4] if best else None

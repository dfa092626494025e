"""How far a word is from another."""

from __future__ import annotations

from collections.abc import Iterable


def distance(written: str, meant: str) -> int:
    """Letters left out, added, changed, or two side by side swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, left in enumerate(written, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == meant[j - 2] and written[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def allowed(word: str) -> int:
    """How many slips are believed: none in a short word, which is another word as soon."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """Of the words that the shop has (with how many products have each) the one that was meant, if any: the fewest
    slips, the same first letter, then the most frequent. Two slips are believed behind a right first letter only."""
    most = allowed(word)
    within = [(distance(word, other), other[:1] != word[:1], -count, other) for other, count in known if other != word]
    best = min((each for each in within if each[0] <= most and not (each[0] > 1 and each[1])), default=None)
    return best[3] if best else None

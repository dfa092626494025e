"""The least of a function of a few positive numbers: Nelder and Mead, “A Simplex Method for Function Minimization”
(1965), over their logarithms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from comptoir.insights.foresight.special import Numbers

MOST_STEPS = 4_000


def least(cost: Callable[[Numbers], float], begin: Sequence[float], *, exact: float = 1e-13) -> Numbers:
    """The positive numbers at which `cost` is least, from `begin` on. Begins once more where it ended: the simplex
    may have gone flat."""
    found = np.log(np.asarray(begin, np.float64))
    for _again in range(3):
        found = _descend(lambda at: cost(np.exp(at)), found, exact)
    return np.exp(found)


def _descend(cost: Callable[[Numbers], float], begin: Numbers, exact: float) -> Numbers:
    points = [begin] + [begin + 0.3 * unit for unit in np.eye(len(begin))]
    ranked = sorted(((cost(p), tuple(p)) for p in points), key=lambda each: each[0])
    for _step in range(MOST_STEPS):
        spread = abs(ranked[-1][0] - ranked[0][0])
        if spread <= exact * (1 + abs(ranked[0][0])):
            break
        worst = np.array(ranked[-1][1])
        middle = np.mean([p for _c, p in ranked[:-1]], axis=0)
        ranked = _moved(cost, ranked, worst, middle)
    return np.array(ranked[0][1])


Ranked = list[tuple[float, tuple[float, ...]]]


def _moved(cost: Callable[[Numbers], float], ranked: Ranked, worst: Numbers, middle: Numbers) -> Ranked:
    """The worst point goes through the middle, further if that is good, half-way if not; else all come nearer."""

    def tried(far: float) -> tuple[float, tuple[float, ...]]:
        point = middle + far * (middle - worst)
        return cost(point), tuple(point)

    through = tried(1.0)
    if through[0] < ranked[0][0]:
        new = min(through, tried(2.0))
    elif through[0] < ranked[-2][0]:
        new = through
    else:
        new = tried(0.5) if through[0] < ranked[-1][0] else tried(-0.5)
        if new[0] >= min(through[0], ranked[-1][0]):
            best = np.array(ranked[0][1])
            nearer = [best + 0.5 * (np.array(p) - best) for _c, p in ranked[1:]]
            return sorted([ranked[0], *((cost(p), tuple(p)) for p in nearer)], key=lambda each: each[0])
    return sorted([*ranked[:-1], new], key=lambda each: each[0])

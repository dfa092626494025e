"""Buyers who are alike: k-means (S. Lloyd 1982) of ours, begun as D. Arthur and S. Vassilvitskii say (k-means++,
2007); how many groups, by the silhouette (P. Rousseeuw 1987) of a sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comptoir.insights.foresight.special import Numbers

FEWEST, MOST = 3, 6
SAMPLE = 400
ROUNDS = 60
FAR = 0.5  # standard deviations from the mean of all that a portrait tells
TRAITS = ("days_since", "orders", "basket")
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each buyer, and each group's middle in standard deviations from the mean of all."""

    of: Whole
    middles: Numbers


def grouped(days_since: Numbers, orders: Numbers, basket: Numbers) -> Groups:
    """By recency, frequency and basket, each by its logarithm: ten and a hundred are as far apart as one and ten."""
    plain = np.log1p(np.stack([days_since, orders, basket], axis=1))
    spread = plain.std(axis=0)
    points = (plain - plain.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    chance = np.random.default_rng(2007)
    tried = [clustered(points, k, chance) for k in range(FEWEST, min(MOST, len(np.unique(points, axis=0))) + 1)]
    best = max(tried, key=lambda groups: silhouette(points, groups.of, chance), default=Groups(
        np.zeros(len(points), np.int64), points.mean(axis=0, keepdims=True)
    ))  # fmt: skip
    order = np.argsort(-np.bincount(best.of, minlength=len(best.middles)), kind="stable")
    return Groups(np.argsort(order)[best.of], best.middles[order])


def clustered(points: Numbers, k: int, chance: np.random.Generator) -> Groups:
    """The best of a few beginnings."""
    return min((_lloyd(points, _begin(points, k, chance)) for _ in range(5)), key=lambda pair: pair[0])[1]


def _begin(points: Numbers, k: int, chance: np.random.Generator) -> Numbers:
    """Each next middle far from those before, by chance."""
    middles = points[[chance.integers(len(points))]]
    while len(middles) < k:
        near = _squares(points, middles).min(axis=1)
        total = near.sum()
        odds = near / total if total else None
        middles = np.concatenate([middles, points[[chance.choice(len(points), p=odds)]]])
    return middles


def _lloyd(points: Numbers, middles: Numbers) -> tuple[float, Groups]:
    of = np.zeros(len(points), np.int64)
    for _round in range(ROUNDS):
        squares = _squares(points, middles)
        of = squares.argmin(axis=1)
        sizes = np.bincount(of, minlength=len(middles))
        sums = np.stack([np.bincount(of, points[:, n], len(middles)) for n in range(points.shape[1])], axis=1)
        moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], middles)
        if np.allclose(moved, middles):
            break
        middles = moved
    return float(_squares(points, middles).min(axis=1).sum()), Groups(of, middles)


def silhouette(points: Numbers, of: Whole, chance: np.random.Generator) -> float:
    """How much nearer people are to their own group than to the next one, from −1 to 1, of a sample."""
    chosen = chance.permutation(len(points))[:SAMPLE]
    far, group = np.sqrt(_squares(points[chosen], points[chosen])), of[chosen]
    names = np.unique(group)
    if len(names) < 2:
        return -1.0
    sizes = np.array([(group == name).sum() for name in names])
    sums = np.stack([far[:, group == name].sum(axis=1) for name in names], axis=1)
    own = group[:, None] == names
    inside = (sums / np.where(own, np.maximum(sizes - 1, 1), sizes))
    a, b = inside[own], np.where(own, np.inf, inside).min(axis=1)
    return float(((b - a) / np.maximum(np.maximum(a, b), 1e-12)).mean())


def portrait(middle: Numbers) -> tuple[str, ...]:
    """What sets a group apart, as codes: `days_since:low`, `orders:high`, `basket:high` and so on; nothing where it
    is as all are."""
    sides = [(name, value) for name, value in zip(TRAITS, middle, strict=True) if abs(value) >= FAR]
    return tuple(f"{name}:{'high' if value > 0 else 'low'}" for name, value in sides)


def _squares(points: Numbers, middles: Numbers) -> Numbers:
    return ((points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)

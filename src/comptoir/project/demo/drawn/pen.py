"""The hand: smooth lines through points, a little off, the same each time for one seed."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from random import Random

Point = tuple[float, float]


def number(value: float) -> str:
    """One decimal, without what says nothing."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def at(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)} {number(y)}" for x, y in points)


def poly(points: Sequence[Point], *, closed: bool = True) -> str:
    """Straight lines from point to point."""
    return f"M{at(points)}" + ("Z" if closed else "")


def curve(points: Sequence[Point], *, closed: bool = False, start: str = "M", tension: float = 1.0) -> str:
    """A smooth line through all points (Catmull-Rom as cubic Béziers). `start` is M, or L to go on."""
    count = len(points)
    parts = [f"{start}{at(points[:1])}"]
    for i in range(count if closed else count - 1):
        one, two = points[i], points[(i + 1) % count]
        before = points[i - 1] if closed or i else one
        after = points[(i + 2) % count] if closed or i + 2 < count else two
        pull = tension / 6
        first = (one[0] + (two[0] - before[0]) * pull, one[1] + (two[1] - before[1]) * pull)
        second = (two[0] - (after[0] - one[0]) * pull, two[1] - (after[1] - one[1]) * pull)
        parts.append(f"C{at((first, second, two))}")
    return "".join(parts) + ("Z" if closed else "")


def lerp(one: Point, two: Point, share: float) -> Point:
    return (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)


def along(points: Sequence[Point], count: int) -> list[Point]:
    """`count` points at even distances on the open line through `points`."""
    lengths = [0.0]
    for one, two in zip(points, points[1:], strict=False):
        lengths.append(lengths[-1] + sqrt((two[0] - one[0]) ** 2 + (two[1] - one[1]) ** 2))
    found, i = [], 0
    for step in range(count):
        target = lengths[-1] * step / (count - 1)
        while i < len(points) - 2 and lengths[i + 1] < target:
            i += 1
        span = lengths[i + 1] - lengths[i] or 1.0
        found.append(lerp(points[i], points[i + 1], (target - lengths[i]) / span))
    return found


def bow(a: Point, b: Point, c: Point, d: Point, count: int = 7) -> list[Point]:
    """Points on the cubic Bézier from `a` to `d`: an arc without a kink."""
    found = []
    for i in range(count):
        t = i / (count - 1)
        u = 1 - t
        found.append(
            (
                u**3 * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t**3 * d[0],
                u**3 * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t**3 * d[1],
            )
        )
    return found


def spline(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """Points on the smooth open line through `points`."""
    found = []
    for i in range(len(points) - 1):
        p1, p2 = points[i], points[i + 1]
        p0, p3 = points[max(0, i - 1)], points[min(len(points) - 1, i + 2)]
        for step in range(steps):
            t = step / steps
            found.append(
                (_catmull(p0[0], p1[0], p2[0], p3[0], t), _catmull(p0[1], p1[1], p2[1], p3[1], t))
            )
    return [*found, points[-1]]


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


class Hand:
    """Small, slow departures from the ruler."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # a drawing, not a secret

    def off(self, amount: float) -> float:
        return self.random.uniform(-amount, amount)

    def between(self, low: float, high: float) -> float:
        return self.random.uniform(low, high)

    def wave(self, amount: float) -> list[float]:
        """Amplitudes and phases of a slow wave; read by `drift`."""
        return [amount * self.off(1), self.off(pi), amount * 0.5 * self.off(1), self.off(pi)]

    def line(self, points: Sequence[Point], amount: float = 0.8) -> list[Point]:
        """The points, moved a little; the ends stay."""
        inner = [(x + self.off(amount), y + self.off(amount)) for x, y in points[1:-1]]
        return [points[0], *inner, points[-1]]

    def ring(self, points: Sequence[Point], amount: float = 0.8) -> list[Point]:
        return [(x + self.off(amount), y + self.off(amount)) for x, y in points]

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, amount: float = 0.6, count: int = 12) -> str:
        points = [(cx + rx * cos(2 * pi * i / count), cy + ry * sin(2 * pi * i / count)) for i in range(count)]
        return curve(self.ring(points, min(amount, ry * 0.05 + 0.1)), closed=True)


def drift(wave: Sequence[float], t: float) -> float:
    return wave[0] * sin(2.6 * t + wave[1]) + wave[2] * sin(6.1 * t + wave[3])

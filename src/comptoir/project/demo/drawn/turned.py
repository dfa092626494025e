"""Things that turned on a wheel or a lathe: a profile becomes a form, lit from the upper left.

A profile is a list of (height above the foot, radius), from foot to rim. `Turned` knows where any point of the
front surface lies: `k` goes from -1 (left edge) to 1 (right edge).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from comptoir.project.demo.drawn.colour import Tones, tones
from comptoir.project.demo.drawn.pen import Point, along, curve, drift, spline
from comptoir.project.demo.drawn.sheet import FOOT, Sheet, number

EYE = 0.13  # how far from above one looks: height of a rim's ellipse by its width
CLAY = tones("#b8977a")


class Turned:
    def __init__(
        self, sheet: Sheet, profile: Sequence[Point], *, cx: float = 200, foot: float = FOOT, name: str = "form",
        eye: float = EYE, wobble: float = 0.7, points: int = 12,
    ) -> None:  # fmt: skip
        self.sheet, self.cx, self.eye, self.name = sheet, cx, eye, name
        self.base = foot - eye * profile[0][1] * 0.9  # the centre of the foot's ellipse
        self.points = along(spline([(float(h), float(r)) for h, r in profile], 6), points)
        self.height = self.points[-1][0]
        self.rim = self.points[-1][1]
        self.waves = (sheet.hand.wave(wobble), sheet.hand.wave(wobble))

    def radius(self, height: float) -> float:
        for (h1, r1), (h2, r2) in zip(self.points, self.points[1:], strict=False):
            if h1 <= height <= h2:
                return r1 + (r2 - r1) * ((height - h1) / ((h2 - h1) or 1))
        return self.points[-1][1] if height > self.points[-1][0] else self.points[0][1]

    def at(self, k: float, height: float) -> Point:
        r = self.radius(height)
        share = height / (self.height or 1)
        off = drift(self.waves[k > 0], share) * abs(k) * (1 - share**6)  # none at the rim: ellipses meet it
        return (self.cx + k * r + off, self.base - height + self.eye * r * sqrt(max(0.0, 1 - k * k)))

    def side(self, k: float, low: float = 0.0, high: float | None = None, *, lean: float = 0.0) -> list[Point]:
        """Points from `high` down to `low` at `k`; `lean` moves the lower end to the left."""
        top = self.height if high is None else high
        heights = [low, *(h for h, _r in self.points if low < h < top), top]
        return [self.at(_held(k - lean * (1 - h / (self.height or 1))), h) for h in reversed(heights)]

    def arc(self, height: float, start: float = -1.0, end: float = 1.0, count: int = 7) -> list[Point]:
        """The front of the ring at `height`."""
        return [self.at(_eased(start + (end - start) * i / (count - 1)), height) for i in range(count)]

    def outline(self) -> str:
        r, y = self.rim, self.base - self.height
        return (
            curve(self.side(-1)) + curve(self.arc(0), start="L") + curve(self.side(1)[::-1], start="L")
            + f"A{number(r)} {number(self.eye * r)} 0 0 0 {number(self.cx - r)} {number(y)}Z"
        )  # fmt: skip

    def beyond(self, k: float, *, low: float = 0.0, high: float | None = None, lean: float = 0.0) -> str:
        """All that lies on the far side of `k`: cut it to the form."""
        line = self.side(k, low, high, lean=lean)
        x = self.cx + (300 if k > -0.4 else -300)
        return curve(line) + f"L{number(x)} {number(line[-1][1])}V{number(line[0][1])}Z"

    def between(self, start: float, end: float, low: float, high: float) -> str:
        """A streak of the surface."""
        return curve(self.side(start, low, high)) + curve(self.side(end, low, high)[::-1], start="L") + "Z"

    def body(self, t: Tones, *, shine: float = 0.5, grain: bool = True) -> None:
        """The form in its tones. `shine` 0 is chalk, 1 is glass."""
        sheet = self.sheet
        sheet.within(sheet.clip(f"{self.name}-cut", self.outline()))
        sheet.path(self.box(), t.base)
        self._light(t, grain)
        if shine:
            low, high = self.height * 0.24, self.height * 0.88
            opacity = f"{0.2 + 0.6 * shine:.2f}"
            sheet.path(self.between(-0.74, -0.68 + 0.04 * shine, low, high), t.high, opacity=opacity)
            sheet.path(self.between(-0.6, -0.58, low * 1.7, high * 0.84), t.high, opacity=opacity)
        sheet.end()

    def box(self) -> str:
        """What encloses the form; painted inside its clip."""
        widest = max(r for _h, r in self.points) + 1
        top = self.base - self.height - self.eye * self.rim - 1
        bottom = self.base + self.eye * self.points[0][1] + 1
        return f"M{number(self.cx - widest)} {number(top)}h{number(2 * widest)}V{number(bottom)}h{number(-2 * widest)}z"

    def _light(self, t: Tones, grain: bool) -> None:
        """Light from the left, shade to the right with one soft and one drawn edge, grain where they meet."""
        sheet = self.sheet
        outline, low_tone, deep = self.box(), t.dark[1:], t.deep[1:]
        sheet.path(outline, sheet.fade(f"lit{low_tone}", t.light, ((0.04, 0.5), (0.16, 1), (0.3, 0.9), (0.56, 0))))
        sheet.path(outline, sheet.fade(f"dim{low_tone}", t.dark, ((0.42, 0), (0.8, 0.85), (1, 1))))
        sheet.path(self.beyond(0.66, lean=0.34), t.dark, opacity=".5")
        sheet.path(outline, sheet.fade(f"deep{deep}", t.deep, ((0.72, 0), (0.93, 0.62), (1, 0.45))))
        if grain:
            sheet.path(self.beyond(0.34, lean=0.3), sheet.grain(t.deep), opacity=".5")

    def mouth(self, t: Tones, *, lip: float = 4.0, inside: Tones | None = None) -> None:
        """The open rim: lip, inner wall, and the light that falls in on the right."""
        sheet, i = self.sheet, inside or t
        r, y, cx = self.rim, self.base - self.height, self.cx
        ry = self.eye * r
        sheet.path(_oval(cx, y, r + 0.5, ry + 0.5), t.light)
        inner = _oval(cx + 0.4, y + 0.8, r - lip, ry - lip * 0.42)
        cut = sheet.clip(f"{self.name}-mouth", inner)
        sheet.path(inner, i.deep)
        sheet.within(cut)
        sheet.path(_oval(cx + r * 0.26, y + ry * 0.5, r * 0.98, ry * 1.2), i.dark)
        sheet.path(_oval(cx + r * 0.5, y + ry * 0.8, r * 0.86, ry * 1.2), i.base)
        sheet.path(_oval(cx + r * 0.82, y + ry * 0.95, r * 0.7, ry * 1.05), i.light, opacity=".85")
        sheet.end()
        sheet.stroke(curve(self.arc(self.height, -0.95, 0.3)), t.high, 1.5, opacity=".9")
        sheet.stroke(curve([(x, y + 1.4) for x, y in self.arc(self.height, 0.25, 0.985)]), t.dark, 1.2, opacity=".6")

    def rings(self, heights: Sequence[float], t: Tones) -> None:
        """Marks of the fingers while it turned: a groove and the light on its lower lip."""
        for height in heights:
            start, end = -0.92 + self.sheet.hand.off(0.06), 0.9 + self.sheet.hand.off(0.06)
            line = self.arc(height, start, end, 6)
            self.sheet.stroke(curve(line), t.dark, 1.1, opacity=".38")
            self.sheet.stroke(curve([(x, y + 1.5) for x, y in line[:4]]), t.high, 0.8, opacity=".3")

    def ribbon(self, low: float, high: float, t: Tones, *, uneven: float = 0.0) -> None:
        """A belt of another colour between two heights, its upper edge as uneven as a dipped glaze. Draw it
        inside the form's own clip."""
        sheet = self.sheet
        wave = sheet.hand.wave(uneven)
        top = [(x, y + drift(wave, i * 0.9)) for i, (x, y) in enumerate(self.arc(high))]
        bottom = self.arc(low)[::-1] if low else [(self.cx + 300, self.base + 60), (self.cx - 300, self.base + 60)]
        shape = curve(top) + (curve(bottom, start="L") if low else f"L{number(bottom[0][0])} {number(bottom[0][1])}H0") + "Z"
        cut = sheet.clip(f"{self.name}-belt{int(low)}", shape)
        sheet.path(shape, t.base)
        sheet.within(cut)
        self._light(t, grain=False)
        sheet.end()


def _oval(cx: float, cy: float, rx: float, ry: float) -> str:
    return (
        f"M{number(cx - rx)} {number(cy)}a{number(rx)} {number(ry)} 0 1 1 {number(2 * rx)} 0"
        f"a{number(rx)} {number(ry)} 0 1 1 {number(-2 * rx)} 0z"
    )


def _held(k: float) -> float:
    return max(-1.0, min(1.0, k))


def _eased(k: float) -> float:
    """Points nearer to the edges, where the curve turns fastest."""
    return _held(1.5 * k - 0.5 * k**3)

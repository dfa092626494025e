"""A sheet: shapes on the wall and the counter of the house, 400 by 500; a thing stands with its foot at 430."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from comptoir.project.demo.drawn.pen import Hand, number

WIDTH, HEIGHT, EDGE, FOOT = 400, 500, 390, 430
WALL, COUNTER, COUNTER_EDGE, SHADOW = "#efebe1", "#e2dbcc", "#cfc6b3", "#33291c"


@dataclass
class Sheet:
    """Shapes in the order in which they were laid down, and what they refer to."""

    seed: str
    body: list[str] = field(default_factory=list)
    defs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hand = Hand(self.seed)

    def path(self, d: str, fill: str = "none", **more: object) -> None:
        self.body.append(f'<path d="{d}" fill="{fill}"{_attributes(more)}/>')

    def stroke(self, d: str, colour: str, width: float = 2.0, **more: object) -> None:
        """A line, with round ends unless told."""
        look = {"stroke": colour, "stroke_width": number(width), "stroke_linecap": "round", "stroke_linejoin": "round"}
        self.path(d, **(look | more))  # type: ignore[arg-type]

    def add(self, text: str) -> None:
        self.body.append(text)

    def define(self, name: str, text: str) -> str:
        """`text` among the definitions, with `name` as its id; answers what a fill says to use it."""
        self.defs[name] = text
        return f"url(#{name})"

    def clip(self, name: str, d: str) -> str:
        return self.define(name, f'<clipPath id="{name}"><path d="{d}"/></clipPath>')

    def within(self, clip: str, **more: object) -> None:
        """Opens a group cut to `clip`; `end` closes it."""
        self.body.append(f'<g clip-path="{clip}"{_attributes(more)}>')

    def group(self, transform: str = "", **more: object) -> None:
        told = f' transform="{transform}"' if transform else ""
        self.body.append(f"<g{told}{_attributes(more)}>")

    def end(self) -> None:
        self.body.append("</g>")

    def fade(self, name: str, colour: str, stops: tuple[tuple[float, float], ...], way: str = "across") -> str:
        """A gradient of one colour by (place, opacity): across, down or from the upper left."""
        x2, y2 = {"across": (1, 0), "down": (0, 1), "slant": (0.9, 0.8)}[way]
        inner = "".join(
            f'<stop offset="{number_2(place)}" stop-color="{colour}" stop-opacity="{number_2(opacity)}"/>'
            for place, opacity in stops
        )
        return self.define(name, f'<linearGradient id="{name}" x2="{x2}" y2="{y2}">{inner}</linearGradient>')

    def pattern(self, name: str, width: float, height: float, inner: str, turn: float = 0) -> str:
        turned = f' patternTransform="rotate({number(turn)})"' if turn else ""
        return self.define(
            name,
            f'<pattern id="{name}" width="{number(width)}" height="{number(height)}" '
            f'patternUnits="userSpaceOnUse"{turned}>{inner}</pattern>',
        )

    def grain(self, colour: str) -> str:
        """Fine dots, as a lithograph's stone leaves them; one pattern for each colour."""
        return self.pattern(
            f"grain{colour[1:]}", 67, 61, f'<path stroke="{colour}" stroke-width=".9" stroke-linecap="round" d="{_dots()}"/>', 11
        )

    def speckle(self, colour: str, opacity: float = 0.55) -> str:
        """Iron spots of stoneware, small and less small."""
        small, large = _spots()
        return self.pattern(
            "speckle", 227, 211,
            f'<g stroke="{colour}" stroke-linecap="round" opacity="{number_2(opacity)}"><path stroke-width="1.4" d="{small}"/>'
            f'<path stroke-width="2.6" d="{large}"/></g>', 23,
        )  # fmt: skip

    def shadow(self, cx: float, y: float, rx: float) -> None:
        """A contact shadow on the counter, and what the thing throws to the right."""
        reach = min(1.0, 60 / rx)  # what is wide is low, and throws less
        self.define("soft", _soft())
        self.add(
            f'<ellipse cx="{number(cx + rx * 0.34 * reach)}" cy="{number(y - 2)}" rx="{number(rx * (1 + 0.42 * reach))}" '
            f'ry="{number(7 + rx * 0.085)}" fill="url(#soft)" opacity=".62"/>'
            f'<ellipse cx="{number(cx + 2)}" cy="{number(y)}" rx="{number(rx * 1.02)}" ry="{number(3 + rx * 0.035)}" '
            f'fill="url(#soft)"/>'
        )

    def on_wall(self, d: str, x: float = 7, y: float = 9) -> None:
        """The shadow of something that hangs: its outline, thrown to the lower right."""
        for reach, opacity in ((1.7, ".05"), (1.0, ".09")):
            self.path(d, SHADOW, opacity=opacity, transform=f"translate({number(x * reach)} {number(y * reach)})")

    def inside(self, other: Sheet, transform: str, prefix: str) -> None:
        """Puts this sheet's shapes on another one, moved; its definitions get `prefix`, so that two can meet."""
        for name, text in self.defs.items():
            other.defs[prefix + name] = _prefixed(text, prefix)
        other.group(transform)
        other.body += [_prefixed(text, prefix) for text in self.body]
        other.end()

    def svg(self, *, transform: str = "", ground: str = "") -> str:
        shapes = "".join(self.body)
        shapes = f'<g transform="{transform}">{ground}{shapes}</g>' if transform else ground + shapes
        defs = f"<defs>{''.join(self.defs.values())}</defs>" if self.defs else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}">{defs}{shapes}</svg>'
        )


def counter(wall: str = WALL, top: str = COUNTER, edge: str = COUNTER_EDGE) -> str:
    """Wall and counter, wide enough to be drawn near."""
    return (
        f'<path fill="{wall}" d="M-400-500H800V{EDGE}H-400Z"/><path fill="{top}" d="M-400 {EDGE}H800V1000H-400Z"/>'
        f'<path fill="{edge}" d="M-400 {EDGE}H800v1H-400Z"/>'
    )


def _prefixed(text: str, prefix: str) -> str:
    return text.replace('id="', f'id="{prefix}').replace("url(#", f"url(#{prefix}")


def number_2(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("0.", ".", 1) if 0 < value < 1 else number(value)


def _attributes(more: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())


def _soft() -> str:
    stops = "".join(
        f'<stop offset="{place}" stop-color="{SHADOW}" stop-opacity="{opacity}"/>'
        for place, opacity in ((0, ".5"), (".45", ".3"), (".75", ".1"), (1, "0"))
    )
    return f'<radialGradient id="soft">{stops}</radialGradient>'


@cache
def _dots() -> str:
    hand = Hand("grain")
    return "".join(f"M{number(hand.between(1, 66))} {number(hand.between(1, 60))}h0" for _ in range(70))


@cache
def _spots() -> tuple[str, str]:
    """Where the spots lie; neither in rows nor on each other."""
    hand = Hand("spots")
    places: list[tuple[float, float]] = []
    while len(places) < 62:
        x, y = hand.between(3, 224), hand.between(3, 208)
        if all(abs(x - a) + abs(y - b) > 14 for a, b in places):
            places.append((x, y))
    dots = [f"M{number(x)} {number(y)}h0" for x, y in places]
    return "".join(dots[:48]), "".join(dots[48:])

"""Tones of one colour in light from the upper left: mixed in OKLab (Ottosson, 2020), so that steps look even."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, sin


@dataclass(frozen=True, slots=True)
class Tones:
    """Hex colours: where light strikes, where it falls, the thing's own colour, its shaded side, its deepest
    shade, and the one line."""

    high: str
    light: str
    base: str
    dark: str
    deep: str
    line: str


def tones(colour: str) -> Tones:
    """Light turns a little warm, shade a little cool and fuller, as in gouache."""
    lightness = _to_lab(colour)[0]
    lift = 1.0 if lightness < 0.8 else 0.45  # a pale thing has little room above it
    fall = 1.0 if lightness > 0.4 else 0.72  # and a dark one below
    return Tones(
        high=shade(colour, 0.125 * lift, 0.7),
        light=shade(colour, 0.055 * lift, 0.97),
        base=colour,
        dark=shade(colour, -0.07 * fall, 1.0, -0.05),
        deep=shade(colour, -0.14 * fall, 0.98, -0.09),
        line=shade(colour, -0.26 * fall, 0.92, -0.1),
    )


def shade(colour: str, lift: float, chroma: float = 1.0, turn: float = 0.0) -> str:
    """`colour` lighter by `lift` (of 1), its chroma times `chroma`, its hue turned by `turn` radians."""
    lightness, a, b = _to_lab(colour)
    strength, hue = hypot(a, b) * chroma, atan2(b, a) + turn
    return _to_hex(min(0.985, max(0.09, lightness + lift)), strength * cos(hue), strength * sin(hue))


def mix(one: str, other: str, share: float) -> str:
    """`share` (0 to 1) of `other` in `one`."""
    mixed = [x + (y - x) * share for x, y in zip(_to_lab(one), _to_lab(other), strict=True)]
    return _to_hex(*mixed)


def _to_lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


def _to_hex(lightness: float, a: float, b: float) -> str:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, channel)))):02x}" for channel in channels)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055

"""Draws the placeholder of a product: an SVG on a clear ground, its foot on the counter's height."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Template

from comptoir.channels.storefront.drawings.tones import NEUTRALS, PALETTE, tones

FOLDER = Path(__file__).parent / "shapes"
SHAPES = {path.stem: Template(path.read_text("utf-8")) for path in FOLDER.glob("*.svg")}

FRAME = Template(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="400" height="500">'
    '<defs><radialGradient id="s"><stop offset="0" stop-color="#2a241a" stop-opacity=".42"/>'
    '<stop offset=".7" stop-color="#2a241a" stop-opacity=".2"/>'
    '<stop offset="1" stop-color="#2a241a" stop-opacity="0"/></radialGradient>'
    '<pattern id="speckle" width="46" height="52" patternUnits="userSpaceOnUse"><g fill="$line" opacity=".5">'
    '<circle cx="7" cy="9" r="1.4"/><circle cx="28" cy="4" r=".9"/><circle cx="19" cy="22" r="1.1"/>'
    '<circle cx="39" cy="29" r="1.5"/><circle cx="10" cy="38" r=".9"/><circle cx="31" cy="45" r="1.2"/></g>'
    "</pattern>"
    '<pattern id="knit" width="14" height="12" patternUnits="userSpaceOnUse"><path d="M0 2 7 9 14 2" '
    'fill="none" stroke="$dark" stroke-width="2.4" opacity=".55"/></pattern>'
    '<pattern id="weave" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 2H4M4 6H8" '
    'stroke="$line" stroke-width="1.6" opacity=".4"/></pattern></defs>$shape</svg>'
)


def exists(kind: str, colour: str) -> bool:
    return kind in SHAPES and colour in PALETTE


@lru_cache(maxsize=1024)
def drawing(kind: str, colour: str) -> str:
    """The SVG text, 400 by 500 units. `kind` and `colour` must pass `exists`."""
    tone = tones(colour)
    names = {"l": tone.light, "b": tone.base, "d": tone.dark, "x": tone.line, **NEUTRALS}
    shape = SHAPES[kind].substitute(names)
    return FRAME.substitute(shape=shape, line=tone.line, dark=tone.dark)

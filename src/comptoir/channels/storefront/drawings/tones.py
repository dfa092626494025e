"""Colours of the drawings: from a colour's name or from a seed to the tones of one thing in light."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

NEUTRALS = {
    "k1": "#5d5953",
    "k2": "#454139",
    "k3": "#2e2b26",
    "p1": "#f8f4eb",
    "p2": "#e8e2d5",
    "p3": "#c9c1b0",
}

# The name that appears in addresses, its colour, and the words of feeds (folded) that mean it.
PALETTE: dict[str, tuple[str, tuple[str, ...]]] = {
    "black": ("#4b4740", ("black", "noir", "noire", "anthracite", "graphite")),
    "white": ("#ece6d9", ("white", "blanc", "blanche", "ivory", "ivoire", "ecru", "cream", "creme")),
    "grey": ("#a39e93", ("grey", "gray", "gris", "grise", "silver", "argent", "aluminium", "steel")),
    "blue": ("#55748c", ("blue", "bleu", "bleue", "navy", "marine", "indigo")),
    "cyan": ("#5c9aa3", ("cyan", "turquoise", "petrol")),
    "green": ("#6c8466", ("green", "vert", "verte", "olive", "sage", "sauge")),
    "yellow": ("#d3ac4e", ("yellow", "jaune", "gold", "or", "ochre", "ocre", "mustard", "moutarde")),
    "orange": ("#c97f4c", ("orange", "terracotta", "copper", "cuivre")),
    "red": ("#a34b40", ("red", "rouge", "burgundy", "bordeaux", "brick", "brique")),
    "magenta": ("#a65a7e", ("magenta", "fuchsia")),
    "pink": ("#cf9e94", ("pink", "rose")),
    "purple": ("#7d6a87", ("purple", "violet", "violette", "prune", "plum")),
    "brown": ("#8b684c", ("brown", "marron", "brun", "brune", "wood", "bois", "camel", "tan")),
    "beige": ("#d3c2a2", ("beige", "sand", "sable", "natural", "naturel", "linen", "lin", "kraft")),
}

CALM = ("blue", "green", "beige", "orange", "grey", "brown")


@dataclass(frozen=True, slots=True)
class Tones:
    """Hex colours: where light falls, the thing's own colour, its shaded side, its darkest line."""

    light: str
    base: str
    dark: str
    line: str


def tones(colour: str) -> Tones:
    """The tones of a colour of `PALETTE`; an unknown name gets those of beige."""
    base = PALETTE.get(colour, PALETTE["beige"])[0]
    return Tones(_shade(base, 1.16, 0.06), base, _shade(base, 0.82), _shade(base, 0.56))


def _shade(colour: str, factor: float, lift: float = 0.0) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = min(0.97, lightness * factor + lift, lightness + 0.11)
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)

"""From a theme's few choices to the storefront's tokens, and what of them cannot be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.content.rules import contrast, hexadecimal, mix, readable_on, rgb

TEXT, SHAPE = 4.5, 3.0  # least contrast of text (WCAG 2.2, 1.4.3) and of what is no text (1.4.11)
# The house's own, as `storefront/css/tokens.css` has them.
LIGHT = {"paper": "#f7f5ef", "ink": "#211d17", "accent": "#1d4a38"}
DARK = {"paper": "#181613", "ink": "#f1ece2", "accent": "#a3d0b5"}
# What says good, beware and wrong; a theme does not change it, and has to leave it readable.
SIGNS = {
    "light": {"positive": "#28663f", "warning": "#80540a", "negative": "#9d2a28"},
    "dark": {"positive": "#93cba3", "warning": "#e2bb70", "negative": "#efa197"},
}
SOFT = {
    "light": {"warning-soft": "#f6ecd5", "negative-soft": "#f7e6e1"},
    "dark": {"warning-soft": "#362c19", "negative-soft": "#3b221e"},
}
WHITE, BLACK = "#ffffff", "#14110d"
AT_NIGHT = 7.0  # contrast of an accent that follows from the day's: about what the house's own has
# How much of the ink is in what is derived from paper and ink.
SHARES = {"muted": 0.72, "faint": 0.54, "line": 0.13, "wall": 0.04, "counter": 0.10, "counter-edge": 0.19}
FONTS = {
    "bricolage": '"Bricolage Grotesque", "Bricolage fall-back", Arial, sans-serif',
    "hanken": '"Hanken Grotesk", "Hanken fall-back", Arial, sans-serif',
    "serif": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
}
SIZES = {"quiet": 0.88, "usual": 1.0, "large": 1.14}
STEPS = {"size-2": (1.5, 1.6875), "size-3": (1.875, 2.25), "size-4": (2.375, 3.25)}
SPACES = {"dense": 0.8, "usual": 1.0, "airy": 1.25}
ROOMS = {"space-4": 2.0, "space-6": 3.0, "space-8": 4.0, "space-12": 6.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a merchant chooses. Colours are `#rrggbb` by name (paper, ink, accent), absent for the house's own."""

    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    display: str = "bricolage"
    text: str = "hanken"
    size: str = "usual"
    space: str = "usual"
    radius: int = 3


@dataclass(frozen=True, slots=True)
class Unreadable:
    """`colour` (a field's name) has too little contrast with `ground`: `ratio` where `least` is needed."""

    scheme: str
    colour: str
    ground: str
    ratio: float
    least: float


def by_night(look: Look) -> dict[str, str]:
    """The colours chosen for the night. An accent that was chosen for the day alone comes along, lighter until it can
    be read: a brand's colour does not become the house's after dark."""
    accent = look.light.get("accent")
    if not accent or look.dark.get("accent"):
        return dict(look.dark)
    paper = look.dark.get("paper") or DARK["paper"]
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb(accent)))
    lighter = (colorsys.hls_to_rgb(hue, light + (1 - light) * share / 50, saturation) for share in range(51))
    steps = (hexadecimal((round(red * 255), round(green * 255), round(blue * 255))) for red, green, blue in lighter)
    return {**look.dark, "accent": next((one for one in steps if contrast(one, paper) >= AT_NIGHT), WHITE)}


def unreadable(look: Look) -> list[Unreadable]:
    """Pairs of tokens that could not be read, in light and dark."""
    found = []
    for scheme, tokens in (("light", colours(look.light, LIGHT)), ("dark", colours(by_night(look), DARK))):
        for colour, ground, least in (
            ("ink", "paper", TEXT), ("ink", "counter", TEXT), ("muted", "paper", TEXT), ("accent", "paper", TEXT),
            ("on-accent", "accent", TEXT), ("faint", "paper", SHAPE),
        ):  # fmt: skip
            ratio = contrast(tokens[colour], tokens[ground])
            if ratio < least:
                found.append(Unreadable(scheme, colour, ground, ratio, least))
        worst = min(SIGNS[scheme].values(), key=lambda sign: contrast(sign, tokens["paper"]))
        if (ratio := contrast(worst, tokens["paper"])) < TEXT:
            found.append(Unreadable(scheme, "signs", "paper", ratio, TEXT))
    return found


def colours(chosen: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The tokens that follow from paper, ink and accent."""
    paper, ink, accent = (chosen.get(name) or own[name] for name in ("paper", "ink", "accent"))
    tokens = {
        "paper": paper,
        "ink": ink,
        "accent": accent,
        "surface": mix(paper, readable_on(ink, (WHITE, BLACK)), 0.4),
    }
    tokens |= {name: mix(paper, ink, share) for name, share in SHARES.items()}
    tokens["accent-strong"] = mix(accent, ink, 0.3)
    tokens["accent-soft"] = mix(paper, accent, 0.13)
    tokens["on-accent"] = readable_on(accent, (WHITE, BLACK))
    return tokens


def css(look: Look, *, only: str = "") -> str:
    """The style sheet that comes after the storefront's tokens: only what the merchant chose. `only` is light or dark
    for a preview that shows one of them whatever the device likes."""
    root = _rules(colours(look.light, LIGHT)) if look.light else ""
    root += f"--display:{FONTS[look.display]};--text:{FONTS[look.text]};--radius:{look.radius}px;"
    root += _scaled({name: small for name, (small, _large) in STEPS.items()}, SIZES[look.size])
    root += _scaled(ROOMS, SPACES[look.space])
    wide = _scaled({name: large for name, (_small, large) in STEPS.items()}, SIZES[look.size])
    sheet = f":root{{{root}}}"
    sheet += f"@media (min-width:48rem){{:root{{{wide}}}}}" if wide else ""
    if only:
        tokens = colours(by_night(look), DARK) if only == "dark" else colours(look.light, LIGHT)
        sheet += f"@media all{{:root{{color-scheme:{only};{_rules(tokens | SIGNS[only] | SOFT[only])}}}}}"
    elif look.dark or look.light:
        sheet += f"@media (prefers-color-scheme:dark){{:root{{{_rules(colours(by_night(look), DARK))}}}}}"
    return f"@layer tokens{{{sheet}}}"


def _rules(tokens: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())


def _scaled(sizes: Mapping[str, float], factor: float) -> str:
    return "" if factor == 1.0 else "".join(f"--{name}:{value * factor:.4g}rem;" for name, value in sizes.items())

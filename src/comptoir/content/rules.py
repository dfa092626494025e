"""Decisions of content: for whom a block is, and whether colours can be read. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from comptoir.kit.text import fold

BAR, IN_PAGES = "bar", "pages"
NOTICE_PLACES = [(BAR, _("above every page")), (IN_PAGES, _("in the pages that name it"))]

SEGMENT = "segment:"
SPLIT = re.compile(r"[^a-z0-9]+")
CODE = re.compile(r"^(segment:)?[a-z0-9][a-z0-9_-]{0,39}$")


def audience(text: str) -> tuple[str, ...]:
    """The codes in a text such as `professional, segment:new-parents`."""
    return tuple(code for part in text.lower().split(",") if (code := part.strip()))


def wrong_codes(text: str) -> list[str]:
    return [code for code in audience(text) if not CODE.match(code)]


def may_see(text: str, *, entitlements: Collection[str], segments: Collection[str]) -> bool:
    """Whether a block for these codes is shown to somebody with these rights and segments: with one of them it is.
    Without codes everybody sees it; a code that nobody has is shown to nobody."""
    codes = audience(text)
    return not codes or any(_has(code, entitlements, segments) for code in codes)


def _has(code: str, entitlements: Collection[str], segments: Collection[str]) -> bool:
    if code.startswith(SEGMENT):
        return code.removeprefix(SEGMENT) in segments
    return code in entitlements


def named(typed: str, title: str, lead: str = "", *, whole: bool = False) -> int:
    """Whether every word that is typed begins a word of a page's name, or with `whole` is one, in the singular or the
    plural: 2 in its title, 1 with its first sentence, 0 not. Little words that all sentences have do not count beside
    others."""
    wanted = _words(typed)
    wanted = [word for word in wanted if len(word) > 2] or wanted
    if not wanted:
        return 0
    for worth, names in ((2, _words(title)), (1, _words(f"{title} {lead}"))):
        if all(any(_is_same(word, name) if whole else name.startswith(word) for name in names) for word in wanted):
            return worth
    return 0


def _is_same(word: str, name: str) -> bool:
    return word.rstrip("sx") == name.rstrip("sx")


def _words(text: str) -> list[str]:
    return [word for word in SPLIT.split(fold(text)) if word]


COLOUR = re.compile(r"^#[0-9a-f]{6}$")
Colour = tuple[int, int, int]


def is_colour(text: str) -> bool:
    return bool(COLOUR.match(text))


def rgb(text: str) -> Colour:
    """`#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` of `other` in it."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return hexadecimal((red, green, blue))


def luminance(text: str) -> float:
    """Relative luminance (WCAG 2.2, from sRGB)."""
    parts = [value / 255 for value in rgb(text)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: str, among: Iterable[str]) -> str:
    """The one of `among` that stands out most on `ground`."""
    return max(among, key=lambda colour: contrast(colour, ground))

"""A colour's name as a shade, and the families that a shade belongs to: terracotta is an orange and a red.

Names are data; families are computed from hue, saturation and lightness, so that a name more is a word more in the
table. Neighbours overlap, because people do not agree where red ends.
"""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

from comptoir.kit.text import fold

CODES = frozenset({"colour", "color", "couleur", "teinte"})  # attributes and options that say a colour
HEX = re.compile(r"#[0-9a-f]{6}")

# Folded names, French and English, by what they look like.
SHADES: dict[str, str] = {
    name: shade
    for shade, names in {
        "#211f1c": "black noir noire ebony ebene",
        "#3a3733": "anthracite charcoal graphite",
        "#ffffff": "white blanc blanche",
        "#f4efe3": "ivory ivoire cream creme off-white",
        "#e6dcc6": "ecru",
        "#d8c7a6": "natural naturel naturelle sand sable linen lin beige",
        "#b3a491": "taupe",
        "#c4913a": "ochre ocre mustard moutarde saffron safran curry",
        "#e0b93a": "yellow jaune lemon citron",
        "#c9962f": "gold or dore",
        "#b9663f": "terracotta terre cuite rust rouille copper cuivre",
        "#a2452f": "brick brique",
        "#d9782e": "orange",
        "#c9a08c": "clay argile blush nude",
        "#d9705e": "coral corail salmon saumon",
        "#dfa5ab": "pink rose",
        "#c2387a": "fuchsia magenta",
        "#b0312f": "red rouge vermilion vermillon",
        "#9c2335": "cherry cerise ruby rubis carmine carmin garance",
        "#6d2f3a": "burgundy bordeaux wine lie-de-vin garnet grenat",
        "#8d9b7c": "sage sauge",
        "#a9bfae": "celadon mint menthe",
        "#a5a06a": "olive kaki khaki",
        "#2f4a3c": "fir sapin bottle bouteille",
        "#2f7d5b": "emerald emeraude",
        "#4f7a4e": "green vert verte",
        "#a3b1ba": "mist brume",
        "#5b6470": "slate ardoise",
        "#34455f": "midnight nuit navy marine indigo",
        "#43699a": "blue bleu bleue cobalt denim",
        "#8fb4d0": "sky ciel",
        "#4d97a0": "turquoise petrol petrole cyan teal canard",
        "#8a8378": "heather chine",
        "#8f8f8c": "grey gray gris grise",
        "#bcbdb9": "silver argent steel acier aluminium",
        "#b4904f": "brass laiton",
        "#a4693a": "cognac camel tan caramel",
        "#5a3a26": "mocha moka chocolate chocolat",
        "#7b5536": "brown brun brune marron chestnut chataigne",
        "#c9a06a": "beech hetre oak chene",
        "#8a5f3f": "walnut noyer wood bois",
        "#6e5580": "purple violet violette plum prune aubergine",
        "#b987b5": "lilac lilas mauve lavender lavande",
        "#d6dfd8": "clear incolore transparent",
        "#c58f45": "amber ambre",
        "#6f6b64": "smoke fume",
    }.items()
    for name in names.split()
}
# The words by which people ask for a family, folded; the first of them is its name.
FAMILIES: dict[str, tuple[str, ...]] = {
    "red": ("red", "rouge"),
    "orange": ("orange",),
    "yellow": ("yellow", "jaune"),
    "green": ("green", "vert", "verte"),
    "blue": ("blue", "bleu", "bleue"),
    "purple": ("purple", "violet", "violette", "mauve"),
    "pink": ("pink", "rose"),
    "brown": ("brown", "marron", "brun", "brune"),
    "beige": ("beige",),
    "grey": ("grey", "gray", "gris", "grise"),
    "black": ("black", "noir", "noire"),
    "white": ("white", "blanc", "blanche"),
}
# Name words that tell less than another beside them: in “Bleu nuit” the night says which blue.
PLAIN = frozenset(word for family, words in FAMILIES.items() if family not in {"beige", "orange"} for word in words)
CLEAR = SHADES["clear"]


@lru_cache(maxsize=2_000)
def shade(name: str) -> str:
    """The colour (`#rrggbb`) of a name such as “Bleu nuit” or “Mist blue”; empty when no word of it is known. The more
    telling word counts: in French the last, in English the first."""
    folded = fold(name)
    if written := HEX.search(folded):
        return written[0]
    words = re.split(r"[\s,/]+", folded)
    telling = [word for word in (*reversed(words), *words) if word in SHADES]
    best = next((word for word in telling if word not in PLAIN), next(iter(telling), ""))
    return SHADES.get(best, "")


@lru_cache(maxsize=2_000)
def families(shade: str) -> frozenset[str]:
    """The families (keys of FAMILIES) that a shade (`#rrggbb`) belongs to; none for what is clear."""
    if shade == CLEAR:
        return frozenset()
    red, green, blue = (int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5))
    turn, light, _ = colorsys.rgb_to_hls(red, green, blue)
    hue, strength = turn * 360, max(red, green, blue) - min(red, green, blue)  # chroma: dark and pale count alike
    found = {
        family
        for family, fits in {
            "red": (hue >= 340 or hue <= 22) and strength >= 0.22 and light <= 0.62,
            "orange": 8 <= hue <= 36 and strength >= 0.45,
            "yellow": 34 <= hue <= 65 and strength >= 0.38,
            "green": 52 <= hue <= 178 and strength >= 0.07,
            "blue": 175 <= hue <= 255 and strength >= 0.06,
            "purple": 255 <= hue <= 320 and strength >= 0.1,
            "pink": (300 <= hue < 340 or ((hue >= 340 or hue <= 24) and light >= 0.6)) and strength >= 0.2,
            "brown": 12 <= hue <= 42 and strength >= 0.1 and light <= 0.46,
            "beige": 22 <= hue <= 48 and 0.06 <= strength <= 0.4 and light >= 0.58,
            "grey": strength <= 0.085 and 0.2 < light < 0.8,
            "black": light <= 0.23 and strength <= 0.12,
            "white": light >= 0.9,
        }.items()
        if fits
    }  # fmt: skip
    return frozenset(found)

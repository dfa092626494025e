"""A colour's name as a dot of that colour. What is not known by name has no dot: its word stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from comptoir.kit.text import fold
from comptoir.offers.contracts import Colour

MOST = 6
# Folded names, French and English, by what they look like.
COLOURS: dict[str, str] = {
    name: shade
    for shade, names in {
        "#211f1c": "black noir noire",
        "#3a3733": "anthracite charcoal",
        "#ffffff": "white blanc blanche",
        "#f4efe3": "ivory ivoire cream creme off-white",
        "#e6dcc6": "ecru",
        "#d8c7a6": "natural naturel naturelle sand sable linen lin beige",
        "#c4913a": "ochre ocre mustard moutarde",
        "#e0b93a": "yellow jaune",
        "#c9962f": "gold or dore",
        "#b9663f": "terracotta terre cuite rust rouille copper cuivre",
        "#d9782e": "orange",
        "#c9a08c": "clay argile blush nude",
        "#dfa5ab": "pink rose",
        "#b0312f": "red rouge",
        "#6d2f3a": "burgundy bordeaux wine lie-de-vin",
        "#8d9b7c": "sage sauge",
        "#a9bfae": "celadon",
        "#a5a06a": "olive kaki khaki",
        "#2f4a3c": "fir sapin bottle bouteille",
        "#4f7a4e": "green vert verte",
        "#a3b1ba": "mist brume",
        "#34455f": "midnight nuit navy marine indigo",
        "#43699a": "blue bleu bleue",
        "#4d97a0": "turquoise petrol petrole cyan",
        "#8a8378": "heather chine",
        "#8f8f8c": "grey gray gris grise",
        "#bcbdb9": "silver argent steel acier aluminium",
        "#b4904f": "brass laiton",
        "#a4693a": "cognac camel tan",
        "#5a3a26": "mocha moka chocolate chocolat",
        "#7b5536": "brown brun brune marron",
        "#c9a06a": "beech hetre oak chene",
        "#8a5f3f": "walnut noyer wood bois",
        "#6e5580": "purple violet violette plum prune",
        "#b987b5": "lilac lilas mauve",
        "#d6dfd8": "clear incolore transparent",
        "#c58f45": "amber ambre",
        "#6f6b64": "smoke fume",
    }.items()
    for name in names.split()
}


@lru_cache(maxsize=2_000)
def shade(name: str) -> str:
    """The colour of a name such as “Bleu nuit” or “Mist blue”; empty when no word of it is known. The more telling word
    counts: in French the last, in English the first."""
    words = fold(name).replace(",", " ").split()
    telling = [word for word in (*reversed(words), *words) if word in COLOURS]
    plain = {"blue", "bleu", "bleue", "green", "vert", "verte", "grey", "gray", "gris", "grise", "pink", "rose", "red",
             "rouge", "brown", "brun", "marron", "white", "blanc", "black", "noir"}  # fmt: skip
    best = next((word for word in telling if word not in plain), next(iter(telling), ""))
    return COLOURS.get(best, "")


def swatches(colours: Sequence[Colour], locale: str) -> dict[str, Any] | None:
    """Six dots at most, and how many more there are; None where any of them has none, or there is one colour."""
    shown = [
        {"name": colour.name.read(locale), "shade": shade(colour.name.read(locale)), "available": colour.available}
        for colour in colours
    ]
    if len(shown) < 2 or not all(one["shade"] for one in shown):
        return None
    return {"dots": shown[:MOST], "more": max(0, len(shown) - MOST), "all": shown}

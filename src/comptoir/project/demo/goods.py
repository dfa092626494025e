"""The goods of the demo house, as its files under `house/` tell them. Texts and data are CC0 1.0."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from comptoir.project.demo import words

FOLDER = Path(__file__).parent / "house"
FILES = ("table", "cuisine", "linge", "lumiere", "sacs", "chaussures", "mailles", "atelier")
# What the house puts on its counter first; the newest stand first on the home page.
COUNTER = (
    "pichet-fontaine", "pull-marin", "besace-cuir", "vase-lune", "plaid-carreaux", "lampe-boule", "mug-comptoir",
    "gilet-atelier",
)  # fmt: skip


@dataclass(frozen=True)
class Sold:
    """A variant: its code, colour and size (empty where it has none), and pieces in the warehouse, in Paris, in
    Lyon and in Nantes."""

    code: str
    colour: str
    size: str
    grams: int
    pieces: tuple[int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A product. Texts are (French, English); `art` tells how it is drawn, `tint` which colours it has its own way."""

    code: str
    name: words.Pair
    text: words.Pair
    aisle: str
    material: str
    made: str
    cents: int
    art: dict[str, Any]
    care: str = ""
    composition: str = ""
    tax_category: str = "standard"
    numbers: dict[str, float] = field(default_factory=dict)
    tint: dict[str, str] = field(default_factory=dict)
    colours: tuple[str, ...] = ()
    size_label: str = "size"
    variants: tuple[Sold, ...] = ()

    def hue(self, colour: str) -> str:
        return self.tint[colour] if colour in self.tint else words.COLOURS[colour][2]


@cache
def pieces() -> tuple[Piece, ...]:
    """All of them: what stands on the counter, then in the order of the files."""
    told = [row for name in FILES for row in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["piece"]]
    found = {row["code"]: _piece(row) for row in told}
    return tuple(({code: found[code] for code in COUNTER} | found).values())


def _piece(row: dict[str, Any]) -> Piece:
    colours = tuple(row.get("col", ()))
    cents = round(row["price"] * 100)
    return Piece(
        code=row["code"], name=(row["fr"], row["en"]), text=(row["tfr"], row["ten"]), aisle=row["in"],
        material=row["mat"], made=row["made"], cents=cents, art=row["art"], care=row.get("care", ""),
        composition=row.get("comp", ""), tax_category=row.get("tax", "standard"), numbers=row.get("n", {}),
        tint=row.get("tint", {}), colours=colours, size_label=row.get("size_label", "size"),
        variants=tuple(
            _sold(row, colour, size, place)
            for colour in colours or ("",)
            for place, size in enumerate(row.get("size", ("",)))
        ),
    )  # fmt: skip


def _sold(row: dict[str, Any], colour: str, size: str, place: int) -> Sold:
    code = "-".join(part for part in (row["code"], colour, size.lower()) if part)
    told = row.get("stock", {}).get(size if size and not colour else colour)
    pieces = tuple(told) if told is not None else _stock(code, row["price"], len(row.get("size", ())), place)
    return Sold(code, colour, size, round(row["w"] * (1 + 0.03 * place)), pieces)  # type: ignore[arg-type]


def _stock(code: str, price: float, sizes: int, place: int) -> tuple[int, int, int, int]:
    """Pieces by place: more of what is cheap, more of the sizes in the middle, now and then none. Always the same."""
    chance = crc32(code.encode())
    usual = max(3.0, 1400 / (price + 12))
    if sizes:
        usual = usual / sizes * (1.6 - abs(place - (sizes - 1) / 2) / sizes * 1.8) + 1
    here = round(usual * (0.5 + chance % 97 / 97))
    shops = [min(12, round(usual * 0.2 * ((chance >> shift) % 97) / 97)) for shift in (3, 7, 11)]
    if chance % 23 == 0:
        return (0, 0, 0, 0)
    if chance % 17 == 0:
        return (0, 1, 0, 1)
    return (here, *shops)  # type: ignore[return-value]

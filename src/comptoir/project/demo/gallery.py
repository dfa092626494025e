"""The pictures of the house's pages: its own things together, drawn by the same hand as each of them alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from comptoir.kit.text import Localised
from comptoir.project.demo import album
from comptoir.project.demo.drawn.tableaux import CLAY, LINEN, MIST, SAGE, Room, Standing, hallway, stall, table
from comptoir.project.demo.drawn.views import Picture
from comptoir.project.demo.goods import pieces


def thing(code: str, colour: str = "") -> Picture:
    piece = _by_code()[code]
    return album.picture(piece, colour or (piece.colours or ("",))[0])


@cache
def _by_code() -> dict[str, album.Piece]:
    return {piece.code: piece for piece in pieces()}


def winter_table() -> str:
    room = Room(width=1500, height=1200, scale=11.5, wall=LINEN, seed="winter-table")
    return table(
        room,
        [
            Standing(thing("carafe-source"), 20, 0.0),
            Standing("branches", 40, 0.05),
            Standing(thing("pichet-fontaine"), 62, 0.12),
            Standing(thing("lampe-boule"), 101, 0.0),
            Standing(thing("bol-matin", "ocre"), 34, 0.75),
            Standing("pear", 52, 0.8),
            Standing(thing("bol-matin", "nuit"), 71, 0.85),
            Standing(thing("verre-marche"), 89, 0.5),
            Standing("lemon", 106, 0.7),
        ],
    )


def breakfast() -> str:
    room = Room(width=1000, height=1250, scale=15.5, wall=CLAY, seed="breakfast")
    return table(
        room,
        [
            Standing(thing("theiere-brume"), 18, 0.0),
            Standing(thing("cremier"), 33, 0.2),
            Standing("loaf", 49, 0.0),
            Standing(thing("bol-matin", "ecru"), 22, 0.85),
            Standing("egg", 36, 0.8),
            Standing(thing("mug-comptoir"), 49, 0.75),
        ],
        edge=0.62,
    )


def by_the_door() -> str:
    room = Room(width=1500, height=1200, scale=8.2, wall=MIST, seed="by-the-door")
    return hallway(
        room,
        [
            Standing(thing("pull-marin"), 34, hangs=58),
            Standing(thing("echarpe-carreaux"), 76, hangs=72),
            Standing("hat", 108, hangs=96),
            Standing(thing("gilet-atelier"), 150, hangs=58),
        ],
        [
            Standing(thing("besace-cuir"), 112, 0.1),
            Standing(thing("derby-ville"), 142, 0.6),
            Standing(thing("charentaise"), 42, 0.7),
        ],
    )


def linen() -> str:
    room = Room(width=1000, height=1250, scale=10, wall=SAGE, seed="linen")
    return table(
        room,
        [
            Standing(thing("plaid-plateau"), 30, 0.1),
            Standing(thing("plaid-carreaux"), 68, 0.3),
            Standing("books", 48, 0.9),
        ],
        edge=0.6,
    )


def leather() -> str:
    room = Room(width=1000, height=1250, scale=11, wall=LINEN, seed="leather")
    return table(
        room,
        [
            Standing(thing("cartable-ville"), 40, 0.1),
            Standing(thing("portefeuille"), 72, 0.5),
            Standing(thing("porte-cles"), 22, 0.9),
        ],
        edge=0.64,
    )


def shoes() -> str:
    room = Room(width=1000, height=1250, scale=12, wall=MIST, seed="shoes")
    return hallway(
        room,
        [Standing(thing("chaussettes-laine"), 24, hangs=72), Standing("hat", 60, hangs=96)],
        [Standing(thing("bottine-elastique"), 24, 0.2), Standing(thing("derby-ville"), 60, 0.6)],
    )


def market() -> str:
    room = Room(width=1500, height=1000, scale=7.2, wall=SAGE, seed="market")
    return stall(
        room,
        [
            Standing(thing("serviettes-table"), 48),
            Standing(thing("plaid-coton"), 84),
            Standing(thing("nappe-longue"), 122),
            Standing(thing("housse-couette"), 160),
        ],
    )


Drawing = tuple[Callable[[], str], str, Localised]

# Name → how it is drawn, its title for staff, what it shows.
GALLERY: dict[str, Drawing] = {
    "table-hiver": (
        winter_table, "Table d’hiver",
        Localised(
            fr="Une table de bois près d’une fenêtre : un pichet de grès, une carafe, deux bols, une lampe, une poire",
            en="A wooden table by a window: a stoneware jug, a carafe, two bowls, a lamp, a pear",
        ),
    ),
    "petit-dejeuner": (
        breakfast, "Petit déjeuner",
        Localised(
            fr="Le matin : une théière, un bol écru, un mug, un pain et un œuf sur une table",
            en="Morning: a teapot, an ecru bowl, a mug, a loaf and an egg on a table",
        ),
    ),
    "entree": (
        by_the_door, "Dans l’entrée",
        Localised(
            fr="Une entrée : un pull, une écharpe, un chapeau et un gilet à la patère, une besace et des souliers",
            en="A hallway: a jumper, a scarf, a hat and a cardigan on the pegs, a satchel and shoes on the floor",
        ),
    ),
    "laine": (
        linen, "Plaids pliés",
        Localised(
            fr="Deux plaids pliés sur une table, près de trois livres",
            en="Two folded throws on a table, next to three books"
        ),
    ),
    "cuir": (
        leather, "Cuirs",
        Localised(
            fr="Un cartable, un portefeuille et un porte-clés de cuir",
            en="A school satchel, a wallet and a key ring of leather"
        ),
    ),
    "souliers": (
        shoes, "Souliers",
        Localised(
            fr="Des bottines et des derbys au sol, des chaussettes et un chapeau à la patère",
            en="Boots and derbies on the floor, socks and a hat on the pegs",
        ),
    ),
    "etal": (
        market, "L’étal de 1954",
        Localised(
            fr="Un étal de marché sous un auvent rayé, avec des piles de linge plié",
            en="A market stall under a striped awning, with stacks of folded linen",
        ),
    ),
}  # fmt: skip

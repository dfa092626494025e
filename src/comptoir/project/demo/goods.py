"""The goods of the demo shop: a fictional house of tableware, textiles, bags and knitwear. Texts are CC0.

Each piece: code, French and English name, category, text in both languages, attributes, variants as
(option value or None, price in euro cents, grams, pieces in the warehouse, in Paris, in Lyon).
"""

from __future__ import annotations

from dataclasses import dataclass, field

TABLE = (("Maison", "For the home"), ("Table", "Tableware"))
TEXTILE = (("Maison", "For the home"), ("Textile", "Textiles"))
LIGHT = (("Maison", "For the home"), ("Lumière", "Light"))
BAGS = (("Mode", "Fashion"), ("Sacs", "Bags"))
KNITS = (("Mode", "Fashion"), ("Mailles", "Knitwear"))

COLOURS = {
    "ecru": ("Écru", "Ecru"),
    "ocre": ("Ocre", "Ochre"),
    "nuit": ("Bleu nuit", "Midnight blue"),
    "sauge": ("Vert sauge", "Sage green"),
    "terracotta": ("Terracotta", "Terracotta"),
    "noir": ("Noir", "Black"),
    "naturel": ("Naturel", "Natural"),
}
SIZES = ("XS", "S", "M", "L", "XL")
MATERIALS = {
    "gres": ("Grès", "Stoneware"),
    "lin": ("Lin", "Linen"),
    "laine": ("Laine", "Wool"),
    "coton": ("Coton", "Cotton"),
    "cuir": ("Cuir", "Leather"),
    "verre": ("Verre", "Glass"),
    "laiton": ("Laiton", "Brass"),
    "cire": ("Cire végétale", "Plant wax"),
}


@dataclass(frozen=True)
class Piece:
    code: str
    fr: str
    en: str
    category: tuple[tuple[str, str], ...]
    text_fr: str
    text_en: str
    material: str
    option: str
    variants: tuple[tuple[str, int, int, int, int, int], ...]
    tax_category: str = "standard"
    made_fr: str = "France"
    made_en: str = "France"
    care: tuple[str, str] = ("", "")
    numbers: dict[str, tuple[float, str]] = field(default_factory=dict)


PIECES: tuple[Piece, ...] = (
    Piece(
        "bol-matin", "Bol Matin", "Morning bowl", TABLE,
        "Tourné à la main, assez large pour le pain et assez creux pour le café. L’émail est "
        "satiné, le pied reste brut.",
        "Thrown by hand, wide enough for bread and deep enough for coffee. The glaze is satin, the foot stays raw.",
        "gres", "colour",
        (("ecru", 2400, 420, 80, 6, 4), ("ocre", 2400, 420, 64, 5, 0), ("nuit", 2600, 420, 3, 0, 0)),
        care=("Passe au lave-vaisselle", "Dishwasher safe"), numbers={"contenance": (45, "cl"), "diametre": (14, "cm")},
    ),
    Piece(
        "assiette-quotidienne", "Assiette quotidienne", "Everyday plate", TABLE,
        "Un bord de trois millimètres qui ne s’ébrèche pas, un fond plat pour couper. Elle s’empile par douze.",
        "A three-millimetre rim that does not chip, a flat base to cut on. It stacks by the dozen.",
        "gres", "colour",
        (("ecru", 1900, 560, 120, 12, 8), ("sauge", 1900, 560, 96, 0, 6)),
        care=("Passe au lave-vaisselle", "Dishwasher safe"), numbers={"diametre": (26, "cm")},
    ),
    Piece(
        "pichet-fontaine", "Pichet Fontaine", "Fontaine jug", TABLE,
        "Un litre, un bec qui ne goutte pas, une anse où passent trois doigts.",
        "One litre, a spout that does not drip, a handle for three fingers.",
        "gres", "colour",
        (("ecru", 4800, 980, 22, 2, 1), ("terracotta", 4800, 980, 18, 1, 0)),
        numbers={"contenance": (100, "cl"), "hauteur": (21, "cm")},
    ),
    Piece(
        "verre-marche", "Verre du marché", "Market glass", TABLE,
        "Soufflé à la bouche, sans pied, pour l’eau comme pour le vin. Vendu à la pièce.",
        "Blown by mouth, without a stem, for water or for wine. Sold singly.",
        "verre", "", (("", 1250, 190, 240, 24, 24),),
        numbers={"contenance": (25, "cl")},
    ),
    Piece(
        "couvert-laiton", "Couvert à servir", "Serving cutlery", TABLE,
        "Deux pièces de laiton brossé qui foncent avec l’usage. Un peu de citron les ramène au premier jour.",
        "Two pieces of brushed brass that darken with use. A little lemon brings back the first day.",
        "laiton", "", (("", 5900, 310, 34, 3, 2),),
        numbers={"longueur": (27, "cm")},
    ),
    Piece(
        "planche-noyer", "Planche à pain", "Bread board", TABLE,
        "Noyer d’une seule pièce, huilé. Une rigole retient les miettes.",
        "Walnut in one piece, oiled. A groove keeps the crumbs.",
        "", "", (("", 6400, 1450, 15, 1, 1),),
        numbers={"longueur": (42, "cm"), "largeur": (22, "cm")},
    ),
    Piece(
        "torchon-lin", "Torchon de lin", "Linen tea towel", TABLE,
        "Lin lavé, bord roulotté, une boucle pour l’accrocher. Il sèche mieux au dixième lavage qu’au premier.",
        "Washed linen, rolled hem, a loop to hang it. It dries better at the tenth wash than at the first.",
        "lin", "colour",
        (("naturel", 1600, 110, 150, 10, 10), ("nuit", 1600, 110, 110, 8, 0), ("ocre", 1600, 110, 0, 0, 0)),
        care=("Lavage à 60 °C", "Wash at 60 °C"),
    ),
    Piece(
        "nappe-longue", "Nappe longue", "Long tablecloth", TABLE,
        "Deux mètres soixante de lin épais qui tombe sans repassage.",
        "Two metres sixty of heavy linen that hangs without ironing.",
        "lin", "colour", (("naturel", 12900, 880, 12, 1, 0), ("sauge", 12900, 880, 9, 0, 1)),
        care=("Lavage à 40 °C", "Wash at 40 °C"), numbers={"longueur": (260, "cm"), "largeur": (170, "cm")},
    ),
    Piece(
        "plaid-plateau", "Plaid du Plateau", "Plateau throw", TEXTILE,
        "Laine de brebis du Massif central, cardée et tissée à cent kilomètres du pré. "
        "Lourd, un peu rêche le premier hiver.",
        "Wool from ewes of the Massif central, carded and woven a hundred kilometres from the meadow. "
        "Heavy, a little rough in its first winter.",
        "laine", "colour",
        (("ecru", 14900, 1600, 20, 2, 2), ("terracotta", 14900, 1600, 14, 1, 0), ("nuit", 14900, 1600, 7, 0, 1)),
        care=("Lavage à la main, à froid", "Hand wash, cold"),
        numbers={"longueur": (180, "cm"), "largeur": (130, "cm")},
    ),
    Piece(
        "coussin-grain", "Coussin Grain", "Grain cushion", TEXTILE,
        "Un point de riz épais, garni de laine. Le dos est en toile, il se déhousse.",
        "A thick seed stitch, filled with wool. The back is canvas and comes off.",
        "laine", "colour", (("ecru", 6900, 720, 26, 3, 2), ("sauge", 6900, 720, 18, 0, 2)),
        numbers={"longueur": (45, "cm"), "largeur": (45, "cm")},
    ),
    Piece(
        "drap-froisse", "Drap froissé", "Crumpled sheet", TEXTILE,
        "Lin lavé à la pierre. On ne le repasse pas, c’est l’idée.",
        "Stone-washed linen. It is not ironed; that is the idea.",
        "lin", "colour", (("naturel", 18900, 1300, 16, 0, 0), ("sauge", 18900, 1300, 11, 0, 0)),
        care=("Lavage à 40 °C", "Wash at 40 °C"), numbers={"longueur": (300, "cm"), "largeur": (240, "cm")},
    ),
    Piece(
        "serviette-nid", "Serviette Nid", "Nest towel", TEXTILE,
        "Nid d’abeille en coton peigné : elle boit vite et sèche dans la matinée.",
        "Combed cotton waffle: it drinks fast and is dry within the morning.",
        "coton", "colour",
        (("ecru", 3400, 420, 60, 4, 4), ("terracotta", 3400, 420, 48, 4, 0), ("noir", 3400, 420, 30, 0, 0)),
        care=("Lavage à 60 °C", "Wash at 60 °C"), numbers={"longueur": (140, "cm"), "largeur": (70, "cm")},
    ),
    Piece(
        "tapis-seuil", "Tapis de seuil", "Threshold rug", TEXTILE,
        "Tressé de chutes de lin. Il se retourne quand une face est lasse.",
        "Braided from linen offcuts. Turn it when one side is weary.",
        "lin", "", (("", 8900, 2100, 10, 1, 1),), numbers={"longueur": (90, "cm"), "largeur": (60, "cm")},
    ),
    Piece(
        "bougie-cedre", "Bougie Cèdre", "Cedar candle", LIGHT,
        "Cire végétale, mèche de coton, cinquante heures. Elle sent le crayon taillé.",
        "Plant wax, cotton wick, fifty hours. It smells of sharpened pencils.",
        "cire", "", (("", 3200, 480, 90, 12, 10),), numbers={"duree": (50, "h")},
    ),
    Piece(
        "bougeoir-colline", "Bougeoir Colline", "Hill candlestick", LIGHT,
        "Un socle de grès lourd qui tient droit sur une nappe froissée.",
        "A heavy stoneware foot that stands straight on a crumpled cloth.",
        "gres", "colour", (("noir", 2900, 390, 44, 4, 3), ("ocre", 2900, 390, 31, 0, 3)),
        numbers={"hauteur": (9, "cm")},
    ),
    Piece(
        "lampe-veille", "Lampe de veille", "Night lamp", LIGHT,
        "Un abat-jour de lin sur un pied de laiton. La douille accepte les ampoules E14, "
        "l’interrupteur est sur le pied.",
        "A linen shade on a brass foot. The socket takes E14 bulbs, the switch is on the foot.",
        "laiton", "", (("", 11900, 1250, 19, 2, 1),), numbers={"hauteur": (34, "cm")},
    ),
    Piece(
        "cabas-marche", "Cabas du marché", "Market tote", BAGS,
        "Toile de coton enduite, anses de cuir, une poche à l’intérieur. Il tient debout quand on le pose.",
        "Coated cotton canvas, leather handles, a pocket inside. It stands up when you set it down.",
        "coton", "colour", (("naturel", 7900, 640, 25, 3, 2), ("noir", 7900, 640, 21, 2, 2)),
        numbers={"largeur": (38, "cm"), "hauteur": (34, "cm")},
    ),
    Piece(
        "besace-cuir", "Besace", "Satchel", BAGS,
        "Cuir de vache à tannage végétal, coutures au fil de lin ciré. Réparée à vie dans nos ateliers.",
        "Vegetable-tanned cow leather sewn with waxed linen thread. Repaired for life in our workshops.",
        "cuir", "colour", (("naturel", 24900, 1150, 8, 1, 1), ("noir", 24900, 1150, 6, 1, 0)),
        numbers={"largeur": (36, "cm"), "hauteur": (27, "cm")},
    ),
    Piece(
        "porte-cartes", "Porte-cartes", "Card holder", BAGS,
        "Quatre poches, une chute de cuir, aucune doublure.",
        "Four pockets, an offcut of leather, no lining.",
        "cuir", "colour", (("naturel", 3900, 40, 70, 8, 6), ("nuit", 3900, 40, 52, 5, 5)),
    ),
    Piece(
        "pull-marin", "Pull marin", "Sailor jumper", KNITS,
        "Maille serrée, boutons sur l’épaule, coudes doublés. Tricoté en une pièce.",
        "Tight knit, buttons on the shoulder, lined elbows. Knitted in one piece.",
        "laine", "size",
        (("XS", 13900, 620, 9, 1, 0), ("S", 13900, 620, 14, 1, 1), ("M", 13900, 640, 18, 2, 1),
         ("L", 13900, 660, 12, 1, 1), ("XL", 13900, 680, 0, 0, 0)),
        care=("Lavage à la main, à froid", "Hand wash, cold"),
    ),
    Piece(
        "gilet-atelier", "Gilet d’atelier", "Workshop cardigan", KNITS,
        "Deux poches qui supportent des clés, cinq boutons de corne. Il se porte sur une chemise.",
        "Two pockets that bear keys, five horn buttons. It is worn over a shirt.",
        "laine", "size",
        (("S", 15900, 700, 8, 1, 0), ("M", 15900, 720, 11, 1, 1), ("L", 15900, 740, 7, 0, 1)),
        care=("Lavage à la main, à froid", "Hand wash, cold"),
    ),
    Piece(
        "bonnet-cote", "Bonnet de côte", "Coast beanie", KNITS,
        "Côtes deux-deux, revers haut. Une taille, parce que la laine s’en charge.",
        "Two-by-two rib, high fold. One size, because the wool sees to it.",
        "laine", "colour", (("nuit", 3900, 90, 60, 6, 6), ("ocre", 3900, 90, 44, 4, 4), ("ecru", 3900, 90, 2, 0, 0)),
    ),
    Piece(
        "echarpe-brume", "Écharpe Brume", "Mist scarf", KNITS,
        "Deux mètres de laine peignée, assez fine pour rester sous un manteau.",
        "Two metres of combed wool, fine enough to stay under a coat.",
        "laine", "colour", (("sauge", 5900, 180, 30, 3, 2), ("terracotta", 5900, 180, 27, 2, 2)),
        numbers={"longueur": (200, "cm"), "largeur": (35, "cm")},
    ),
    Piece(
        "livre-recettes", "Cahier de table", "Table book", TABLE,
        "Soixante recettes de tous les jours, et des pages blanches pour les vôtres. En français et en anglais.",
        "Sixty everyday recipes, and blank pages for your own. In French and in English.",
        "", "", (("", 2500, 520, 65, 5, 5),), tax_category="reduced",
    ),
)  # fmt: skip

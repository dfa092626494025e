"""Three views of a thing: from the front, from near, in use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from comptoir.project.demo.drawn import bags, glass, knits, lights, linens, paper, scenes, shoes, stoneware, wood
from comptoir.project.demo.drawn.pen import number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet, counter

FAMILIES: dict[str, Any] = {
    "vessel": stoneware.vessel, "plate": stoneware.plate, "glass": glass.blown, "candlestick": lights.candlestick,
    "scented": lights.scented, "lamp": lights.lamp, "board": wood.board, "cutlery": wood.cutlery, "brush": wood.brush,
    "stool": wood.stool, "tray": wood.tray, "folded": linens.folded, "hung": linens.hung, "cushion": linens.cushion,
    "rolled": linens.rolled, "spool": linens.spool, "tote": bags.tote, "satchel": bags.satchel, "backpack": bags.backpack,
    "weekend": bags.weekend, "basket": bags.basket, "pouch": bags.pouch, "small": bags.small, "shoes": shoes.pair,
    "jumper": knits.jumper, "beanie": knits.beanie, "scarf": knits.scarf, "pair": knits.hung_pair, "poncho": knits.blanket_coat,
    "book": paper.book, "card": paper.card, "soap": paper.soap,
}  # fmt: skip
# Where a thing of a family is worth a near look (x, part of its height), how near, and its scene.
LOOKS: dict[str, tuple[tuple[float, float], float, str]] = {
    "vessel": ((168, 0.82), 2.1, "table"), "plate": ((128, 0.8), 2.4, "table"), "glass": ((184, 0.8), 2.2, "table"),
    "candlestick": ((200, 0.4), 2.2, "table"), "scented": ((186, 0.5), 2.2, "table"), "lamp": ((180, 0.66), 1.9, "table"),
    "board": ((196, 0.8), 2.2, "table"), "cutlery": ((176, 0.86), 2.3, "table"), "brush": ((200, 0.2), 2.3, "table"),
    "stool": ((170, 0.9), 2.3, "floor"), "tray": ((110, 0.6), 2.3, "table"), "folded": ((112, 0.62), 2.4, "bench"),
    "hung": ((190, 0.16), 2.2, "pegs"), "cushion": ((112, 0.84), 2.4, "bench"), "rolled": ((104, 0.5), 2.4, "floor"),
    "spool": ((190, 0.6), 2.2, "table"), "tote": ((140, 0.88), 2.1, "bench"), "satchel": ((136, 0.48), 2.2, "bench"),
    "backpack": ((160, 0.5), 2.1, "bench"), "weekend": ((122, 0.3), 2.3, "bench"), "basket": ((136, 0.8), 2.2, "bench"),
    "pouch": ((270, 0.8), 2.3, "table"), "small": ((170, 0.7), 2.4, "table"), "shoes": ((96, 0.4), 2.4, "floor"),
    "jumper": ((226, 0.92), 2.1, "pegs"), "beanie": ((160, 0.3), 2.3, "table"), "scarf": ((186, 0.16), 2.3, "pegs"),
    "pair": ((160, 0.66), 2.3, "pegs"), "poncho": ((190, 0.3), 2.1, "pegs"), "book": ((212, 0.66), 2.1, "table"),
    "card": ((200, 0.9), 2.1, "table"), "soap": ((170, 0.6), 2.4, "table"),
}  # fmt: skip
SIZES = {  # height and width where a family calls them otherwise, or takes what it has by default
    "vessel": (0, 0), "plate": (300, 300), "glass": (0, 0), "candlestick": (290, 130), "scented": (170, 180), "lamp": (340, 220),
    "board": (300, 180), "cutlery": (300, 260), "brush": (300, 80), "stool": (270, 190), "tray": (200, 300), "folded": (150, 290),
    "hung": (300, 170), "cushion": (270, 270), "rolled": (92, 300), "spool": (150, 120), "tote": (230, 250), "satchel": (190, 260),
    "backpack": (300, 220), "weekend": (170, 310), "basket": (190, 270), "pouch": (150, 250), "small": (140, 200), "shoes": (130, 340),
    "jumper": (300, 290), "beanie": (194, 210), "scarf": (310, 140), "pair": (290, 240), "poncho": (290, 280), "book": (290, 220),
    "card": (236, 260), "soap": (120, 190),
}  # fmt: skip


# What stands next to it on the table, where its height alone would choose badly.
COMPANIONS = {"beanie": "books", "pouch": "books", "small": "egg", "card": "pear", "book": "pear", "soap": "lemon", "cutlery": "lemon", "brush": "lemon"}
HANDLES = {"tote": 105, "basket": 95, "weekend": 100, "backpack": 24}  # what rises above the body


@dataclass(frozen=True)
class Picture:
    """What is drawn: a family, its parameters, and how many of its units one centimetre is. `place` is a scene of its
    own."""

    family: str
    colour: str
    unit: float
    seed: str
    more: dict[str, Any] = field(default_factory=dict)
    place: str = ""

    @property
    def size(self) -> tuple[float, float]:
        height, width = SIZES[self.family]
        if self.family == "plate":
            side = self.more.get("size", 300)
            return side * self.more.get("oval", 1.0), side
        if self.family == "cushion":
            side = self.more.get("size", 270)
            return side * self.more.get("ratio", 1.0), side
        more = HANDLES.get(self.family, 0)
        if self.family == "satchel":
            more = self.more.get("drop", 150) * 1.02 + (30 if self.more.get("handle") else 0)
        if self.family == "basket" and not self.more.get("handles", True):
            more = 0
        tall = more + self.more.get("length", self.more.get("height", height)) if self.family != "jumper" else height
        if self.family == "candlestick":
            tall = self.more.get("height", 110) + self.more.get("taper", 190)
        if self.family == "glass":
            tall += self.more.get("stem", 0)
        if self.family == "folded":
            tall = self.more.get("layers", 4) * (self.more.get("thick", 26) - 1.5) + 26
        if self.family == "rolled":
            tall = self.more.get("thick", 92)
        if self.family == "vessel":
            beside = {"tube": 150, "lip": 20}.get(self.more.get("spout", ""), 0)
            beside += 70 if self.more.get("handle") == "strap" else 0
            return tall * (1.5 if self.more.get("handle") == "high" else 1), self.more["width"] + beside
        if self.family == "lamp":
            return tall, self.more.get("shade_width", 220)
        return tall, self.more.get("width", width) if self.family != "jumper" else width

    @property
    def scene(self) -> str:
        return self.place or LOOKS[self.family][2]

    @property
    def known(self) -> str:
        """What stands next to it on a table."""
        return COMPANIONS.get(self.family) or scenes.beside(self.size[0] / self.unit)

    def draw(self, sheet: Sheet) -> None:
        FAMILIES[self.family](sheet, self.colour, **self.more)


def front(picture: Picture) -> str:
    sheet = Sheet(picture.seed)
    picture.draw(sheet)
    return sheet.svg(ground=counter())


def detail(picture: Picture) -> str:
    """Near enough to see what it is made of."""
    (x, rise), zoom, scene = LOOKS[picture.family]
    sheet = Sheet(picture.seed)
    picture.draw(sheet)
    height = picture.size[0] - HANDLES.get(picture.family, 0)
    if picture.family in ("satchel", "vessel"):
        height = picture.more.get("height", 190)
    y = 70 + height * rise if scene == "pegs" else FOOT - height * rise
    if picture.family == "jumper":
        y = 112
    return sheet.svg(transform=f"translate(200 250) scale({zoom}) translate({number(-x)} {number(-y)})", ground=counter())


def in_use(picture: Picture) -> str:
    height, width = picture.size
    scene = picture.scene
    sheet = Sheet(picture.seed)
    if scene == "table":
        scenes.table(sheet, picture.draw, picture.seed, unit=picture.unit, height=height, half=width / 2, known=picture.known)
    elif scene == "pegs":
        scenes.pegs(sheet, picture.draw, picture.seed, unit=picture.unit, height=height, half=width / 2, top=58 if picture.family in ("jumper", "poncho") else 72)
    else:
        scenes.bench(sheet, picture.draw, picture.seed, unit=picture.unit, height=height, half=width / 2, floor=scene == "floor", bare=picture.family == "stool")
    return sheet.svg()

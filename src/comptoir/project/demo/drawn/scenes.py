"""The things in use: on a table, on a bench, on the pegs by the door, at true scale beside something known."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

from comptoir.project.demo.drawn import props
from comptoir.project.demo.drawn.colour import mix, shade, tones
from comptoir.project.demo.drawn.linens import peg
from comptoir.project.demo.drawn.pen import number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.wood import veins

Draw = Callable[[Sheet], None]
WALLS = ("#e3dccb", "#d6dacb", "#e5d5c6", "#d2d8d8")
ROOM = 4.0  # units per centimetre of a room


def _wall(sheet: Sheet, seed: str) -> str:
    """A plastered wall and the light of one window on it."""
    wall = WALLS[crc32(seed.encode()) % len(WALLS)]
    sheet.path("M0 0H400V500H0Z", wall)
    sheet.path("M0 0H400V500H0Z", sheet.fade("room", shade(wall, -0.12), ((0.3, 0), (1, 0.6)), "slant"))
    light = shade(wall, 0.045)
    for x, y in ((36, 20), (112, 34), (36, 128), (112, 142)):
        sheet.path(f"M{x} {y}l66 13 22 92-66-13z", light, opacity=".8")
    sheet.path("M0 0H400V500H0Z", sheet.grain(shade(wall, -0.16)), opacity=".35")
    return wall


def _place(sheet: Sheet, draw: Draw, seed: str, x: float, y: float, scale: float, prefix: str, *, foot: float = FOOT) -> None:
    part = Sheet(seed)
    draw(part)
    part.inside(sheet, f"translate({number(x - 200 * scale)} {number(y - foot * scale)}) scale({scale:.3f})", prefix)


def beside(tall: float) -> str:
    """The known thing that stands best next to one of `tall` centimetres."""
    steps = ((6, "egg"), (12, "lemon"), (17, "pear"), (21, "loaf"))
    return next((name for limit, name in steps if tall < limit), "bottle")


def table(sheet: Sheet, draw: Draw, seed: str, *, unit: float, height: float, half: float, known: str = "") -> None:
    """On a table, next to a known thing. `unit` is the drawing's units per centimetre, `height` and `half` what it
    measures in units."""
    wall = _wall(sheet, seed)
    wood = tones(mix("#b98e62", wall, 0.18))
    sheet.path("M0 352H400V500H0Z", wood.base)
    veins(sheet, wood, -40, 356, 480, 144, upright=False)
    sheet.path("M0 352H400V500H0Z", sheet.fade("board", wood.high, ((0, 0.55), (0.6, 0)), "slant"))
    sheet.stroke("M0 352H400", wood.light, 2.5)
    tall = height / unit
    prop, prop_unit, prop_height, prop_half = props.PROPS[known or beside(tall)]
    room = min(262 / tall, 300 / (2 * half / unit), 305 / max(tall, prop_height / prop_unit), 344 / (2 * half / unit + 2 * prop_half / prop_unit))
    mine, other = room / unit, room / prop_unit
    width, breadth = 2 * half * mine, 2 * prop_half * other
    left = max(26.0, (400 - width - breadth - 8) / 2)
    _place(sheet, prop, seed, left + width + 8 + breadth / 2, 404, other, "p-")
    _place(sheet, draw, seed, left + width / 2, 432, mine, "t-")


def bench(
    sheet: Sheet, draw: Draw, seed: str, *, unit: float, height: float, half: float, floor: bool = False, bare: bool = False
) -> None:  # fmt: skip
    """On a bench of 44 cm in an entrance, or on the floor before it, or where there is none (`bare`); an umbrella
    leans on the wall."""
    _wall(sheet, seed)
    wood, boards = tones("#b3875a"), tones("#a98f72")
    sheet.path("M0 420H400V500H0Z", boards.base)
    veins(sheet, boards, -60, 424, 520, 76, upright=False)
    sheet.stroke("M0 420H400", boards.deep, 2, opacity=".5")
    sheet.path("M0 404H400V420H0Z", "#f1ece0", opacity=".75")
    zoom = min(1.4 if bare else 1.9, 250 / (2 * half / unit * ROOM)) if floor else min(1.5, 268 / (2 * half / unit * ROOM), 215 / (height / unit * ROOM))
    room = ROOM * zoom
    seat = 462 - 44 * room
    if not floor or bare:
        _place(sheet, props.umbrella, seed, 376 - 20 * zoom, 452, room / 4.4, "u-")
    if seat > 40 and not bare:
        end = 340.0
        sheet.shadow(end / 2 - 20, 464, end * 0.42)
        for x in (36, end - 52):
            leg = f"M{number(x)} {number(seat + 12)}h20l-3 {number(462 - seat - 12)}h-13z"
            sheet.path(leg, wood.dark)
            sheet.path(leg, sheet.fade("leg", wood.deep, ((0.3, 0), (1, 0.8))))
        rail = f"M52 {number(seat + 34)}H{number(end - 48)}v10H52z"
        sheet.path(rail, wood.deep)
        top = f"M-4 {number(seat)}H{number(end)}q4 0 4 5v9q0 4-4 4H-4z"
        sheet.path(top, wood.base)
        sheet.path(top, sheet.fade("seat", wood.deep, ((0, 0), (1, 0.8)), "down"))
        sheet.stroke(f"M-4 {number(seat + 1)}H{number(end)}", wood.high, 2.6)
    if floor:
        if seat > 40 and not bare:
            _place(sheet, props.books, seed, 110, seat + 2, room / 10.5, "b-")
        _place(sheet, draw, seed, 205, 474, room / unit, "t-")
    else:
        x = max(half * room / unit + 14, 160)
        _place(sheet, draw, seed, min(x, 196), seat + 4, room / unit, "t-")


def pegs(sheet: Sheet, draw: Draw, seed: str, *, unit: float, height: float, half: float, top: float) -> None:
    """On the peg rail by the door, next to a straw hat. `top` is where the drawing's own peg is."""
    wall = _wall(sheet, seed)
    wood = tones(mix("#b3875a", wall, 0.1))
    room = min(ROOM * 1.35, 228 / (2 * half / unit), 345 / (height / unit))
    rail = "M-4 66H404V96H-4Z"
    sheet.path(rail, "#33291c", opacity=".12", transform="translate(0 8)")
    sheet.path(rail, wood.base)
    veins(sheet, wood, -10, 66, 420, 30, upright=False)
    sheet.path(rail, sheet.fade("rail", wood.deep, ((0.3, 0), (1, 0.6)), "down"))
    sheet.stroke("M-4 67H404", wood.high, 2)
    sheet.path("M0 400H400V500H0Z", shade(wall, -0.03))
    sheet.stroke("M0 400H400", shade(wall, -0.12), 2)
    sheet.stroke("M0 402.4H400", shade(wall, 0.05), 1.6)
    x = 30 + half * room / unit
    _place(sheet, props.hat, seed, 334, 84, room / 7.9, "h-", foot=96)
    peg(sheet, 334, 82)
    _place(sheet, draw, seed, x, 82, room / unit, "t-", foot=top)

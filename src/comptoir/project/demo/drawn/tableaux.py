"""Wide pictures of the house's things together, at true scale: a laid table, a hallway, a market stall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.project.demo.drawn import props
from comptoir.project.demo.drawn.colour import mix, shade, tones
from comptoir.project.demo.drawn.linens import peg
from comptoir.project.demo.drawn.pen import number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.views import Picture
from comptoir.project.demo.drawn.wood import veins

LINEN, SAGE, CLAY, MIST = "#e3dccb", "#d6dacb", "#e5d5c6", "#d2d8d8"


@dataclass(frozen=True)
class Standing:
    """A thing and where it stands: centimetres from the left, and how far in front of the others (0 to 1). `hangs` is
    where its own peg is, for what hangs on a rail."""

    thing: Picture | str
    x: float
    front: float = 0.0
    hangs: float = 0.0


@dataclass(frozen=True)
class Room:
    """`scale` are units per centimetre."""

    width: int
    height: int
    scale: float
    wall: str
    seed: str


def table(room: Room, things: Sequence[Standing], *, edge: float = 0.68) -> str:
    """On a wooden table by a window; `edge` is how far down the table begins."""
    sheet = Sheet(room.seed)
    _wall(sheet, room)
    top = room.height * edge
    wood = tones(mix("#b98e62", room.wall, 0.18))
    board = f"M0 {number(top)}H{room.width}V{room.height}H0Z"
    sheet.path(board, wood.base)
    veins(sheet, wood, -40, top + 4, room.width + 80, room.height - top, upright=False)
    sheet.path(board, sheet.fade("board", wood.high, ((0, 0.5), (0.7, 0)), "slant"))
    sheet.stroke(f"M0 {number(top)}H{room.width}", wood.light, 3)
    depth = room.height - top
    _stand(sheet, room, things, top + depth * 0.26, depth * 0.5)
    return _svg(sheet, room)


def hallway(room: Room, hung: Sequence[Standing], below: Sequence[Standing], *, rail: float = 0.16) -> str:
    """A peg rail, and what stands on the floor below it."""
    sheet = Sheet(room.seed)
    _wall(sheet, room)
    floor = room.height * 0.82
    boards, wood = tones("#a98f72"), tones(mix("#b3875a", room.wall, 0.1))
    ground = f"M0 {number(floor)}H{room.width}V{room.height}H0Z"
    sheet.path(ground, boards.base)
    veins(sheet, boards, -60, floor + 4, room.width + 120, room.height - floor, upright=False)
    sheet.path(f"M0 {number(floor - 18)}H{room.width}V{number(floor)}H0Z", "#f1ece0", opacity=".75")
    sheet.stroke(f"M0 {number(floor)}H{room.width}", boards.deep, 2, opacity=".5")
    y = room.height * rail
    bar = f"M0 {number(y - 16)}H{room.width}V{number(y + 16)}H0Z"
    sheet.path(bar, "#33291c", opacity=".12", transform="translate(0 9)")
    sheet.path(bar, wood.base)
    veins(sheet, wood, -10, y - 16, room.width + 20, 32, upright=False)
    sheet.path(bar, sheet.fade("rail", wood.deep, ((0.3, 0), (1, 0.6)), "down"))
    sheet.stroke(f"M0 {number(y - 15)}H{room.width}", wood.high, 2)
    for number_of, one in enumerate(hung):
        _place(sheet, room, one, y, f"h{number_of}-", foot=one.hangs)
    depth = room.height - floor
    _stand(sheet, room, below, floor + depth * 0.32, depth * 0.4)
    return _svg(sheet, room)


def stall(room: Room, stacks: Sequence[Standing], *, stripe: str = "#34455f") -> str:
    """A trestle under a striped awning, as it stood at the market in 1954."""
    sheet = Sheet(room.seed)
    _wall(sheet, room, window=False)
    floor, top = room.height * 0.9, room.height * 0.62
    sheet.path(f"M0 {number(floor)}H{room.width}V{room.height}H0Z", mix(room.wall, "#7d6a53", 0.35))
    left, right = room.width * 0.08, room.width * 0.92
    poles = tones("#8a5f3f")
    for x in (left + 12, right - 12):
        sheet.stroke(f"M{number(x)} {number(room.height * 0.16)}V{number(floor + 10)}", poles.dark, 11)
        sheet.stroke(f"M{number(x - 2)} {number(room.height * 0.16)}V{number(floor + 10)}", poles.light, 3)
    _awning(sheet, room, left - 30, right + 30, stripe)
    cloth, fold = tones("#efe8d8"), (right - left) / 9
    drop = f"M{number(left)} {number(top)}H{number(right)}V{number(floor + 4)}H{number(left)}Z"
    sheet.shadow(room.width / 2, floor + 8, room.width * 0.42)
    sheet.path(drop, cloth.base)
    for step in range(1, 9):
        x = left + fold * step
        sheet.path(
            f"M{number(x - 14)} {number(top)}q10 {number((floor - top) / 2)} 0 {number(floor - top + 4)}h22q-12 "
            f"{number(-(floor - top) / 2)} 0 {number(top - floor - 4)}z",
            cloth.deep, opacity=".22",
        )  # fmt: skip
    sheet.path(drop, sheet.fade("drop", cloth.deep, ((0.2, 0), (1, 0.6)), "slant"))
    sheet.path(f"M{number(left)} {number(top)}H{number(right)}v12H{number(left)}Z", cloth.light)
    _stand(sheet, room, stacks, top + 6, 0)
    return _svg(sheet, room)


def _awning(sheet: Sheet, room: Room, left: float, right: float, stripe: str) -> None:
    high, low = room.height * 0.07, room.height * 0.25
    count = 14
    width = (right - left) / count
    inset = 0.05 * (right - left)
    dark, light = tones(stripe), tones("#efe8d8")
    for step in range(count):
        tone = dark if step % 2 else light
        x, after = left + step * width, left + (step + 1) * width
        share = lambda place: left + inset + (place - left) * (right - left - 2 * inset) / (right - left)  # noqa: E731
        sheet.path(
            f"M{number(share(x))} {number(high)}H{number(share(after))}L{number(after)} {number(low)}"
            f"q{number(-width / 2)} {number(width * 0.7)} {number(-width)} 0Z",
            tone.base,
        )  # fmt: skip
        sheet.path(
            f"M{number(x)} {number(low - 4)}h{number(width)}v4q{number(-width / 2)} {number(width * 0.7)} "
            f"{number(-width)} 0Z", tone.deep, opacity=".28",
        )  # fmt: skip
    whole = (
        f"M{number(left + inset)} {number(high)}H{number(right - inset)}L{number(right)} {number(low)}H{number(left)}Z"
    )
    sheet.path(whole, sheet.fade("awning", "#33291c", ((0.1, 0), (1, 0.28)), "down"))


def _stand(sheet: Sheet, room: Room, things: Sequence[Standing], back: float, depth: float) -> None:
    for place, one in enumerate(sorted(things, key=lambda each: each.front)):
        _place(sheet, room, one, back + depth * one.front, f"t{place}-")


def _place(sheet: Sheet, room: Room, one: Standing, y: float, prefix: str, *, foot: float = FOOT) -> None:
    part = Sheet(f"{room.seed}{prefix}")
    if isinstance(one.thing, str):
        draw, unit, _height, _half = props.PROPS.get(one.thing, (props.hat, 7.9, 0, 0))
        draw(part)
    else:
        unit = one.thing.unit
        one.thing.draw(part)
    size = room.scale / unit * (1 + 0.12 * one.front)
    x = one.x * room.scale
    part.inside(sheet, f"translate({number(x - 200 * size)} {number(y - foot * size)}) scale({size:.3f})", prefix)
    if foot != FOOT and isinstance(one.thing, str):
        peg(sheet, x, y - 2)


def _wall(sheet: Sheet, room: Room, *, window: bool = True) -> None:
    whole = f"M0 0H{room.width}V{room.height}H0Z"
    sheet.path(whole, room.wall)
    sheet.path(whole, sheet.fade("room", shade(room.wall, -0.12), ((0.3, 0), (1, 0.65)), "slant"))
    light = shade(room.wall, 0.045)
    wide, tall = room.width * 0.13, room.height * 0.27
    for column in (0, 1) if window else ():
        for row in (0, 1):
            x, y = (
                room.width * 0.07 + column * wide * 1.14,
                room.height * 0.03 + row * tall * 1.12 + column * tall * 0.14,
            )
            sheet.path(
                f"M{number(x)} {number(y)}l{number(wide)} {number(wide * 0.2)} {number(tall * 0.24)} {number(tall)} "
                f"{number(-wide)} {number(-wide * 0.2)}z", light, opacity=".8",
            )  # fmt: skip
    sheet.path(whole, sheet.grain(shade(room.wall, -0.16)), opacity=".35")


def _svg(sheet: Sheet, room: Room) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {room.width} {room.height}" width="{room.width}" '
        f'height="{room.height}"><defs>{"".join(sheet.defs.values())}</defs>{"".join(sheet.body)}</svg>'
    )

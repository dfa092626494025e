"""Cloth as it lies folded on the counter, hangs from a peg, is rolled up or stuffed."""

from __future__ import annotations

from math import cos, sin

from comptoir.project.demo.drawn.colour import Tones, tones
from comptoir.project.demo.drawn.fabric import cloth, design
from comptoir.project.demo.drawn.pen import Point, bow, curve, number, poly
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.turned import Turned

LABEL = "#f6f0e2"
BRASS = tones("#b4904f")


def folded(
    sheet: Sheet, colour: str, *, weave: str = "linen", width: float = 290, layers: int = 4, thick: float = 26, drawn: str = "",
    second: str = "", fringe: bool = False, band: str = "", front: float = 0.0, foot: float = FOOT, cx: float = 200,
    others: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """A stack of folds, their round edges in front. `front` lets the top fold hang down so far; `others` gives
    colours to the pieces from below; `band` ties a ribbon of that colour around."""
    t, hand = tones(colour), sheet.hand
    half, y = width / 2, foot
    sheet.shadow(cx, foot - 1, half * 0.98)
    shapes: list[tuple[str, Tones]] = []
    for i in range(layers):
        tone = tones(others[i]) if i < len(others) else t
        shrink = i * 1.5 + hand.off(2.5)
        h = thick + hand.off(1.5)
        left, right = cx - half + shrink, cx + half - shrink * 0.8 + hand.off(2)
        shapes.append((_fold(sheet, left, right, y, h), tone))
        _lay(sheet, shapes[-1][0], tone, weave, drawn, second, f"fold{i}", y, h, left, right)
        y -= h - 1.5
    _top(sheet, t, weave, drawn, second, cx - half + 6, cx + half - 4, y + 2, front)
    if fringe:
        _fringe(sheet, t, cx - half + 10, cx + half - 8, y + 4 + front)
    if band:
        _ribbon_around(sheet, band, cx + half * 0.3, y - 14, foot)


def _fold(sheet: Sheet, left: float, right: float, y: float, h: float) -> str:
    off = sheet.hand.off
    top = [(left + h * 0.5, y - h + off(0.6)), ((left + right) / 2, y - h + off(1.6)), (right - h * 0.5, y - h + off(1))]
    side = bow((right - h * 0.5, y - h), (right + h * 0.18, y - h), (right + h * 0.18, y), (right - h * 0.45, y), 5)[1:]
    under = [((left + right) / 2, y + 0.6), (left + h * 0.45, y)]
    back = bow((left + h * 0.45, y), (left - h * 0.18, y), (left - h * 0.18, y - h), (left + h * 0.5, y - h), 5)[1:-1]
    return curve([*top, *side, *under, *back], closed=True, tension=0.9)


def _lay(
    sheet: Sheet, d: str, t: Tones, weave: str, drawn: str, second: str, name: str, y: float, h: float, left: float, right: float
) -> None:
    cloth(sheet, d, t, weave, name=name, print_of=design(sheet, t, drawn, second), way="down", light=0.9, dim=1.0)
    sheet.path(d, sheet.fade(f"{name}-end", t.deep, ((0, 0.1), (0.1, 0), (0.75, 0), (1, 0.6))))
    middle = (left + right) / 2
    for share, dip in ((0.36, -1.5), (0.68, 1.2)):
        line = [(left + 4, y - h * share), (middle, y - h * share + dip), (right - 8, y - h * (share + 0.03))]
        sheet.stroke(curve(line), t.deep, 1.1, opacity=".38")
        sheet.stroke(curve([(x, z + 1.8) for x, z in line]), t.high, 1, opacity=".4")
    sheet.end()
    sheet.stroke(curve([(left + h * 0.3, y), (middle, y + 0.6), (right - h * 0.2, y)]), t.line, 1.5, opacity=".5")


def _top(
    sheet: Sheet, t: Tones, weave: str, drawn: str, second: str, left: float, right: float, y: float, front: float
) -> None:
    """What one sees of the uppermost fold from a little above, and what of it hangs over the front."""
    depth = 26.0
    shape: list[Point] = [
        (left + 4, y), (left + 22, y - depth * 0.7), (left + 46, y - depth), (right - 58, y - depth + 1), (right - 26, y - depth * 0.72),
        (right - 4, y + 1),
    ]  # fmt: skip
    if front:
        shape += [(right - 2, y + front), ((left + right) / 2, y + front + 2), (left + 3, y + front - 1)]
    else:
        shape += [((left + right) / 2, y + 4), (left + 20, y + 3)]
    d = curve(shape, closed=True, tension=0.55)
    cloth(sheet, d, t, weave, name="top", print_of=design(sheet, t, drawn, second), light=1.0, dim=0.5)
    if front:
        ledge = [(left, y + 3), ((left + right) / 2, y + 5), (right, y + 4)]
        sheet.stroke(curve(ledge), t.high, 4, opacity=".6")
        sheet.path(d, sheet.fade("apron", t.deep, ((0.2, 0), (1, 0.5)), "down"))
    sheet.stroke(curve([(left + 40, y - depth * 0.5), (left + 120, y - depth * 0.42)]), t.deep, 1.3, opacity=".3")
    sheet.stroke(curve([(right - 120, y - depth * 0.66), (right - 60, y - depth * 0.5)]), t.deep, 1.3, opacity=".3")
    sheet.end()


def _fringe(sheet: Sheet, t: Tones, left: float, right: float, y: float) -> None:
    lines, x = [], left
    while x < right:
        lean = sheet.hand.off(3)
        lines.append(f"M{number(x)} {number(y - 2)}q{number(lean)} 8 {number(lean * 0.6)} {number(15 + sheet.hand.off(2.5))}")
        x += 6.5
    sheet.stroke("".join(lines), t.dark, 2.6)
    sheet.stroke("".join(lines), t.light, 1.2)


def _ribbon_around(sheet: Sheet, colour: str, x: float, top: float, foot: float) -> None:
    t = tones(colour)
    d = curve([(x - 8, top - 9), (x - 10, top + 12), (x - 8, foot - 2)]) + curve([(x + 8, foot - 2), (x + 6, top + 12), (x + 9, top - 9)], start="L") + "Z"
    sheet.path(d, t.base)
    sheet.path(d, sheet.fade("tie", t.deep, ((0, 0), (1, 0.6))))
    for side in (-1, 1):
        loop = bow((x, top + 12), (x + side * 34, top - 12), (x + side * 40, top + 26), (x, top + 12), 6)
        sheet.path(curve(loop, closed=True), t.light if side < 0 else t.base)
        sheet.stroke(curve(loop, closed=True), t.deep, 1, opacity=".6")
        sheet.stroke(curve(bow((x, top + 12), (x + side * 6, top + 26), (x + side * 14, top + 34), (x + side * 17, top + 48), 5)), t.base, 5)
    sheet.path(sheet.hand.ellipse(x, top + 13, 7, 6), t.dark)


def hung(
    sheet: Sheet, colour: str, *, weave: str = "linen", width: float = 170, length: float = 300, drawn: str = "", second: str = "",
    border: str = "", top: float = 74, pocket: bool = False, apron: bool = False, fringe: bool = False, cx: float = 200,
) -> None:  # fmt: skip
    """A cloth on a brass peg, falling in folds that differ left and right."""
    t = tones(colour)
    foot, half = top + length, width / 2
    if apron:
        d = _apron(cx, top, half, foot)
    else:
        left = [(cx - 7, top + 3), (cx - half * 0.42, top + length * 0.12), (cx - half * 0.8, top + length * 0.38),
                (cx - half * 0.95, top + length * 0.7), (cx - half, foot - 6)]  # fmt: skip
        hem = [(cx - half * 0.55, foot + 5), (cx - half * 0.15, foot - 3), (cx + half * 0.3, foot + 7), (cx + half * 0.86, foot - 12)]
        right = [(cx + half * 0.84, top + length * 0.66), (cx + half * 0.66, top + length * 0.34), (cx + half * 0.34, top + length * 0.12),
                 (cx + 8, top + 3)]  # fmt: skip
        d = curve([*left, *hem, *right], closed=True, tension=0.8)
    sheet.on_wall(d)
    cloth(sheet, d, t, weave, name="hung", print_of=design(sheet, t, drawn, second), light=0.8, dim=0.7)
    if border:
        for rise in (26, 34):
            line = [(cx - half - 4, foot - rise), (cx - half * 0.5, foot - rise + 9), (cx, foot - rise), (cx + half * 0.4, foot - rise + 8),
                    (cx + half, foot - rise - 12)]  # fmt: skip
            sheet.stroke(curve(line), border, 5 if rise == 26 else 2.4, opacity=".9")
    if not apron:
        _falls(sheet, t, cx, top, half, length)
    else:
        sheet.stroke(f"M{number(cx - half)} {number(top + length * 0.4)}q{number(half)} 10 {number(width)} 0", t.deep, 1.2, opacity=".3")
        for x, bend in ((-0.62, -6), (-0.2, 3), (0.34, 5), (0.74, -4)):
            x0 = cx + half * x
            sheet.stroke(f"M{number(x0)} {number(foot + 4)}q{bend} -70 {number(-bend * 0.6)} {number(-length * 0.4)}", t.deep, 7, opacity=".16")
    sheet.end()
    if pocket:
        px, py, pw, ph = cx - half * 0.5, top + length * 0.5, half, length * 0.17
        pocket_d = f"M{number(px)} {number(py)}h{number(pw)}l-2 {number(ph)}q{number(-pw / 2 + 2)} 5 {number(-pw + 4)} 0z"
        sheet.path(pocket_d, t.base)
        sheet.path(pocket_d, sheet.fade("pocket", t.deep, ((0.2, 0.05), (1, 0.45)), "down"))
        sheet.stroke(f"M{number(px)} {number(py)}h{number(pw)}", t.high, 2)
        sheet.stroke(pocket_d, t.line, 1.1, stroke_dasharray="4 3", opacity=".7")
    if fringe:
        _fringe(sheet, t, cx - half + 4, cx + half * 0.85, foot - 2)
    if apron:
        neck = bow((cx - half * 0.4, top + 34), (cx - half * 0.34, top - 22), (cx + half * 0.34, top - 22), (cx + half * 0.4, top + 34), 7)
        roll_strap(sheet, t, neck)
        for side in (-1, 1):
            tie = bow((cx + side * half * 0.98, top + length * 0.42), (cx + side * half * 1.3, top + length * 0.5), (cx + side * half * 1.05, top + length * 0.7),
                      (cx + side * half * 1.22, top + length * 0.86), 6)  # fmt: skip
            roll_strap(sheet, t, tie)
    peg(sheet, cx, top - (8 if apron else 2))


def roll_strap(sheet: Sheet, t: Tones, line: list[Point], width: float = 7) -> None:
    sheet.stroke(curve([(x + 3, y + 4) for x, y in line]), "#33291c", width, opacity=".1")
    sheet.stroke(curve(line), t.dark, width)
    sheet.stroke(curve([(x - 0.8, y - 0.8) for x, y in line]), t.base, width - 2)


def _apron(cx: float, top: float, half: float, foot: float) -> str:
    length = foot - top
    return (
        f"M{number(cx - half * 0.42)} {number(top + 30)}q{number(half * 0.42)} 5 {number(half * 0.84)} 0"
        f"q{number(half * 0.04)} {number(length * 0.24)} {number(half * 0.58)} {number(length * 0.3)}"
        f"L{number(cx + half * 1.02)} {number(foot - 4)}q{number(-half * 0.5)} 9 {number(-half)} 2t{number(-half * 1.02)} -1"
        f"L{number(cx - half)} {number(top + 30 + length * 0.3)}q{number(half * 0.54)} {number(-length * 0.06)} {number(half * 0.58)} {number(-length * 0.3)}Z"
    )


def _falls(sheet: Sheet, t: Tones, cx: float, top: float, half: float, length: float) -> None:
    """Folds that start together under the peg and open downwards: a lit back, a shaded valley."""
    for end, width, dark in ((-0.78, 9, 0.16), (-0.34, 15, 0.3), (0.04, 10, 0.2), (0.42, 17, 0.34), (0.74, 9, 0.2)):
        x = cx + half * end
        line = [(cx + end * 6, top + 6), (cx + half * end * 0.5, top + length * 0.26), (x, top + length * 0.66), (x + sheet.hand.off(3), top + length + 12)]
        wedge = curve(line) + curve([(p + width * (i / 3), q) for i, (p, q) in enumerate(line)][::-1], start="L") + "Z"
        sheet.path(wedge, t.deep, opacity=number(dark) if dark >= 1 else f"{dark * 1.5:.2f}")
        sheet.stroke(curve([(p - 2.2, q) for p, q in line[1:]]), t.high, 2.4, opacity=".45")


def peg(sheet: Sheet, x: float, y: float) -> None:
    """A brass peg in the wall."""
    sheet.path(sheet.hand.ellipse(x + 5, y + 6, 8.5, 8), "#33291c", opacity=".16")
    sheet.path(sheet.hand.ellipse(x, y, 8, 8, 0.2), BRASS.dark)
    sheet.path(sheet.hand.ellipse(x - 0.8, y - 0.8, 7, 7, 0.2), BRASS.base)
    sheet.path(sheet.hand.ellipse(x - 2.4, y - 2.6, 2.8, 2.4, 0.1), BRASS.high)


def cushion(
    sheet: Sheet, colour: str, *, weave: str = "linen", size: float = 270, ratio: float = 1.0, drawn: str = "", second: str = "",
    piping: str = "", round_: bool = False, foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """A full cushion that leans on the wall, its corners drawn in by the filling."""
    t, off = tones(colour), sheet.hand.off
    w, h = size / 2, size * ratio / 2
    cy = foot - h * 0.97
    if round_:
        cy, h = cy + h * 0.1, h * 0.9
        d = sheet.hand.ellipse(cx, cy, w, h, 1.7, 14)
    else:
        d = curve(
            [(cx - w, cy - h + off(2)), (cx - w * 0.5, cy - h * 0.9), (cx, cy - h * 0.875 + off(1)), (cx + w * 0.5, cy - h * 0.9),
             (cx + w, cy - h * 1.01), (cx + w * 0.9, cy - h * 0.4), (cx + w * 0.88, cy + off(1)), (cx + w * 0.91, cy + h * 0.5),
             (cx + w * 0.99, cy + h * 0.97), (cx + w * 0.45, cy + h * 0.93), (cx - 4, cy + h * 0.94), (cx - w * 0.5, cy + h * 0.92),
             (cx - w * 1.01, cy + h * 0.96), (cx - w * 0.9, cy + h * 0.45), (cx - w * 0.885, cy + off(1)), (cx - w * 0.91, cy - h * 0.45)],
            closed=True, tension=0.85,
        )  # fmt: skip
    sheet.shadow(cx, foot, w * 0.94)
    sheet.on_wall(d, 9, 8)
    cloth(sheet, d, t, weave, name="cushion", print_of=design(sheet, t, drawn, second), light=0.75, dim=0.85)
    sheet.define(
        "puff",
        f'<radialGradient id="puff" cx=".38" cy=".34" r=".75"><stop offset="0" stop-color="{t.high}" stop-opacity=".65"/>'
        f'<stop offset=".5" stop-color="{t.base}" stop-opacity="0"/><stop offset="1" stop-color="{t.deep}" stop-opacity=".6"/></radialGradient>',
    )
    sheet.path(d, "url(#puff)")
    sheet.path(d, sheet.grain(t.deep), opacity=".35")
    if not round_:
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            x, y = cx + sx * w * 0.93, cy + sy * h * 0.92
            for dx, dy in ((0.3, 0.12), (0.16, 0.3)):
                line = bow((x, y), (x - sx * w * dx * 0.4, y - sy * h * dy * 0.2), (x - sx * w * dx * 0.8, y - sy * h * dy * 0.7), (x - sx * w * dx, y - sy * h * dy), 4)
                sheet.stroke(curve(line), t.deep, 3.4, opacity=".3")
    else:
        for i in range(14):
            a, b = cos(i * 0.4488 + off(0.05)), sin(i * 0.4488 + off(0.05))
            reach = 0.9 if i % 2 else 0.62
            pleat = f"M{number(cx + a * 10)} {number(cy + b * 9)}q{number(a * w * 0.3 + b * 5)} {number(b * h * 0.3 - a * 5)} {number(a * w * reach)} {number(b * h * reach)}"
            sheet.stroke(pleat, t.deep, 3.4, opacity=".3")
            sheet.stroke(pleat, t.high, 1.6, opacity=".4", transform="translate(-2.4 -2)")
        sheet.path(sheet.hand.ellipse(cx, cy, 10, 9), t.dark)
        sheet.path(sheet.hand.ellipse(cx - 1.6, cy - 2, 6.4, 5.4), t.light)
    sheet.end()
    if piping:
        sheet.stroke(d, piping, 4)
    else:
        sheet.stroke(d, t.line, 1.3, opacity=".4")


def rolled(
    sheet: Sheet, colour: str, *, weave: str = "linen", width: float = 300, thick: float = 92, drawn: str = "stripes", second: str = "",
    fringe: bool = True, foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """A rug rolled up on the counter, one end towards us, and its flap with the fringe."""
    t = tones(colour)
    left, right, r = cx - width / 2, cx + width / 2, thick / 2
    cy = foot - r
    sheet.shadow(cx, foot, width * 0.5)
    d = (
        f"M{number(left + r * 0.5)} {number(cy - r)}L{number(right - r * 0.3)} {number(cy - r * 0.97)}"
        f"C{number(right + r * 0.3)} {number(cy - r)} {number(right + r * 0.3)} {number(cy + r)} {number(right - r * 0.3)} {number(cy + r)}L{number(left + r * 0.5)} {number(foot)}Z"
    )
    cloth(sheet, d, t, weave, name="roll", print_of=design(sheet, t, {"stripes": "columns"}.get(drawn, drawn), second), way="down", light=1.0, dim=1.15)
    sheet.path(d, sheet.grain(t.deep), opacity=".3")
    sheet.end()
    end = sheet.hand.ellipse(left + r * 0.52, cy, r * 0.56, r, 0.5)
    sheet.path(end, t.dark)
    for i, share in enumerate((0.86, 0.66, 0.46, 0.27)):
        sheet.stroke(sheet.hand.ellipse(left + r * (0.52 + 0.02 * i), cy + i * 0.8, r * 0.56 * share, r * share, 0.5), t.light if i % 2 else t.high, 4.2)
        sheet.stroke(sheet.hand.ellipse(left + r * (0.52 + 0.02 * i), cy + i * 0.8 + 2.4, r * 0.56 * share, r * share, 0.5), t.line, 1.3, opacity=".6")
    flap = f"M{number(left + r * 0.7)} {number(foot - 7)}L{number(right - r * 0.4)} {number(foot - 6)}L{number(right - r * 0.1)} {number(foot + 8)}L{number(left + r * 0.9)} {number(foot + 7)}Z"
    cloth(sheet, flap, t, weave, name="flap", light=0.5, dim=0.4)
    sheet.end()
    sheet.stroke(f"M{number(left + r * 0.6)} {number(foot - 7)}L{number(right - r * 0.4)} {number(foot - 7)}", t.line, 2, opacity=".5")
    if fringe:
        _fringe(sheet, t, left + r * 0.9, right - r * 0.1, foot + 7)
    for share in (0.36, 0.7):
        x = left + width * share
        sheet.stroke(curve(bow((x, cy - r), (x + r * 0.2, cy - r * 0.6), (x + r * 0.2, cy + r * 0.6), (x - 1, foot - 4), 5)), "#8f6b45", 4)


def spool(sheet: Sheet, colour: str, *, width: float = 120, height: float = 150, foot: float = FOOT, cx: float = 200) -> None:
    """Twine or yarn on a bobbin."""
    wood, t = tones("#c29a68"), tones(colour)
    form = Turned(sheet, [(0, width * 0.46), (12, width * 0.46), (13, width * 0.4), (height - 13, width * 0.38), (height - 12, width * 0.44), (height, width * 0.44)], cx=cx, foot=foot)
    sheet.shadow(cx, foot, width * 0.46)
    form.body(t, shine=0)
    sheet.within("url(#form-cut)")
    form.ribbon(0, 12, wood)
    step = 17.0
    while step < height - 14:
        line = form.arc(step)
        sheet.stroke(poly(line, closed=False), t.deep, 1, opacity=".5")
        step += 4.2
    sheet.end()
    top = form.base - height
    sheet.path(sheet.hand.ellipse(cx, top + 4, width * 0.45, 9), wood.dark)
    sheet.path(sheet.hand.ellipse(cx, top, width * 0.45, 9), wood.light)
    sheet.path(sheet.hand.ellipse(cx, top, 9, 3), wood.line)

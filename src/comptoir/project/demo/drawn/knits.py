"""Knitwear on its hanger or peg: stocking stitch, ribs where it ends."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import Tones, tones
from comptoir.project.demo.drawn.fabric import WEAVES, cloth, design, knit, rib
from comptoir.project.demo.drawn.linens import _fringe, peg
from comptoir.project.demo.drawn.pen import bow, curve, number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet


def _hanger(sheet: Sheet, top: float) -> None:
    wood = tones("#b98b58")
    sheet.stroke(curve(bow((200, top + 26), (201, top + 10), (182, top + 10), (186, top - 5), 5)), "#8d8a82", 3)
    sheet.stroke(curve(bow((186, top - 5), (190, top - 22), (214, top - 16), (207, top + 2), 5)), "#8d8a82", 3)
    bar = bow((128, top + 52), (166, top + 26), (236, top + 26), (272, top + 51), 7)
    sheet.stroke(curve(bar), wood.deep, 13)
    sheet.stroke(curve([(x - 0.6, y - 1.6) for x, y in bar]), wood.light, 9)
    peg(sheet, 199, top - 9)


def jumper(
    sheet: Sheet, colour: str, *, neck: str = "crew", sleeves: bool = True, opening: str = "", stitch: str = "knit", stripes: str = "",
    pockets: bool = False, width: float = 1.0, length: float = 270, band: str = "",
) -> None:  # fmt: skip
    """`neck` is crew, high or v; `opening` buttons (a cardigan) or shoulder; `stripes` is the colour of breton
    stripes, `band` that of a yoke."""
    t = tones(colour)
    top = 66.0
    w = 92 * width
    y, hem = top + 32, top + 32 + length
    _hanger(sheet, top)
    neck_w = 36.0 if neck != "high" else 32.0
    if sleeves:
        for side in (-1, 1):
            _sleeve(sheet, t, stitch, side, y, w, length, stripes)
    off = sheet.hand.off
    d = (
        f"M{number(200 - neck_w)} {number(y - 4)}Q{number(200 - w * 0.72)} {number(y + 6)} {number(200 - w * 0.93)} {number(y + 26)}Q{number(200 - w * 0.78)} {number(y + 70)} {number(200 - w * 0.95)} {number(y + 110)}"
        f"Q{number(200 - w + off(2))} {number(y + length * 0.7)} {number(200 - w * 0.97)} {number(hem)}Q200 {number(hem + 7)} {number(200 + w * 0.98)} {number(hem - 2)}"
        f"Q{number(200 + w * 1.01)} {number(y + length * 0.7)} {number(200 + w * 0.95)} {number(y + 110)}Q{number(200 + w * 0.79)} {number(y + 70)} {number(200 + w * 0.93)} {number(y + 26)}Q{number(200 + w * 0.72)} {number(y + 6)} {number(200 + neck_w)} {number(y - 4)}Q200 {number(y + 30)} {number(200 - neck_w)} {number(y - 4)}Z"
    )
    sheet.on_wall(d, 9, 9)
    sheet.path(f"M{number(200 - neck_w)} {number(y - 4)}q{number(neck_w)}-14 {number(2 * neck_w)} 0q{number(-neck_w)} 40 {number(-2 * neck_w)} 0z", t.deep)
    cloth(sheet, d, t, stitch, name="body", print_of=design(sheet, t, "stripes", stripes) if stripes else "", light=0.8, dim=0.8)
    if band:
        yoke = f"M60 {number(y - 20)}H340V{number(y + 58)}Q200 {number(y + 88)} 60 {number(y + 58)}Z"
        b = tones(band)
        sheet.path(yoke, b.base)
        sheet.path(yoke, knit(sheet, b))
        sheet.path(yoke, sheet.fade("yoke", b.deep, ((0.4, 0), (0.9, 0.6))))
        zig = "".join(f"M{60 + i * 14} {number(y + 68 + (0.009 * (140 - abs(i * 14 - 140)) ** 1.55))}l7 7 7-7" for i in range(20))
        sheet.stroke(zig, b.base, 4)
    waist = f"M0 {number(hem - 25)}Q200 {number(hem - 18)} 400 {number(hem - 26)}V500H0Z"
    sheet.path(waist, t.base)
    sheet.path(waist, rib(sheet, t))
    sheet.path(waist, sheet.fade("hem", t.deep, ((0.3, 0.1), (0.85, 0.6))))
    for x, bend in ((-0.55, -12), (-0.12, 5), (0.42, 10)):
        sheet.stroke(f"M{number(200 + w * x)} {number(hem - 30)}q{bend} -60 {number(bend * 0.4)} -120", t.deep, 10, opacity=".12")
    for side in (-1, 1):
        sheet.stroke(f"M{number(200 + side * w * 0.93)} {number(y + 26)}Q{number(200 + side * w * 0.72)} {number(y + 72)} {number(200 + side * w * 0.95)} {number(y + 112)}", t.line, 3, opacity=".25")
    sheet.end()
    _neck(sheet, t, neck, y, neck_w)
    if opening == "buttons":
        _buttons(sheet, t, y, hem)
    if opening == "shoulder":
        for i in range(3):
            _button(sheet, 200 - neck_w - 12 - i * 15, y + 3 + i * 4.5)
    if pockets:
        for side in (-1, 1):
            x = 200 + side * w * 0.5 - 26
            p = f"M{number(x)} {number(hem - 96)}h52l-1 58q-25 4-50 0z"
            sheet.path(p, t.deep, opacity=".3", transform="translate(2 3)")
            cloth(sheet, p, t, stitch, name=f"p{side + 1}", light=0.5, dim=0.5)
            sheet.end()
            sheet.stroke(f"M{number(x)} {number(hem - 96)}h52", t.dark, 7)
            sheet.stroke(f"M{number(x)} {number(hem - 96)}h52", t.light, 5, stroke_dasharray="3 3", stroke_linecap="butt")
            sheet.stroke(p, t.line, 1.2, opacity=".4")


def _sleeve(sheet: Sheet, t: Tones, stitch: str, side: int, y: float, w: float, length: float, stripes: str) -> None:
    out = w * 0.93
    tip_y = y + length * 0.92 + (4 if side > 0 else 0)
    a, b = 200 + side * out, 200 + side * (out + 52)
    inner = 200 + side * (out + 9)
    d = (
        f"M{number(200 + side * w * 0.6)} {number(y + 8)}Q{number(a)} {number(y + 14)} {number(a + side * 14)} {number(y + 50)}Q{number(b - side * 12)} {number(y + 130)} {number(b)} {number(tip_y)}"
        f"q{number(-side * 20)} 7 {number(-side * 38)} 1Q{number(inner)} {number(y + 190)} {number(200 + side * w * 0.82)} {number(y + 112)}Z"
    )
    sheet.on_wall(d, 9, 9)
    name = "sleeve-l" if side < 0 else "sleeve-r"
    cloth(sheet, d, t, stitch, name=name, print_of=design(sheet, t, "stripes", stripes) if stripes else "", light=0.9 if side < 0 else 0.3, dim=0.6 if side < 0 else 1.0)
    if side > 0:
        sheet.path(d, t.deep, opacity=".16")
    cuff = f"M{number(200 + side * 60)} {number(tip_y - 30)}L{number(200 + side * 190)} {number(tip_y - 34)}V{number(tip_y + 20)}H{number(200 + side * 60)}Z"
    sheet.path(cuff, t.base if side < 0 else t.dark)
    sheet.path(cuff, rib(sheet, t, 7, side * -6))
    for share in (0.4, 0.55):
        sheet.stroke(f"M{number(a + side * 4)} {number(y + length * share)}q{number(side * 16)} 8 {number(side * 30)} 2", t.deep, 6, opacity=".18")
    sheet.end()


def _neck(sheet: Sheet, t: Tones, neck: str, y: float, half: float) -> None:
    if neck == "high":
        d = f"M{number(200 - half - 4)} {number(y + 3)}Q{number(200 - half - 2)} {number(y - 26)} {number(200 - half + 2)} {number(y - 36)}q{number(half - 2)} 9 {number(2 * half - 4)} 0Q{number(200 + half + 2)} {number(y - 24)} {number(200 + half + 4)} {number(y + 3)}Q200 {number(y + 30)} {number(200 - half - 4)} {number(y + 3)}Z"
        cloth(sheet, d, t, "rib", name="collar", light=0.8, dim=0.9)
        sheet.end()
        sheet.stroke(f"M{number(200 - half - 4)} {number(y + 3)}Q200 {number(y + 30)} {number(200 + half + 4)} {number(y + 3)}", t.line, 1.6, opacity=".4")
        return
    dip = 24 if neck == "crew" else 92
    line = f"M{number(200 - half)} {number(y - 5)}" + (f"Q200 {number(y + dip + 10)} {number(200 + half)} {number(y - 5)}" if neck == "crew" else f"L200 {number(y + dip)}L{number(200 + half)} {number(y - 5)}")
    if neck == "v":
        sheet.path(line + "Z", t.deep)
        sheet.path(f"M{number(200 - half + 4)} {number(y - 4)}q{number(half - 4)} 16 {number(2 * half - 8)} 0l-6-8H{number(200 - half + 10)}z", t.dark)
    sheet.stroke(line, t.deep, 15)
    sheet.stroke(line, t.base, 12.5)
    sheet.stroke(line, t.dark, 12.5, stroke_dasharray="2.4 3.6", stroke_linecap="butt", opacity=".8")


def _buttons(sheet: Sheet, t: Tones, y: float, hem: float) -> None:
    start = y + 84
    sheet.stroke(f"M200 {number(start)}V{number(hem - 2)}", t.deep, 19)
    sheet.stroke(f"M199 {number(start)}V{number(hem - 2)}", t.base, 16)
    sheet.stroke(f"M199 {number(start)}V{number(hem - 2)}", t.dark, 16, stroke_dasharray="2.4 3.6", stroke_linecap="butt", opacity=".7")
    for i in range(5):
        _button(sheet, 199, start + 12 + i * (hem - start - 32) / 4)


def _button(sheet: Sheet, x: float, y: float) -> None:
    sheet.path(sheet.hand.ellipse(x + 1, y + 1.6, 6, 6), "#33291c", opacity=".35")
    sheet.path(sheet.hand.ellipse(x, y, 5.8, 5.8), "#5d4430")
    sheet.path(sheet.hand.ellipse(x - 1, y - 1.2, 3.4, 3), "#8a6848")
    sheet.path(f"M{number(x - 2)} {number(y - 1)}h1.4v1.4h-1.4zM{number(x + 1)} {number(y)}h1.4v1.4h-1.4z", "#33241a")


def beanie(sheet: Sheet, colour: str, *, width: float = 210, fold: float = 62, stitch: str = "rib", bobble: str = "", foot: float = FOOT, cx: float = 200) -> None:
    t, w = tones(colour), width / 2
    height = width * 0.92
    top = foot - height
    sheet.shadow(cx, foot, w * 0.96)
    d = f"M{number(cx - w * 0.94)} {number(foot - fold + 14)}C{number(cx - w * 0.98)} {number(top + 40)} {number(cx - w * 0.6)} {number(top)} {number(cx + 2)} {number(top)}S{number(cx + w * 0.97)} {number(top + 44)} {number(cx + w * 0.94)} {number(foot - fold + 14)}Z"
    cloth(sheet, d, t, "knit", name="cap", light=0.9, dim=0.9)
    if stitch == "rib":
        for i in range(-5, 6):
            x0 = cx + i * w * 0.175
            sheet.stroke(f"M{number(x0)} {number(foot - fold + 10)}Q{number(cx + i * w * 0.16)} {number(top + 60)} {number(cx + i * 3)} {number(top + 4)}", t.deep, 5.5, opacity=".4")
            sheet.stroke(f"M{number(x0 + 6)} {number(foot - fold + 10)}Q{number(cx + i * w * 0.16 + 6)} {number(top + 60)} {number(cx + i * 3 + 2)} {number(top + 4)}", t.high, 3, opacity=".4")
    sheet.path(d, sheet.fade("round", t.deep, ((0.45, 0), (1, 0.75))))
    sheet.end()
    y = foot - fold
    f = curve([(cx - w, y + 6), (cx - w * 0.5, y + 1), (cx, y), (cx + w * 0.5, y + 1), (cx + w, y + 5), (cx + w * 1.01, foot - 16), (cx + w * 0.95, foot - 2), (cx, foot + 5), (cx - w * 0.95, foot - 2), (cx - w * 1.01, foot - 16)], closed=True, tension=0.7)
    sheet.path(f, t.line, opacity=".3", transform="translate(0 -4)")
    cloth(sheet, f, t, "rib", name="fold", light=0.9, dim=0.9)
    sheet.path(f, sheet.fade("turn", t.deep, ((0.5, 0), (1, 0.55)), "down"))
    sheet.end()
    if bobble:
        b = tones(bobble)
        sheet.path(sheet.hand.ellipse(cx + 2, top - 14, 30, 29, 2.2, 16), b.base)
        sheet.path(sheet.hand.ellipse(cx - 5, top - 21, 18, 16, 1.4), b.light)
        sheet.path(sheet.hand.ellipse(cx + 2, top - 14, 30, 29, 2.2, 16), sheet.grain(b.line))


def scarf(sheet: Sheet, colour: str, *, weave: str = "wool", drawn: str = "", second: str = "", width: float = 62, length: float = 310, fringe: bool = True) -> None:
    """Hung over a peg, one end longer than the other."""
    t, top = tones(colour), 78.0
    for x0, x1, end, name in ((206, 238, top + length * 0.86, "far"), (194, 168, top + length, "near")):
        d = f"M{number(x0 - 15)} {number(top)}C{number(x0 - 20)} {number(top + 60)} {number(x1 - width / 2)} {number(top + 110)} {number(x1 - width / 2)} {number(end)}q{number(width / 2)} 6 {number(width)} -2C{number(x1 + width / 2 + 2)} {number(top + 140)} {number(x0 + 22)} {number(top + 60)} {number(x0 + 15)} {number(top)}Q{number(x0)} {number(top - 14)} {number(x0 - 15)} {number(top)}Z"
        sheet.on_wall(d, 8, 8)
        if fringe:
            _fringe(sheet, t, x1 - width / 2 + 3, x1 + width / 2 - 1, end + 3)
        cloth(sheet, d, t, weave, name=name, print_of=design(sheet, t, drawn, second), light=0.8, dim=0.9)
        if name == "far":
            sheet.path(d, t.deep, opacity=".22")
        for share in (-0.22, 0.16):
            line = [(x0 + share * 16, top + 6), (x0 * 0.4 + x1 * 0.6 + share * width * 0.7, top + 96), (x1 + share * width, top + 170), (x1 + share * width * 1.1, end)]
            sheet.stroke(curve(line), t.deep, 8, opacity=".22")
            sheet.stroke(curve([(x - 5, y) for x, y in line]), t.high, 3, opacity=".4")
        sheet.end()
    peg(sheet, 200, top - 8)


SOCK = "M-30-4q30 7 58 0C30 60 26 112 30 150C36 178 58 196 84 214C104 228 102 254 80 258C40 262 6 240-16 214C-34 190-32 160-30 130C-28 90-32 40-30-4Z"
MITTEN = "M-42 210q42 9 82 0L44 128C60 122 82 104 88 82C90 68 76 60 66 70C58 80 52 88 44 88C46 50 30 4 0 2C-34 4-48 56-46 128Z"


def hung_pair(sheet: Sheet, colour: str, *, kind: str = "socks", heel: str = "", stripes: str = "", scale: float = 1.0) -> None:
    """Socks or mittens, two on one peg."""
    t = tones(colour)
    shape = SOCK if kind == "socks" else MITTEN
    for x, turn, name in ((236, -7, "far"), (160, 5, "near")):
        sheet.group(f"translate({x} 112) rotate({turn}) scale({scale:.2f})")
        sheet.on_wall(shape, 8, 8)
        cloth(sheet, shape, t, "knit", name=name, print_of=design(sheet, t, "stripes", stripes) if stripes else "", light=0.9, dim=0.85)
        cuff = "M-60-20H60V34H-60Z" if kind == "socks" else "M-60 158H60V240H-60Z"
        sheet.path(cuff, t.base)
        sheet.path(cuff, rib(sheet, t))
        if kind == "socks":
            h = tones(heel or colour)
            for patch in ("M-50 140Q-4 176-30 226L-60 200Z", "M70 200Q50 230 76 270H120V200Z"):
                sheet.path(patch, h.base if heel else h.dark)
                sheet.path(patch, knit(sheet, h), opacity=".8")
        if name == "far":
            sheet.path(shape, t.deep, opacity=".2")
        sheet.end()
        sheet.stroke(shape, t.line, 1.4, opacity=".4")
        loop_y = -4 if kind == "socks" else 4
        sheet.stroke(f"M0 {loop_y}q{4 if x < 200 else -10}-20 {30 if x < 200 else -26}-26", t.deep, 3.4)
        sheet.end()
    peg(sheet, 198, 86)


def blanket_coat(sheet: Sheet, colour: str, *, weave: str = "wool") -> None:
    """A poncho: one square of cloth with a slit, on a hanger."""
    t, top = tones(colour), 66.0
    _hanger(sheet, top)
    y = top + 30
    d = f"M168 {number(y - 2)}Q120 {number(y + 16)} 74 {number(y + 120)}Q62 {number(y + 200)} 70 {number(y + 268)}Q134 {number(y + 286)} 200 {number(y + 276)}T332 {number(y + 264)}Q340 {number(y + 190)} 326 {number(y + 116)}Q282 {number(y + 14)} 232 {number(y - 2)}Q200 {number(y + 36)} 168 {number(y - 2)}Z"
    sheet.on_wall(d, 9, 9)
    _fringe(sheet, t, 76, 328, y + 272)
    cloth(sheet, d, t, weave, name="coat", light=0.8, dim=0.8)
    for x, b in ((-70, -20), (-20, -4), (44, 12), (92, 24)):
        sheet.stroke(f"M{200 + x * 0.4:.0f} {number(y + 60)}q{b} 90 {number(x * 0.6)} 210", t.deep, 11, opacity=".2")
    sheet.path(d, WEAVES[weave](sheet, t), opacity=".3")
    sheet.end()
    sheet.stroke(f"M168 {number(y - 2)}Q200 {number(y + 36)} 232 {number(y - 2)}", t.dark, 7)

"""Bags and small leather: they stand by themselves, their handles do not."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import Tones, tones
from comptoir.project.demo.drawn.fabric import cloth, design
from comptoir.project.demo.drawn.linens import BRASS
from comptoir.project.demo.drawn.pen import Point, bow, curve, number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet


def strap(sheet: Sheet, t: Tones, line: list[Point], width: float = 13, *, stitched: bool = True, behind: bool = False) -> None:
    sheet.stroke(curve([(x + 5, y + 5) for x, y in line]), "#33291c", width, opacity=".1")
    sheet.stroke(curve(line), t.line if behind else t.deep, width)
    sheet.stroke(curve([(x - 0.8, y - 1) for x, y in line]), t.dark if behind else t.base, width - 2.4)
    if not behind:
        sheet.stroke(curve([(x - width * 0.2, y - width * 0.2) for x, y in line[: len(line) // 2 + 1]]), t.light, width * 0.28, opacity=".9")
    if stitched and not behind:
        sheet.stroke(curve(line), t.high, 1.1, stroke_dasharray="5 4", opacity=".75")


def seam(sheet: Sheet, t: Tones, d: str) -> None:
    sheet.stroke(d, t.line, 1.6, opacity=".35", transform="translate(.8 1)")
    sheet.stroke(d, t.high, 1.5, stroke_dasharray="6 4.4", opacity=".85")


def rivet(sheet: Sheet, x: float, y: float, r: float = 4) -> None:
    sheet.path(sheet.hand.ellipse(x + 0.8, y + 1.2, r, r, 0.1), "#33291c", opacity=".35")
    sheet.path(sheet.hand.ellipse(x, y, r, r, 0.1), BRASS.base)
    sheet.path(sheet.hand.ellipse(x - r * 0.3, y - r * 0.3, r * 0.4, r * 0.4, 0.1), BRASS.high)


def tote(
    sheet: Sheet, colour: str, *, weave: str = "canvas", width: float = 250, height: float = 230, drop: float = 110, trim: str = "#9c6537",
    base: str = "", pocket: bool = False, drawn: str = "", second: str = "", foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """`drop` is how high the handles rise; `base` is the colour of a reinforced bottom."""
    t, h, off = tones(colour), tones(trim), sheet.hand.off
    w, top = width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.96)
    back = bow((cx - w * 0.46, top + 14), (cx - w * 0.42, top - drop * 1.2), (cx + w * 0.5, top - drop * 1.2), (cx + w * 0.52, top + 14), 8)
    strap(sheet, h, [(x + 9, y - 5) for x, y in back], behind=True)
    opening = curve([(cx - w, top + 2), (cx - w * 0.4, top - 9), (cx + w * 0.5, top - 8), (cx + w * 0.99, top + 3), (cx, top + 12)], closed=True, tension=0.7)
    sheet.path(opening, t.deep)
    d = curve(
        [(cx - w, top + 2), (cx - w * 0.4, top + 7), (cx + w * 0.3, top + 4), (cx + w, top + 3), (cx + w * 0.97 + off(1.5), top + height * 0.5),
         (cx + w * 0.94, foot - 12), (cx + w * 0.86, foot), (cx, foot + 2), (cx - w * 0.86, foot), (cx - w * 0.95, foot - 12), (cx - w * 0.985, top + height * 0.5)],
        closed=True, tension=0.55,
    )  # fmt: skip
    cloth(sheet, d, t, weave, name="bag", print_of=design(sheet, t, drawn, second), light=0.8, dim=0.8)
    if base:
        b = tones(base)
        band = f"M0 {number(foot - height * 0.2)}q200 9 400-2V500H0Z"
        sheet.path(band, b.base)
        sheet.path(band, sheet.fade("bottom", b.deep, ((0.35, 0), (0.8, 0.8))))
        seam(sheet, b, f"M0 {number(foot - height * 0.2 + 7)}q200 9 400-2")
    for x, bend in ((-0.62, -8), (0.1, 6), (0.66, 10)):
        sheet.stroke(f"M{number(cx + w * x)} {number(top + 20)}q{bend} {number(height * 0.4)} {number(-bend * 0.4)} {number(height * 0.8)}", t.deep, 9, opacity=".13")
    sheet.path(d, sheet.fade("low", t.deep, ((0.7, 0), (1, 0.4)), "down"))
    sheet.end()
    seam(sheet, t, curve([(cx - w * 0.97, top + 13), (cx - w * 0.4, top + 18), (cx + w * 0.3, top + 15), (cx + w * 0.97, top + 14)]))
    if pocket:
        p = f"M{number(cx - w * 0.52)} {number(top + height * 0.38)}h{number(w * 1.04)}l-4 {number(height * 0.4)}q{number(-w * 0.5)} 5 {number(-w * 1.04 + 8)} 0z"
        cloth(sheet, p, t, weave, name="pocket", light=0.6, dim=0.9)
        sheet.end()
        seam(sheet, t, p)
    front = bow((cx - w * 0.5, top + 54), (cx - w * 0.5, top - drop * 1.28), (cx + w * 0.5, top - drop * 1.28), (cx + w * 0.48, top + 54), 9)
    strap(sheet, h, front)
    for x in (cx - w * 0.5, cx + w * 0.48):
        rivet(sheet, x, top + 30)
        rivet(sheet, x, top + 47)


def satchel(
    sheet: Sheet, colour: str, *, width: float = 260, height: float = 190, flap: float = 0.62, buckles: int = 2, weave: str = "leather",
    handle: bool = False, drop: float = 150, trim: str = "", foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    t, h, w, top = tones(colour), tones(trim or colour), width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.98)
    if drop:
        back = bow((cx - w * 0.9, top + 24), (cx - w * 1.05, top - drop * 1.25), (cx + w * 0.9, top - drop * 1.4), (cx + w * 0.92, top + 26), 9)
        strap(sheet, h, back, 11)
    d = f"M{number(cx - w)} {number(top + 18)}q2-16 20-16L{number(cx + w - 18)} {number(top + 1)}q17 1 18 18L{number(cx + w + 2)} {number(foot - 20)}q0 19-19 20L{number(cx - w + 17)} {number(foot + 1)}q-19-1-19-20z"
    cloth(sheet, d, t, weave, name="bag", light=0.55, dim=0.95)
    sheet.path(d, sheet.fade("low", t.deep, ((0.55, 0.05), (1, 0.55)), "down"))
    sheet.end()
    seam(sheet, t, f"M{number(cx - w + 8)} {number(top + height * flap)}L{number(cx - w + 7)} {number(foot - 22)}q1 14 14 15L{number(cx + w - 21)} {number(foot - 8)}q13-1 14-14V{number(top + height * flap)}")
    low = top + height * flap
    f = f"M{number(cx - w - 2)} {number(top + 20)}q1-21 21-22L{number(cx + w - 18)} {number(top - 3)}q20 1 21 22L{number(cx + w + 1)} {number(low - 26)}q-3 23-26 25L{number(cx - w + 23)} {number(low + 1)}q-23-2-25-25z"
    sheet.path(f, t.line, opacity=".4", transform="translate(2 5)")
    cloth(sheet, f, t, weave, name="flap", light=0.95, dim=0.8)
    sheet.path(f, sheet.fade("bend", t.high, ((0, 0.5), (0.14, 0.05), (0.3, 0)), "down"))
    sheet.end()
    seam(sheet, t, f"M{number(cx - w + 7)} {number(top + 26)}L{number(cx - w + 6)} {number(low - 26)}q2 16 17 18L{number(cx + w - 23)} {number(low - 8)}q16-2 17-18V{number(top + 26)}")
    places = {0: (), 1: (0.0,), 2: (-0.5, 0.5)}[buckles]
    for share in places:
        x = cx + w * share
        strap(sheet, h, [(x, low - 42), (x, low - 10), (x, low + 22)], 17)
        sheet.stroke(f"M{number(x - 12)} {number(low - 3)}h24v17h-24z", BRASS.dark, 4)
        sheet.stroke(f"M{number(x - 12.6)} {number(low - 3.8)}h24v17h-24z", BRASS.light, 2)
        sheet.stroke(f"M{number(x)} {number(low - 3)}v15", BRASS.base, 2.4)
    if handle:
        grip = bow((cx - 42, top + 1), (cx - 38, top - 38), (cx + 40, top - 38), (cx + 42, top + 1), 7)
        strap(sheet, h, grip, 12)


def backpack(
    sheet: Sheet, colour: str, *, width: float = 220, height: float = 300, trim: str = "#9c6537", weave: str = "canvas", foot: float = FOOT,
    cx: float = 200, roll: bool = False,
) -> None:  # fmt: skip
    t, h, w, top = tones(colour), tones(trim), width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.95)
    for side in (-1, 1):
        loop = bow((cx + side * w * 0.7, top + height * 0.24), (cx + side * w * 1.35, top + height * 0.4), (cx + side * w * 1.3, top + height * 0.8), (cx + side * w * 0.9, foot - 22), 7)
        strap(sheet, h, loop, 14, stitched=False, behind=side > 0)
    grip = bow((cx - 22, top + 8), (cx - 24, top - 30), (cx + 26, top - 30), (cx + 24, top + 8), 7)
    strap(sheet, h, grip, 10)
    d = f"M{number(cx - w * 0.9)} {number(top + height * 0.3)}C{number(cx - w * 0.88)} {number(top + 10)} {number(cx - w * 0.6)} {number(top)} {number(cx)} {number(top)}S{number(cx + w * 0.9)} {number(top + 12)} {number(cx + w * 0.91)} {number(top + height * 0.3)}L{number(cx + w)} {number(foot - 30)}q0 28-26 30L{number(cx - w + 26)} {number(foot + 1)}q-26-2-26-30z"
    cloth(sheet, d, t, weave, name="bag", light=0.7, dim=0.9)
    sheet.path(d, sheet.fade("low", t.deep, ((0.5, 0), (1, 0.5)), "down"))
    sheet.end()
    flap_low = top + height * 0.46
    f = f"M{number(cx - w * 0.93)} {number(top + height * 0.32)}C{number(cx - w * 0.9)} {number(top + 6)} {number(cx - w * 0.6)} {number(top - 4)} {number(cx)} {number(top - 4)}S{number(cx + w * 0.92)} {number(top + 8)} {number(cx + w * 0.94)} {number(top + height * 0.32)}Q{number(cx + w * 0.9)} {number(flap_low - 4)} {number(cx + w * 0.56)} {number(flap_low)}L{number(cx - w * 0.58)} {number(flap_low + 2)}Q{number(cx - w * 0.9)} {number(flap_low)} {number(cx - w * 0.93)} {number(top + height * 0.32)}Z"
    if not roll:
        sheet.path(f, t.line, opacity=".35", transform="translate(2 5)")
        cloth(sheet, f, t, weave, name="flap", light=1.0, dim=0.7)
        sheet.end()
        seam(sheet, t, f"M{number(cx - w * 0.84)} {number(top + height * 0.34)}Q{number(cx - w * 0.82)} {number(flap_low - 8)} {number(cx - w * 0.54)} {number(flap_low - 6)}L{number(cx + w * 0.54)} {number(flap_low - 8)}Q{number(cx + w * 0.82)} {number(flap_low - 10)} {number(cx + w * 0.85)} {number(top + height * 0.34)}")
    else:
        for y in (top + 44, top + 66):
            sheet.stroke(f"M{number(cx - w * 0.86)} {number(y + 6)}Q{number(cx)} {number(y - 4)} {number(cx + w * 0.87)} {number(y + 5)}", t.deep, 3, opacity=".45")
            sheet.stroke(f"M{number(cx - w * 0.86)} {number(y + 9)}Q{number(cx)} {number(y - 1)} {number(cx + w * 0.87)} {number(y + 8)}", t.high, 2, opacity=".5")
    py, ph = top + height * 0.58, height * 0.34
    p = f"M{number(cx - w * 0.66)} {number(py)}Q{number(cx)} {number(py - 7)} {number(cx + w * 0.67)} {number(py)}L{number(cx + w * 0.7)} {number(py + ph - 16)}q-1 15-15 16L{number(cx - w * 0.7 + 15)} {number(py + ph)}q-15-1-15-16z"
    sheet.path(p, t.line, opacity=".22", transform="translate(2 4)")
    cloth(sheet, p, t, weave, name="pocket", light=0.8, dim=0.9)
    sheet.end()
    seam(sheet, t, p)
    for x in (-0.34, 0.34):
        strap(sheet, h, [(cx + w * x, flap_low - 40), (cx + w * x, flap_low - 4), (cx + w * x, py + 34)], 13)
        sheet.stroke(f"M{number(cx + w * x - 10)} {number(py + 2)}h20v14h-20z", BRASS.base, 3)


def weekend(
    sheet: Sheet, colour: str, *, width: float = 310, height: float = 170, trim: str = "#9c6537", weave: str = "canvas", foot: float = FOOT,
    cx: float = 200,
) -> None:  # fmt: skip
    t, h, w, top = tones(colour), tones(trim), width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.98)
    back = bow((cx - w * 0.36, top + 10), (cx - w * 0.32, top - 96), (cx + w * 0.4, top - 96), (cx + w * 0.4, top + 10), 8)
    strap(sheet, h, [(x + 8, y - 6) for x, y in back], behind=True)
    d = f"M{number(cx - w)} {number(foot - 34)}C{number(cx - w * 1.03)} {number(top + 40)} {number(cx - w * 0.9)} {number(top + 4)} {number(cx - w * 0.6)} {number(top + 2)}L{number(cx + w * 0.6)} {number(top)}C{number(cx + w * 0.9)} {number(top + 3)} {number(cx + w * 1.04)} {number(top + 40)} {number(cx + w)} {number(foot - 32)}Q{number(cx + w)} {number(foot)} {number(cx + w * 0.84)} {number(foot)}L{number(cx - w * 0.84)} {number(foot + 1)}Q{number(cx - w)} {number(foot)} {number(cx - w)} {number(foot - 34)}Z"
    cloth(sheet, d, t, weave, name="bag", light=0.8, dim=0.9)
    b = h
    band = f"M0 {number(foot - height * 0.26)}q200 8 400 0V500H0Z"
    sheet.path(band, b.base)
    sheet.path(band, sheet.fade("bottom", b.deep, ((0.35, 0), (0.9, 0.85))))
    sheet.path(d, sheet.fade("low", t.deep, ((0.6, 0), (1, 0.45)), "down"))
    for x, c in ((-0.72, -10), (-0.1, 4), (0.74, 12)):
        sheet.stroke(f"M{number(cx + w * x)} {number(top + 14)}q{c} 40 {number(-c * 0.5)} 90", t.deep, 10, opacity=".14")
    sheet.end()
    seam(sheet, b, f"M{number(cx - w + 6)} {number(foot - height * 0.26 + 8)}Q{number(cx)} {number(foot - height * 0.26 + 12)} {number(cx + w - 6)} {number(foot - height * 0.26 + 8)}")
    sheet.stroke(f"M{number(cx - w * 0.68)} {number(top + 12)}Q{number(cx)} {number(top + 8)} {number(cx + w * 0.7)} {number(top + 11)}", BRASS.dark, 4)
    sheet.stroke(f"M{number(cx - w * 0.68)} {number(top + 11)}Q{number(cx)} {number(top + 7)} {number(cx + w * 0.7)} {number(top + 10)}", BRASS.light, 1.6, stroke_dasharray="2 2")
    front = bow((cx - w * 0.4, foot - height * 0.24), (cx - w * 0.42, top - 128), (cx + w * 0.42, top - 128), (cx + w * 0.4, foot - height * 0.24), 10)
    strap(sheet, h, front)
    for x in (cx - w * 0.39, cx + w * 0.39):
        rivet(sheet, x, top + 34)


def basket(
    sheet: Sheet, colour: str, *, width: float = 270, height: float = 190, drop: float = 100, trim: str = "#9c6537", handles: bool = True,
    foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """Woven palm or willow: rows of short strokes, staggered as they are woven."""
    t, h, w, top = tones(colour), tones(trim), width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.8)
    if handles:
        back = bow((cx - w * 0.5, top + 6), (cx - w * 0.4, top - drop), (cx + w * 0.5, top - drop), (cx + w * 0.56, top + 6), 8)
        strap(sheet, h, [(x + 8, y - 4) for x, y in back], behind=True)
    sheet.path(sheet.hand.ellipse(cx, top + 4, w * 0.98, 15, 0.8), t.line)
    sheet.path(sheet.hand.ellipse(cx + 20, top + 9, w * 0.8, 12, 0.8), t.deep)
    d = curve([(cx - w, top), (cx - w * 0.5, top + 14), (cx, top + 17), (cx + w * 0.5, top + 14), (cx + w, top + 1), (cx + w * 0.96, top + height * 0.5),
               (cx + w * 0.76, foot - 6), (cx, foot + 4), (cx - w * 0.76, foot - 5), (cx - w * 0.95, top + height * 0.5)], closed=True, tension=0.6)  # fmt: skip
    sheet.within(sheet.clip("basket", d))
    sheet.path(d, t.dark)
    sheet.path(d, sheet.pattern("palm", 30, 22, f'<g stroke-linecap="round" stroke-width="8"><path d="M3 4q6 3 11 0" stroke="{t.base}"/><path d="M18 15q6 3 11 0" stroke="{t.base}"/><path d="M18 4q6 3 11 0" stroke="{t.light}"/><path d="M3 15q6 3 11 0" stroke="{t.light}"/></g><path d="M3 2.4q5 2 9 0M18 2.4q5 2 9 0M3 13.4q5 2 9 0M18 13.4q5 2 9 0" stroke="{t.high}" stroke-width="1.4" opacity=".8"/>'))  # fmt: skip
    sheet.path(d, sheet.fade("lit", t.high, ((0, 0.45), (0.4, 0)), "slant"))
    sheet.path(d, sheet.fade("dim", t.line, ((0.4, 0), (1, 0.62)), "slant"))
    sheet.end()
    rim = curve([(cx - w, top + 1), (cx - w * 0.5, top + 14), (cx, top + 17), (cx + w * 0.5, top + 14), (cx + w, top + 2)])
    sheet.stroke(rim, t.deep, 11)
    sheet.stroke(rim, t.light, 8)
    sheet.stroke(rim, t.dark, 8, stroke_dasharray="2 9", stroke_linecap="butt")
    if handles:
        front = bow((cx - w * 0.5, top + 62), (cx - w * 0.5, top - drop * 1.35), (cx + w * 0.5, top - drop * 1.35), (cx + w * 0.48, top + 62), 9)
        strap(sheet, h, front, 12)
        for x in (cx - w * 0.5, cx + w * 0.48):
            rivet(sheet, x, top + 36)
            rivet(sheet, x, top + 54)


def pouch(sheet: Sheet, colour: str, *, width: float = 250, height: float = 150, weave: str = "leather", trim: str = "", drawn: str = "", second: str = "",
          foot: float = FOOT, cx: float = 200) -> None:  # fmt: skip
    """A flat case with a zip along its top, leaning on the wall."""
    t, h, w, top = tones(colour), tones(trim or colour), width / 2, foot - height
    sheet.shadow(cx, foot, w * 0.98)
    d = f"M{number(cx - w)} {number(top + 14)}q0-12 12-13Q{number(cx)} {number(top - 3)} {number(cx + w - 12)} {number(top + 2)}q12 0 12 12L{number(cx + w - 3)} {number(foot - 14)}q-1 14-15 14L{number(cx - w + 18)} {number(foot + 1)}q-14 0-15-14z"
    sheet.on_wall(d, 8, 6)
    cloth(sheet, d, t, weave, name="bag", print_of=design(sheet, t, drawn, second), light=0.8, dim=0.85)
    sheet.path(d, sheet.fade("low", t.deep, ((0.6, 0), (1, 0.4)), "down"))
    sheet.end()
    y = top + 17
    sheet.stroke(f"M{number(cx - w + 10)} {number(y)}Q{number(cx)} {number(y - 3)} {number(cx + w - 10)} {number(y + 1)}", t.line, 6, opacity=".6")
    sheet.stroke(f"M{number(cx - w + 10)} {number(y)}Q{number(cx)} {number(y - 3)} {number(cx + w - 10)} {number(y + 1)}", BRASS.light, 2.6, stroke_dasharray="2 2.2", stroke_linecap="butt")
    strap(sheet, h, bow((cx + w - 26, y + 2), (cx + w - 10, y + 16), (cx + w - 22, y + 30), (cx + w - 14, y + 46), 5), 8, stitched=False)
    seam(sheet, t, f"M{number(cx - w + 8)} {number(y + 14)}L{number(cx - w + 10)} {number(foot - 18)}q1 9 10 9L{number(cx + w - 20)} {number(foot - 9)}q9 0 9-9L{number(cx + w - 8)} {number(y + 14)}")


def small(sheet: Sheet, colour: str, *, kind: str = "cards", width: float = 200, height: float = 140, foot: float = FOOT, cx: float = 200) -> None:
    """Card holder, wallet, belt or key ring."""
    t, w, top = tones(colour), width / 2, foot - height
    if kind == "belt":
        r = width / 2
        cy = foot - r
        sheet.shadow(cx, foot, r * 0.7)
        for i, share in enumerate((1.0, 0.82, 0.64, 0.47)):
            ring = sheet.hand.ellipse(cx + i * 1.5, cy - i * 1.2, r * share, r * share, 0.8, 14)
            sheet.stroke(ring, t.line, 17)
            sheet.stroke(ring, t.base if i % 2 == 0 else t.dark, 14)
            sheet.stroke(ring, t.high, 1, stroke_dasharray="5 4", opacity=".7")
        sheet.stroke(f"M{number(cx + r * 0.3)} {number(cy - r * 1.15)}h44v34h-44z", BRASS.dark, 7)
        sheet.stroke(f"M{number(cx + r * 0.3 - 1)} {number(cy - r * 1.15 - 1)}h44v34h-44z", BRASS.light, 4)
        return
    sheet.shadow(cx, foot, w * 0.98)
    if kind == "keys":
        loop = bow((cx - 5, top + 60), (cx - 46, top - 40), (cx + 46, top - 40), (cx + 5, top + 60), 9)
        strap(sheet, t, loop, 22)
        sheet.stroke(sheet.hand.ellipse(cx, top + 84, 26, 26, 0.3), BRASS.dark, 6)
        sheet.stroke(sheet.hand.ellipse(cx - 0.6, top + 83.4, 26, 26, 0.3), BRASS.light, 3)
        key = f"M{number(cx + 8)} {number(top + 112)}l20 {number(height - 118)}h-7l-3-9-6 3-3-8 5-4-2-8-7 3z"
        sheet.path(key, "#b9bab6")
        sheet.path(sheet.hand.ellipse(cx + 6, top + 108, 15, 14), "#a7a8a3")
        sheet.path(sheet.hand.ellipse(cx + 5, top + 105, 5, 5), "#6d6d68")
        return
    rows = 3 if kind == "cards" else 1
    d = f"M{number(cx - w)} {number(top + 10)}q0-9 10-9L{number(cx + w - 9)} {number(top)}q9 0 9 10L{number(cx + w + 1)} {number(foot - 10)}q0 9-10 9L{number(cx - w + 10)} {number(foot)}q-10 0-10-10z"
    card = f"M{number(cx - w * 0.8)} {number(top - 22)}q0-6 6-6h{number(w * 1.5)}q6 0 6 6v60h{number(-w * 1.6)}z"
    sheet.path(card, "#e9e0cb")
    sheet.path(card, sheet.fade("card", "#6b5a42", ((0.4, 0), (1, 0.3)), "down"))
    sheet.on_wall(d, 7, 5)
    cloth(sheet, d, t, "leather", name="bag", light=0.8, dim=0.85)
    for i in range(rows):
        y = top + height * (0.2 + 0.2 * i)
        line = f"M{number(cx - w)} {number(y)}h{number(w * 0.52)}q9 0 13 9t14 9h{number(w * 0.5)}q9 0 13-9t13-9h{number(w)}" if kind == "cards" else f"M{number(cx - w)} {number(y)}H{number(cx + w)}"
        sheet.stroke(line, t.line, 3, opacity=".6", transform="translate(0 -2)")
        sheet.stroke(line, t.high, 1.6, opacity=".8")
    if kind == "wallet":
        sheet.stroke(f"M{number(cx)} {number(top)}V{number(foot)}", t.deep, 4, opacity=".35")
    sheet.end()
    seam(sheet, t, f"M{number(cx - w + 7)} {number(top + 12)}V{number(foot - 14)}q0 7 8 7H{number(cx + w - 14)}q7 0 7-7V{number(top + 12)}")
    if kind == "wallet":
        strap(sheet, t, [(cx + w * 0.62, top - 2), (cx + w * 0.7, top + height * 0.34), (cx + w * 0.7, top + height * 0.56)], 20)
        rivet(sheet, cx + w * 0.7, top + height * 0.5, 6)

"""Candles, candlesticks, lamps."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import mix, tones
from comptoir.project.demo.drawn.fabric import linen
from comptoir.project.demo.drawn.pen import Point, bow, curve, number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.turned import Turned, _oval

STANDS: dict[str, tuple[Point, ...]] = {
    "hill": ((0, 1), (0.08, 1), (0.3, 0.82), (0.6, 0.46), (0.82, 0.36), (0.9, 0.44), (1, 0.44)),
    "disc": ((0, 1), (0.1, 1.02), (0.16, 0.92), (0.2, 0.3), (0.7, 0.22), (0.78, 0.4), (1, 0.4)),
    "column": ((0, 1), (0.05, 1), (0.08, 0.5), (0.14, 0.32), (0.5, 0.26), (0.86, 0.3), (0.9, 0.52), (1, 0.52)),
    "ball": ((0, 0.8), (0.04, 0.84), (0.1, 0.5), (0.3, 0.96), (0.5, 1), (0.72, 0.66), (0.84, 0.4), (1, 0.4)),
}  # fmt: skip


def candlestick(
    sheet: Sheet, colour: str, *, stand: str = "hill", height: float = 110, width: float = 130, taper: float = 190,
    wax: str = "#efe6d2", metal: bool = False, foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    t = tones(colour)
    form = Turned(sheet, [(h * height, r * width / 2) for h, r in STANDS[stand]], cx=cx, foot=foot)
    sheet.shadow(cx, foot - 1, width * 0.47)
    form.body(t, shine=0.95 if metal else 0.4, grain=not metal)
    if metal:
        _brushed(sheet, form)
    elif stand != "disc":
        sheet.within("url(#form-cut)")
        sheet.path(form.box(), sheet.speckle(mix(t.line, "#5a4028", 0.5), 0.5))
        sheet.end()
    y = form.base - height
    sheet.path(_oval(cx, y, form.rim, form.rim * 0.14), t.light)
    sheet.path(_oval(cx, y + 0.5, form.rim * 0.72, form.rim * 0.1), t.deep)
    if taper:
        candle(sheet, wax, height=taper, width=24, foot=y + 3, cx=cx, lean=0.9)


def candle(
    sheet: Sheet, wax: str, *, height: float = 200, width: float = 120, foot: float = FOOT, cx: float = 200, lean: float = 0.96,
    flame: bool = False, name: str = "wax",
) -> None:  # fmt: skip
    t = tones(wax)
    form = Turned(sheet, [(0, width / 2), (height * 0.6, width / 2 * (1 + lean) / 2), (height, width / 2 * lean)], cx=cx, foot=foot, name=name, wobble=0.4)
    form.body(t, shine=0.15)
    y, r = form.base - height, form.rim
    sheet.path(_oval(cx, y, r, r * 0.16), t.high)
    sheet.path(_oval(cx + 1, y + 1, r * 0.72, r * 0.1), t.light)
    sheet.stroke(f"M{number(cx)} {number(y)}q-1.5-6 1.5-{13 if width < 40 else 17}", "#4a3f33", 2.2)
    if flame:
        tip = y - 46
        sheet.path(f"M{number(cx + 1)} {number(tip)}q14 22 5 33q-6 6-12-1q-6-12 7-32z", "#e7a94a", opacity=".9")
        sheet.path(f"M{number(cx + 1)} {number(tip + 14)}q7 12 2 18q-4 3-7-1q-3-6 5-17z", "#fbe9b4")


def scented(
    sheet: Sheet, colour: str, *, height: float = 170, width: float = 180, label: str = "", lid: bool = False, foot: float = FOOT,
    cx: float = 200, flame: bool = False,
) -> None:  # fmt: skip
    """A candle poured into a pot, with a paper label that carries three lines of small print."""
    t = tones(colour)
    form = Turned(sheet, [(0, width * 0.48), (6, width * 0.5), (height * 0.9, width * 0.5), (height, width * 0.505)], cx=cx, foot=foot)
    sheet.shadow(cx, foot - 1, width * 0.48)
    form.body(t, shine=0.5)
    form.mouth(t, lip=5, inside=tones("#efe6d2"))
    y = form.base - height
    if lid:
        wood = tones("#b48a5c")
        top = Turned(sheet, [(0, width * 0.5), (15, width * 0.5), (17, width * 0.48)], cx=cx, foot=y + width * 0.064, name="lid", wobble=0.2)
        top.body(wood, shine=0.1)
        sheet.path(_oval(cx, top.base - 17, width * 0.48, width * 0.062), wood.light)
        sheet.stroke(curve(bow((cx - 60, top.base - 17), (cx - 20, top.base - 14), (cx + 10, top.base - 21), (cx + 62, top.base - 17), 5)), wood.dark, 1.2, opacity=".6")
    elif flame:
        sheet.stroke(f"M{number(cx)} {number(y + 5)}q-1.5-6 1.5-15", "#4a3f33", 2.2)
    _label(sheet, form, label or "#f4eddc", height)


def _label(sheet: Sheet, form: Turned, paper: str, height: float) -> None:
    d = curve(form.arc(height * 0.62, -0.52, 0.42, 5)) + curve(form.arc(height * 0.26, 0.42, -0.52, 5), start="L") + "Z"
    sheet.path(d, paper)
    sheet.path(d, sheet.fade("label", "#6b5a42", ((0, 0.02), (0.6, 0.05), (1, 0.26))))
    ink = "#4a4034"
    for place, start, end, width in ((0.535, -0.34, 0.24, 3.4), (0.45, -0.4, 0.3, 1.3), (0.4, -0.3, 0.2, 1.3), (0.32, -0.16, 0.06, 1.3)):
        sheet.stroke(curve(form.arc(height * place, start, end, 4)), ink, width, opacity=".75", stroke_dasharray="9 3 14 3 6 3" if width > 2 else "5 2 8 2")


def _brushed(sheet: Sheet, form: Turned) -> None:
    """Fine turned lines, and the window that metal always finds."""
    sheet.within("url(#form-cut)")
    sheet.path(form.box(), sheet.pattern("brush", 60, 5, '<path d="M0 1h60M8 3.4h34" stroke="#fff" stroke-width=".7" opacity=".28"/><path d="M0 2.2h26M40 4.4h20" stroke="#3a2a10" stroke-width=".6" opacity=".2"/>'))
    sheet.path(form.between(-0.5, -0.3, form.height * 0.04, form.height * 0.97), "#fff8e2", opacity=".5")
    sheet.path(form.between(0.5, 0.58, form.height * 0.04, form.height * 0.97), "#fff8e2", opacity=".28")
    sheet.end()


def lamp(
    sheet: Sheet, colour: str, *, base: str = "#b4904f", kind: str = "slim", height: float = 340, shade_width: float = 220, metal: bool = True,
    foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """A shade of `colour` on a stand: slim (brass rod), ball (stoneware), or low."""
    t, b = tones(colour), tones(base)
    shade_height = shade_width * 0.62
    stand = height - shade_height * 0.8
    profiles = {
        "slim": [(0, 58), (6, 60), (12, 50), (16, 8), (stand * 0.5, 5), (stand, 5)],
        "ball": [(0, 44), (8, 52), (stand * 0.34, 82), (stand * 0.62, 70), (stand * 0.82, 22), (stand, 14)],
        "low": [(0, 70), (8, 74), (stand * 0.5, 56), (stand * 0.86, 26), (stand, 14)],
    }
    form = Turned(sheet, profiles[kind], cx=cx, foot=foot, points=14)
    sheet.shadow(cx, foot - 1, profiles[kind][1][1])
    form.body(b, shine=0.9 if metal else 0.45, grain=not metal)
    if metal:
        _brushed(sheet, form)
    else:
        sheet.within("url(#form-cut)")
        sheet.path(form.box(), sheet.speckle(mix(b.line, "#5a4028", 0.5), 0.5))
        form.rings([stand * 0.3, stand * 0.5], b)
        sheet.end()
    top = foot - height
    low = top + shade_height
    w1, w2 = shade_width * 0.34, shade_width / 2
    d = (
        f"M{number(cx - w1)} {number(top)}L{number(cx - w2)} {number(low)}q{number(w2)} {number(w2 * 0.22)} {number(2 * w2)} 0L{number(cx + w1)} {number(top)}"
        f"q{number(-w1)} {number(-w1 * 0.16)} {number(-2 * w1)} 0Z"
    )
    sheet.within(sheet.clip("shade", d))
    sheet.path(d, t.base)
    sheet.path(d, linen(sheet, t))
    sheet.path(d, sheet.fade("glow", "#fff2cf", ((0.15, 0.1), (0.42, 0.75), (0.7, 0.1)), "across"))
    sheet.path(d, sheet.fade("side", t.deep, ((0, 0.35), (0.2, 0), (0.62, 0), (1, 0.75)), "across"))
    sheet.end()
    sheet.path(_oval(cx, top, w1, w1 * 0.09), t.dark)
    sheet.stroke(f"M{number(cx - w2)} {number(low)}q{number(w2)} {number(w2 * 0.22)} {number(2 * w2)} 0", t.dark, 3.4)
    sheet.stroke(f"M{number(cx - w1)} {number(top)}q{number(w1)} {number(w1 * 0.16)} {number(2 * w1)} 0", t.high, 2.2)
    sheet.stroke(f"M{number(cx + 46)} {number(foot - 7)}q50 6 70 0t86 3", "#4a4034", 2.6, opacity=".75")

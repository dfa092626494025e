"""Known things that say how large the others are: each answers its height and its units per centimetre."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import tones
from comptoir.project.demo.drawn.pen import bow, curve, number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.turned import Turned, _oval


def egg(sheet: Sheet) -> None:
    t = tones("#dcb995")
    form = Turned(sheet, [(0, 12), (6, 44), (40, 74), (84, 72), (130, 52), (160, 26), (170, 3)], eye=0.05, wobble=0.2)
    sheet.shadow(200, FOOT, 46)
    form.body(t, shine=0.1)


def lemon(sheet: Sheet) -> None:
    t = tones("#d9b23f")
    sheet.shadow(200, FOOT, 74)
    d = f"M84 {FOOT - 60}q6-10 20-14C128 {FOOT - 132} 256 {FOOT - 138} 286 {FOOT - 78}q20 0 28 14q-4 14-24 14C268 {FOOT + 6} 136 {FOOT + 8} 108 {FOOT - 46}q-18 0-24-14z"
    sheet.within(sheet.clip("lemon", d))
    sheet.path(d, t.base)
    sheet.path(d, sheet.fade("lit", t.high, ((0, 0.9), (0.45, 0.1)), "slant"))
    sheet.path(d, sheet.fade("dim", t.deep, ((0.45, 0), (1, 0.9)), "slant"))
    sheet.path(d, sheet.grain(t.deep))
    sheet.path(sheet.hand.ellipse(168, FOOT - 102, 26, 9), t.high, opacity=".6", transform=f"rotate(-14 168 {FOOT - 102})")
    sheet.end()
    sheet.stroke(f"M307 {FOOT - 62}q8-1 12 2", "#6f7a3a", 6)


def pear(sheet: Sheet) -> None:
    t = tones("#a9a650")
    form = Turned(sheet, [(0, 34), (10, 70), (56, 96), (104, 82), (150, 48), (196, 34), (220, 22), (226, 4)], eye=0.06, wobble=1.6)
    sheet.shadow(200, FOOT, 66)
    form.body(t, shine=0.2)
    sheet.within("url(#form-cut)")
    sheet.path(form.box(), sheet.fade("blush", "#b5653f", ((0.4, 0), (0.75, 0.4), (1, 0.2))))
    sheet.path(form.box(), sheet.speckle("#5f5a26", 0.5))
    sheet.end()
    sheet.stroke(f"M200 {FOOT - 222}q-2-20 10-32", "#5b4228", 6)


def bottle(sheet: Sheet) -> None:
    t = tones("#39493a")
    form = Turned(sheet, [(0, 52), (4, 55), (190, 55), (222, 48), (252, 24), (275, 20), (330, 19), (331, 22), (348, 22)], wobble=0.2, points=16)
    sheet.shadow(200, FOOT, 52)
    form.body(t, shine=0.85, grain=False)
    label = curve(form.arc(150, -0.86, 0.8, 5)) + curve(form.arc(56, 0.8, -0.86, 5), start="L") + "Z"
    sheet.path(label, "#efe6d2")
    sheet.path(label, sheet.fade("label", "#5a4a34", ((0.3, 0), (1, 0.45))))
    for place, start, end in ((128, -0.4, 0.24), (104, -0.56, 0.4), (94, -0.5, 0.3), (74, -0.3, 0.1)):
        sheet.stroke(curve(form.arc(place, start, end, 4)), "#5a4a34", 2.4 if place != 128 else 6, opacity=".7")
    sheet.path(form.between(-1, 1, 306, 346), "#7d3c37", opacity=".9")


def loaf(sheet: Sheet) -> None:
    t = tones("#b07b45")
    sheet.shadow(200, FOOT, 150)
    d = f"M46 {FOOT - 36}C40 {FOOT - 120} 120 {FOOT - 164} 210 {FOOT - 162}S366 {FOOT - 112} 358 {FOOT - 34}C352 {FOOT + 2} 300 {FOOT + 3} 200 {FOOT + 2}S52 {FOOT + 2} 46 {FOOT - 36}Z"
    sheet.within(sheet.clip("loaf", d))
    sheet.path(d, t.base)
    sheet.path(d, sheet.fade("lit", t.high, ((0, 0.7), (0.5, 0)), "slant"))
    sheet.path(d, sheet.fade("dim", t.deep, ((0.4, 0), (1, 0.9)), "slant"))
    sheet.path(d, sheet.grain(t.line))
    for x in (106, 166, 228, 288):
        cut = bow((x - 22, FOOT - 88), (x + 2, FOOT - 122), (x + 22, FOOT - 138), (x + 44, FOOT - 142), 5)
        sheet.stroke(curve(cut), t.line, 13, opacity=".6")
        sheet.stroke(curve([(p + 2, q + 3) for p, q in cut]), "#e8cfa2", 8)
    sheet.end()


def books(sheet: Sheet) -> None:
    sheet.shadow(200, FOOT, 130)
    y = float(FOOT)
    for colour, left, right, h in (("#7a3b36", 74, 330, 34), ("#d8c7a6", 92, 318, 26), ("#2f4a3c", 84, 306, 30)):
        t = tones(colour)
        d = f"M{left} {number(y - h)}H{right}q7 0 7 {h / 2}t-7 {h / 2}H{left}z"
        sheet.path(f"M{left + 4} {number(y - h + 4)}H{right}v{h - 8}H{left + 4}z", "#e9e0cb")
        sheet.path(d, t.base)
        sheet.path(d, sheet.fade(f"b{h}", t.deep, ((0.2, 0), (1, 0.8)), "down"))
        sheet.path(f"M{left - 3} {number(y - h + 4)}h16v{h - 8}h-16z", "#e9e0cb")
        sheet.stroke(f"M{left + 40} {number(y - h + 8)}v{h - 16}M{right - 40} {number(y - h + 8)}v{h - 16}", t.high, 2.4)
        sheet.stroke(f"M{left + 90} {number(y - h / 2)}h70", t.high, 3, opacity=".8")
        y -= h


def hat(sheet: Sheet) -> None:
    """A straw hat on its peg; its top is at 90."""
    t = tones("#d9b878")
    brim = sheet.hand.ellipse(200, 228, 138, 140, 1.2, 16)
    sheet.on_wall(brim, 12, 12)
    weave = sheet.pattern("straw", 9, 7, f'<path d="M0 2h6M4 5.5h5" stroke="{t.dark}" stroke-width="1.6" opacity=".6"/>', 20)
    sheet.path(brim, t.base)
    sheet.path(brim, weave)
    sheet.path(brim, sheet.fade("brim", t.deep, ((0.3, 0), (1, 0.8)), "slant"))
    crown = sheet.hand.ellipse(202, 226, 76, 80, 0.8, 14)
    sheet.path(sheet.hand.ellipse(206, 233, 82, 84, 0.8, 14), t.line, opacity=".4")
    sheet.path(sheet.hand.ellipse(203, 228, 80, 83, 0.8, 14), "#34302a")
    sheet.path(crown, t.light)
    sheet.path(crown, weave)
    sheet.path(crown, sheet.fade("crown", t.deep, ((0.4, 0), (1, 0.7)), "slant"))


def umbrella(sheet: Sheet) -> None:
    """Rolled, leaning on the wall."""
    t = tones("#34455f")
    sheet.shadow(176, FOOT, 14)
    d = f"M208 {FOOT - 318}Q232 {FOOT - 300} 228 {FOOT - 270}L186 {FOOT - 34}Q180 {FOOT - 30} 176 {FOOT - 36}L188 {FOOT - 280}Q190 {FOOT - 308} 208 {FOOT - 318}Z"
    sheet.on_wall(d, 10, 6)
    sheet.stroke(f"M178 {FOOT - 36}L174 {FOOT}", "#8d8a82", 4)
    sheet.within(sheet.clip("brolly", d))
    sheet.path(d, t.base)
    sheet.path(d, sheet.fade("brolly-d", t.deep, ((0.3, 0), (1, 0.9))))
    for x in (194, 204, 214, 224):
        sheet.stroke(f"M{x} {FOOT - 312}L{181 + (x - 194) * 0.1:.1f} {FOOT - 34}", t.line if x > 200 else t.light, 2.4, opacity=".6")
    sheet.stroke(f"M180 {FOOT - 190}q18 12 36 2", t.line, 7)
    sheet.end()
    wood = tones("#8a5f3f")
    hook = [(207, FOOT - 316), (212, FOOT - 358), *bow((212, FOOT - 362), (218, FOOT - 404), (262, FOOT - 402), (254, FOOT - 362), 6)]
    sheet.stroke(curve(hook), wood.deep, 13)
    sheet.stroke(curve([(x - 1, y - 1) for x, y in hook]), wood.light, 8)


def vase_of_branches(sheet: Sheet) -> None:
    t = tones("#b8977a")
    for x, y, bend in ((150, 120, -20), (205, 84, 4), (262, 134, 22)):
        sheet.stroke(f"M200 {FOOT - 120}Q{200 + bend} {FOOT - 200} {x} {y}", "#6b5a3c", 3)
        for i in range(5):
            px, py = 200 + (x - 200) * (0.35 + 0.16 * i), FOOT - 120 + (y - FOOT + 120) * (0.35 + 0.16 * i)
            side = -1 if i % 2 else 1
            sheet.path(f"M{number(px)} {number(py)}q{side * 8}-18 {side * 28}-14q{-side * 4} 18 {-side * 28} 14z", "#7f8f6d" if i % 2 else "#94a381")
    form = Turned(sheet, [(0, 36), (20, 52), (60, 58), (96, 40), (120, 24), (132, 28)], wobble=0.3)
    sheet.shadow(200, FOOT, 44)
    form.body(t, shine=0.2)
    sheet.path(_oval(200, form.base - 132, 28, 4), t.deep)


# What it is: how to draw it, units per centimetre, height and half width in units.
PROPS = {
    "egg": (egg, 28.0, 170, 74), "lemon": (lemon, 27.0, 132, 118), "pear": (pear, 23.0, 254, 96), "loaf": (loaf, 12.0, 162, 158),
    "bottle": (bottle, 11.6, 348, 55), "books": (books, 10.5, 90, 128), "branches": (vase_of_branches, 6.5, 346, 90),
}  # fmt: skip

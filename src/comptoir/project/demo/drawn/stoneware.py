"""Stoneware and porcelain: open and closed forms, handles, spouts, lids; a glaze over a raw foot."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.project.demo.drawn.colour import Tones, mix, tones
from comptoir.project.demo.drawn.pen import Point, bow, curve
from comptoir.project.demo.drawn.sheet import FOOT, Sheet, number
from comptoir.project.demo.drawn.turned import CLAY, Turned

# Profiles from foot to rim: (height, radius), both in parts of the piece's own height and half width.
PROFILES: dict[str, tuple[Point, ...]] = {
    "bowl": ((0, 0.44), (0.05, 0.42), (0.07, 0.46), (0.2, 0.68), (0.45, 0.88), (0.75, 0.975), (1, 1)),
    "coupe": ((0, 0.36), (0.07, 0.34), (0.1, 0.4), (0.25, 0.66), (0.5, 0.86), (0.8, 0.97), (1, 1)),
    "deep": ((0, 0.5), (0.04, 0.5), (0.1, 0.7), (0.25, 0.88), (0.5, 0.97), (0.8, 0.99), (1, 1)),
    "flared": ((0, 0.38), (0.06, 0.37), (0.1, 0.4), (0.35, 0.52), (0.65, 0.72), (0.9, 0.94), (1, 1)),
    "mug": ((0, 0.8), (0.02, 0.85), (0.08, 0.93), (0.25, 0.98), (0.6, 0.97), (1, 1)),
    "tumbler": ((0, 0.72), (0.03, 0.76), (0.3, 0.86), (0.65, 0.94), (1, 1)),
    "cup": ((0, 0.42), (0.05, 0.42), (0.1, 0.55), (0.28, 0.82), (0.55, 0.95), (1, 1)),
    "jug": ((0, 0.62), (0.02, 0.66), (0.1, 0.82), (0.27, 0.98), (0.42, 0.98), (0.6, 0.78), (0.75, 0.58), (0.88, 0.54),
            (1, 0.6)),
    "bottle": ((0, 0.7), (0.02, 0.76), (0.12, 0.94), (0.3, 1), (0.48, 0.92), (0.62, 0.6), (0.74, 0.3), (0.88, 0.25),
               (0.96, 0.26), (1, 0.31)),
    "belly": ((0, 0.5), (0.02, 0.54), (0.14, 0.8), (0.36, 1), (0.58, 0.96), (0.76, 0.68), (0.88, 0.48), (0.95, 0.47),
              (1, 0.52)),
    "cylinder": ((0, 0.94), (0.015, 0.97), (0.1, 1), (0.5, 0.985), (0.9, 0.97), (1, 0.98)),
    "moon": ((0, 0.34), (0.02, 0.36), (0.12, 0.68), (0.3, 0.94), (0.5, 1), (0.7, 0.92), (0.88, 0.62), (0.94, 0.42),
             (0.97, 0.36), (1, 0.38)),
    "pot": ((0, 0.68), (0.02, 0.72), (0.2, 0.84), (0.55, 0.94), (0.86, 1), (0.87, 1.05), (0.98, 1.06), (1, 1.05)),
    "cocotte": ((0, 0.8), (0.03, 0.86), (0.14, 0.96), (0.5, 1), (0.9, 0.98), (1, 1)),
    "teapot": ((0, 0.52), (0.03, 0.56), (0.14, 0.8), (0.36, 0.99), (0.58, 0.99), (0.8, 0.84), (0.95, 0.62), (1, 0.56)),
}  # fmt: skip


def scaled(profile: str, height: float, half: float) -> list[Point]:
    return [(h * height, r * half) for h, r in PROFILES[profile]]


def vessel(
    sheet: Sheet, colour: str, *, profile: str, height: float, width: float, glaze: float = 0.1, speckled: bool = True,
    shine: float = 0.45, lip: float = 4.0, rings: int = 3, rim: str = "", inside: str = "", dip: str = "",
    handle: str = "", spout: str = "", lid: str = "", stripe: str = "", mouth: bool = True, cx: float = 200,
    foot: float = FOOT,
) -> None:  # fmt: skip
    """A pot of `height` and `width` units. `glaze` is where it begins, in parts of the height (0: everywhere);
    `rim`, `inside`, `dip` and `stripe` are colours of their own; `handle` is strap or high, `spout` lip or
    tube, `lid` knob or flat."""
    t = tones(colour)
    form = Turned(sheet, scaled(profile, height, width / 2), cx=cx, foot=foot)
    sheet.shadow(cx, foot - 1, max(form.radius(0), form.radius(height * 0.4) * 0.8))
    if handle == "strap":
        _strap(sheet, t, form, glaze)
    if handle == "high":
        _high(sheet, form)
    if spout == "tube":
        _tube(sheet, t, form)
    form.body(t, shine=shine)
    clip = "url(#form-cut)"
    sheet.within(clip)
    if dip:
        form.ribbon(height * 0.56, height, tones(dip), uneven=0.6)
    if stripe:
        for place in (0.78, 0.71):
            sheet.stroke(curve(form.arc(height * place)), stripe, height * 0.022, opacity=".85")
    if speckled:
        sheet.path(form.box(), sheet.speckle(mix(t.line, "#5a4028", 0.6), 0.6))
    if rings:
        places = [height * (0.24 + 0.58 * (i + sheet.hand.off(0.2)) / rings) for i in range(rings)]
        form.rings(places, t)
    if glaze:
        _raw_foot(sheet, t, form, height * glaze)
    sheet.end()
    if lid:
        _lid(sheet, t, form, lid)
    elif mouth:
        form.mouth(t, lip=lip, inside=tones(inside) if inside else None)
        if rim:
            _brown_edge(sheet, form, rim)
    if spout == "lip":
        _poured(sheet, t, form)


def _raw_foot(sheet: Sheet, t: Tones, form: Turned, high: float) -> None:
    """Bare clay at the foot; where the glaze ends it is a little thicker, and darker."""
    form.ribbon(0, high, CLAY, uneven=1.4)
    edge = [(x, y + sheet.hand.off(0.7)) for x, y in form.arc(high)]
    sheet.stroke(curve(edge), t.deep, 2.2, opacity=".7")
    sheet.stroke(curve([(x, y - 2) for x, y in edge[1:4]]), t.high, 1.1, opacity=".6")


def _brown_edge(sheet: Sheet, form: Turned, colour: str) -> None:
    """Where a glaze breaks over an edge the iron of the clay shows."""
    r, y = form.rim, form.base - form.height
    sheet.stroke(sheet.hand.ellipse(form.cx, y, r, form.eye * r, 0.3, 14), colour, 2.4, opacity=".8")


def _strap(sheet: Sheet, t: Tones, form: Turned, glaze: float) -> None:
    """A handle for a few fingers, on the right: its outside light above, its inside in shade."""
    h = form.height
    top, low = form.at(1, h * 0.82), form.at(1, h * 0.28)
    out = max(24.0, h * 0.3)
    drop, reach = low[1] - top[1], max(top[0], low[0]) + out * 1.18
    line = bow((top[0] - 7, top[1] + 4), (reach + 4, top[1] - drop * 0.16), (reach, low[1] - drop * 0.1), (low[0] - 8, low[1]), 8)
    roll(sheet, t, line, max(10.0, min(18.0, h * 0.085)))


def roll(sheet: Sheet, t: Tones, line: Sequence[Point], width: float) -> None:
    """A rounded strip along a line, lit from the upper left."""
    half = len(line) // 2 + 1
    sheet.stroke(curve(line), t.deep, width)
    sheet.stroke(curve([(x - 0.7, y - 1) for x, y in line]), t.base, width - 2.4)
    sheet.stroke(curve([(x - width * 0.14, y - width * 0.2) for x, y in line[:half]]), t.light, width * 0.42)
    sheet.stroke(curve([(x - width * 0.18, y - width * 0.27) for x, y in line[1 : half - 1]]), t.high, width * 0.14)


def _high(sheet: Sheet, form: Turned) -> None:
    """A bail of bent cane over a teapot."""
    h, top = form.height, form.base - form.height
    left, right = form.cx - form.radius(h * 0.86), form.cx + form.radius(h * 0.86)
    line = bow((left, top + h * 0.13), (left - 8, top - h * 0.8), (right + 8, top - h * 0.8), (right, top + h * 0.13), 9)
    roll(sheet, tones("#a97f4d"), line, 9)
    for x, y in line[3:6]:
        for step in (-6, 0, 6):
            sheet.stroke(f"M{number(x + step - 1.5)} {number(y - 4)}l3 8", "#6d4c28", 1.4, opacity=".6")


def _tube(sheet: Sheet, t: Tones, form: Turned) -> None:
    h = form.height
    root_high, root_low = form.at(-1, h * 0.6), form.at(-1, h * 0.26)
    tip = (root_high[0] - h * 0.42, form.base - h * 0.93)
    shape = [
        (root_high[0] + 14, root_high[1] - 4), (root_high[0] - h * 0.14, root_high[1] - h * 0.02), (tip[0] + 9, tip[1] + 2),
        (tip[0] - 5, tip[1] + 1), (root_low[0] - h * 0.24, root_low[1] - h * 0.28), (root_low[0] + 10, root_low[1] + 6),
    ]  # fmt: skip
    d = curve(sheet.hand.ring(shape, 0.7), closed=True, tension=0.8)
    cut = sheet.clip("tube", d)
    sheet.path(d, t.base)
    sheet.within(cut)
    sheet.stroke(curve(shape[:3]), t.light, 9)
    sheet.stroke(curve(shape[3:]), t.dark, 11)
    sheet.end()
    sheet.path(sheet.hand.ellipse(tip[0] + 2, tip[1] + 1.6, 7, 2.6), t.deep)


def _lid(sheet: Sheet, t: Tones, form: Turned, kind: str) -> None:
    r, y = form.rim, form.base - form.height
    wood = tones("#b48a5c") if kind == "wood" else t
    if kind == "flat":
        shape: list[Point] = [(0, r + 1), (5, r + 2), (9, r + 1), (11, r * 0.97), (15, r * 0.9)]
    elif kind == "wood":
        shape = [(0, r + 1), (3, r + 2.5), (12, r + 2.5), (14, r * 0.98)]
    else:
        shape = [(0, r + 2), (4, r + 2), (r * 0.16, r * 0.8), (r * 0.26, r * 0.45), (r * 0.3, r * 0.16)]
    top = Turned(sheet, shape, cx=form.cx, foot=y + form.eye * r * 0.98, name="lid", wobble=0.2, eye=form.eye)
    sheet.path(sheet.hand.ellipse(form.cx, y + 2, r + 1, form.eye * r + 2), t.deep)
    top.body(wood, shine=0.2)
    if kind != "knob":
        edge = top.base - top.height
        d = sheet.hand.ellipse(form.cx, edge, top.rim, top.eye * top.rim)
        sheet.path(d, wood.light)
        sheet.stroke(curve(top.arc(top.height, -0.9, 0.3)), wood.high, 1.2)
    if kind != "wood":
        knob_foot = top.base - top.height + (top.eye * top.rim * 0.3 if kind == "flat" else 3)
        knob = Turned(
            sheet, [(0, 6), (3, 5), (6, 7), (11, 12), (17, 12.5), (22, 9), (24, 2)], cx=form.cx, foot=knob_foot,
            name="knob", wobble=0.2,
        )  # fmt: skip
        knob.body(wood, shine=0.5, grain=False)


def _poured(sheet: Sheet, t: Tones, form: Turned) -> None:
    """The pinched lip of a jug, on the left."""
    r, y = form.rim, form.base - form.height
    x = form.cx - r
    shape = [(x + r * 0.75, y + form.eye * r * 0.9), (x + 2, y + 15), (x - r * 0.36, y - 6), (x - r * 0.3, y - 10),
             (x + r * 0.18, y - form.eye * r * 0.7)]  # fmt: skip
    d = curve(sheet.hand.ring(shape, 0.4), closed=True, tension=0.85)
    sheet.path(d, t.light)
    inner = [(x + r * 0.8, y + form.eye * r * 0.45), (x + 6, y + 2), (x - r * 0.27, y - 8), (x + r * 0.25, y - form.eye * r * 0.55)]
    sheet.path(curve(inner, closed=True, tension=0.8), t.deep)
    sheet.stroke(curve(shape[1:3]), t.high, 1.6, opacity=".8")


def plate(
    sheet: Sheet, colour: str, *, size: float = 300, well: float = 0.68, rim: str = "", speckled: bool = True,
    oval: float = 1.0, cx: float = 200, foot: float = FOOT, lines: str = "",
) -> None:  # fmt: skip
    """A plate that leans on the wall, seen from the front."""
    t, r = tones(colour), size / 2
    cy, ry = foot - r * oval, r * oval
    hand = sheet.hand
    outer = hand.ellipse(cx, cy, r, ry, 1.1, 16)
    sheet.shadow(cx, foot, r * 0.6)
    for reach, opacity in ((1.6, ".06"), (0.8, ".12")):
        sheet.path(hand.ellipse(cx + 12 * reach, cy + 8 * reach, r, ry), "#33291c", opacity=opacity)
    sheet.path(outer, t.base)
    cut = sheet.clip("plate", outer)
    sheet.within(cut)
    sheet.path(hand.ellipse(cx - r * 0.06, cy - ry * 0.07, r, ry), t.light)
    sheet.path(hand.ellipse(cx - r * 0.02, cy - ry * 0.02, r * 0.955, ry * 0.955), t.base)
    sheet.path(outer, sheet.fade("slant", t.light, ((0, 0.9), (0.5, 0.1), (1, 0)), "slant"))
    sheet.path(outer, sheet.fade("shade", t.dark, ((0.5, 0), (1, 0.75)), "slant"))
    w = r * well
    sheet.path(hand.ellipse(cx - 2, cy - 3, w * 1.045, w * oval * 1.045, 0.8, 14), t.deep, opacity=".55")
    sheet.path(hand.ellipse(cx + 2.5, cy + 3.5, w * 1.04, w * oval * 1.04, 0.8, 14), t.high)
    sheet.path(hand.ellipse(cx, cy, w, w * oval, 0.8, 14), t.base)
    sheet.path(hand.ellipse(cx + w * 0.1, cy + w * 0.12, w * 0.88, w * oval * 0.86), t.light, opacity=".75")
    sheet.path(hand.ellipse(cx + w * 0.2, cy + w * 0.24, w * 0.72, w * oval * 0.7), t.high, opacity=".5")
    sheet.path(outer, sheet.grain(t.dark), opacity=".5")
    if lines:
        for part in (0.9, 0.855):
            sheet.stroke(hand.ellipse(cx, cy, r * part, ry * part, 0.9, 16), lines, 2.4, opacity=".8")
    if speckled:
        sheet.path(outer, sheet.speckle(mix(t.line, "#5a4028", 0.6), 0.6))
    if rim:
        sheet.stroke(outer, rim, 5.5, opacity=".85")
    sheet.end()
    sheet.stroke(
        curve([(cx - r * 0.93, cy - ry * 0.3), (cx - r * 0.72, cy - ry * 0.66), (cx - r * 0.3, cy - ry * 0.93)]), t.high, 2,
        opacity=".8",
    )  # fmt: skip

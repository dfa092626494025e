"""Boards, spoons, cutlery, knives, brushes, a stool: wood with its grain, metal with its edge."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import Tones, tones
from comptoir.project.demo.drawn.pen import bow, curve, number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet
from comptoir.project.demo.drawn.turned import Turned


def veins(sheet: Sheet, t: Tones, x: float, y: float, width: float, height: float, *, upright: bool = True) -> None:
    """Year rings as they show in a board: long, never parallel, one knot."""
    off = sheet.hand.off
    lines = []
    for i in range(9):
        p = x + width * (i + 0.5) / 9 + off(width * 0.03)
        b = off(width * 0.05)
        if upright:
            lines.append(f"M{number(p)} {number(y)}c{number(b)} {number(height * 0.3)} {number(-b)} {number(height * 0.6)} {number(b * 0.6)} {number(height)}")
        else:
            p = y + height * (i + 0.5) / 9 + off(height * 0.03)
            b = off(height * 0.06)
            lines.append(f"M{number(x)} {number(p)}c{number(width * 0.3)} {number(b)} {number(width * 0.6)} {number(-b)} {number(width)} {number(b * 0.6)}")
    sheet.stroke("".join(lines[::2]), t.dark, 2.2, opacity=".5")
    sheet.stroke("".join(lines[1::2]), t.deep, 1.1, opacity=".5")
    kx, ky = x + width * 0.64, y + height * 0.6
    for r in (9, 5.5, 2.4):
        sheet.stroke(sheet.hand.ellipse(kx, ky, r * (0.7 if upright else 1.5), r * (1.5 if upright else 0.7), 0.6), t.deep, 1.2, opacity=".55")


def board(
    sheet: Sheet, colour: str, *, width: float = 180, height: float = 300, handle: bool = True, round_: bool = False, groove: bool = False,
    foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """A board that leans on the wall, standing on its end."""
    t, w = tones(colour), width / 2
    top = foot - height
    if round_:
        cy = foot - w
        d = sheet.hand.ellipse(cx, cy, w, w, 0.9, 16)
        if handle:
            d += f"M{number(cx - 17)} {number(cy - w + 6)}L{number(cx - 14)} {number(top + 12)}q14-22 28 0L{number(cx + 17)} {number(cy - w + 6)}z"
    elif handle:
        neck = top + height * 0.24
        d = (
            f"M{number(cx - w)} {number(foot - 8)}L{number(cx - w + 2)} {number(neck + 24)}q2-20 30-24q{number(w - 52)}-6 {number(w - 49)}-30L{number(cx - 17)} {number(top + 14)}"
            f"q18-22 36 0L{number(cx + 19)} {number(neck - 30)}q2 24 {number(w - 50)} 30q28 4 30 24L{number(cx + w)} {number(foot - 9)}q-1 8-9 8L{number(cx - w + 8)} {number(foot)}q-8 0-8-8z"
        )
    else:
        d = f"M{number(cx - w)} {number(top + 9)}q0-8 9-9L{number(cx + w - 8)} {number(top + 1)}q8 0 8 8L{number(cx + w + 1)} {number(foot - 9)}q0 8-8 9L{number(cx - w + 8)} {number(foot)}q-8 0-8-8z"
    sheet.shadow(cx, foot, w * 0.95)
    sheet.on_wall(d, 9, 7)
    sheet.path(d, t.deep, transform="translate(3 1.5)")
    sheet.within(sheet.clip("board", d))
    sheet.path(d, t.base)
    veins(sheet, t, cx - w, top, width, height)
    sheet.path(d, sheet.fade("lit", t.high, ((0, 0.7), (0.6, 0)), "slant"))
    sheet.path(d, sheet.fade("dim", t.deep, ((0.55, 0), (1, 0.55)), "slant"))
    sheet.end()
    sheet.stroke(d, t.high, 1.4, opacity=".55")
    if groove:
        g = w - 16
        y0, y1 = (top + 16, foot - 18) if not handle else (top + height * 0.34, foot - 18)
        ring = f"M{number(cx - g)} {number(y0 + 12)}q0-12 12-12h{number(2 * g - 24)}q12 0 12 12V{number(y1 - 12)}q0 12-12 12h{number(-2 * g + 24)}q-12 0-12-12z"
        sheet.stroke(ring, t.deep, 5, opacity=".6")
        sheet.stroke(ring, t.high, 1.5, opacity=".5", transform="translate(1.6 2)")
    if handle:
        sheet.path(sheet.hand.ellipse(cx, top + 26, 7, 7.4), t.line)
        sheet.path(sheet.hand.ellipse(cx + 1.2, top + 27.4, 5.6, 5.6), "#d8d0bf")


def _laid(sheet: Sheet, d: str, t: Tones, name: str, *, metal: bool) -> None:
    """One long thing upright against the wall."""
    sheet.on_wall(d, 6, 5)
    sheet.within(sheet.clip(name, d))
    sheet.path(d, t.base)
    sheet.path(d, sheet.fade(f"{name}-l", t.high, ((0, 0.95), (0.45, 0.1), (1, 0))))
    sheet.path(d, sheet.fade(f"{name}-d", t.deep, ((0.4, 0), (1, 0.85))))
    if metal:
        sheet.path(d, sheet.pattern("steel", 7, 60, '<path d="M1.5 0v40M4.2 14v46" stroke="#fff" stroke-width=".7" opacity=".35"/>'))
    sheet.end()
    sheet.stroke(d, t.line, 1, opacity=".45")


def _spoon(x: float, top: float, foot: float, bowl: float, length: float) -> str:
    return (
        f"M{number(x - 6)} {number(foot - 4)}L{number(x - 3.4)} {number(top + length + 6)}C{number(x - bowl * 0.5)} {number(top + length * 0.92)} {number(x - bowl)} {number(top + length * 0.62)} {number(x - bowl)} {number(top + length * 0.42)}"
        f"C{number(x - bowl)} {number(top + length * 0.1)} {number(x - bowl * 0.5)} {number(top)} {number(x)} {number(top)}"
        f"C{number(x + bowl * 0.52)} {number(top)} {number(x + bowl)} {number(top + length * 0.1)} {number(x + bowl)} {number(top + length * 0.42)}"
        f"C{number(x + bowl)} {number(top + length * 0.62)} {number(x + bowl * 0.5)} {number(top + length * 0.92)} {number(x + 3.4)} {number(top + length + 6)}L{number(x + 6)} {number(foot - 4)}Q{number(x)} {number(foot + 4)} {number(x - 6)} {number(foot - 4)}Z"
    )


def _fork(x: float, top: float, foot: float, half: float, length: float) -> str:
    tines, step = [], half * 2 / 3.6
    p = x - half
    for i in range(4):
        w = step * 0.56
        tines.append(f"L{number(p + 0.6)} {number(top + 3)}q{number(w / 2)}-6 {number(w - 1)} 0L{number(p + w)} {number(top + length * 0.56)}")
        if i < 3:
            gap = step * 1.02 - w
            tines.append(f"q{number(gap / 2)} 7 {number(gap)} 0")
        p += step * 1.02
    return (
        f"M{number(x - half)} {number(top + length * 0.6)}{''.join(tines)}C{number(x + half)} {number(top + length * 0.9)} {number(x + 4)} {number(top + length)} {number(x + 3.4)} {number(top + length + 12)}"
        f"L{number(x + 6)} {number(foot - 4)}Q{number(x)} {number(foot + 4)} {number(x - 6)} {number(foot - 4)}L{number(x - 3.4)} {number(top + length + 12)}"
        f"C{number(x - 4)} {number(top + length)} {number(x - half)} {number(top + length * 0.9)} {number(x - half)} {number(top + length * 0.6)}Z"
    )


def _blade(x: float, top: float, foot: float, wide: float, length: float) -> str:
    return (
        f"M{number(x - wide * 0.5)} {number(top + length)}L{number(x - wide * 0.5)} {number(top + length * 0.3)}Q{number(x - wide * 0.44)} {number(top + 4)} {number(x + wide * 0.3)} {number(top)}"
        f"L{number(x + wide * 0.5)} {number(top + length * 0.4)}L{number(x + wide * 0.5)} {number(top + length)}L{number(x + wide * 0.36)} {number(foot - 4)}Q{number(x)} {number(foot + 4)} {number(x - wide * 0.4)} {number(foot - 4)}Z"
    )


def cutlery(
    sheet: Sheet, colour: str, *, parts: str = "fks", height: float = 300, metal: bool = True, grip: str = "", foot: float = FOOT,
    cx: float = 200,
) -> None:  # fmt: skip
    """Forks (f), knives (k), spoons (s), ladles (l) side by side against the wall; `grip` colours their handles."""
    t = tones(colour)
    gap = min(78.0, 250 / max(1, len(parts)))
    for i, part in enumerate(parts):
        x = cx + (i - (len(parts) - 1) / 2) * gap
        top = foot - height + (12 if part == "k" else 0) + sheet.hand.off(3)
        d = {
            "f": lambda x, y: _fork(x, y, foot, 17, height * 0.36), "k": lambda x, y: _blade(x, y, foot, 22, height * 0.52),
            "s": lambda x, y: _spoon(x, y, foot, 22, height * 0.27), "l": lambda x, y: _spoon(x, y, foot, 34, height * 0.26),
            "b": lambda x, y: _blade(x, y, foot, 40, height * 0.62),
        }[part](x, top)  # fmt: skip
        sheet.shadow(x, foot, 12)
        _laid(sheet, d, t, f"tool{i}", metal=metal)
        if part in "sl":
            bowl, length = (22, height * 0.27) if part == "s" else (34, height * 0.26)
            sheet.path(sheet.hand.ellipse(x + 1.2, top + length * 0.45, bowl * 0.7, length * 0.38, 0.3), t.dark, opacity=".75")
            sheet.path(sheet.hand.ellipse(x + bowl * 0.2, top + length * 0.56, bowl * 0.42, length * 0.22, 0.3), t.light, opacity=".8")
        if grip:
            g = tones(grip)
            h = height * 0.42
            wide = 9 if part != "b" else 15
            handle = f"M{number(x - wide * 0.6)} {number(foot - h)}h{number(wide * 1.2)}q{number(wide * 0.6)} {number(h * 0.5)} {number(wide * 0.3)} {number(h - 5)}q{number(-wide * 0.9)} 7 {number(-wide * 1.8)} 0q{number(-wide * 0.3)} {number(-h * 0.45)} {number(wide * 0.3)} {number(-h + 5)}z"
            _laid(sheet, handle, g, f"grip{i}", metal=False)
            for y in (foot - h * 0.75, foot - h * 0.3):
                sheet.path(sheet.hand.ellipse(x, y, 2.6, 2.6, 0.1), "#c9a35c")


def brush(sheet: Sheet, colour: str, *, bristle: str = "#d9c39a", height: float = 300, foot: float = FOOT, cx: float = 200) -> None:
    """A dish brush with a round head, hung with its bristles to the right."""
    t, b = tones(colour), tones(bristle)
    top = foot - height
    d = f"M{number(cx - 9)} {number(top + 14)}q9-20 18 0L{number(cx + 11)} {number(foot - 100)}q22 6 28 34q3 34-2 58q-36 16-74 0q-5-28-2-58q6-28 28-34z"
    sheet.shadow(cx, foot, 40)
    hair = "".join(f"M{number(cx - 37 + i * 3.9)} {number(foot - 18)}l{number((i - 9.5) * 0.7 + sheet.hand.off(1))} {number(19 + sheet.hand.off(1.5))}" for i in range(20))
    sheet.stroke(hair, b.deep, 3.4)
    sheet.stroke(hair, b.light, 1.6)
    _laid(sheet, d, t, "brush", metal=False)
    sheet.within("url(#brush)")
    veins(sheet, t, cx - 40, top, 80, height)
    sheet.end()
    sheet.stroke(f"M{number(cx)} {number(top + 16)}q-16-26 0-34q14 8 0 34", "#7c5a38", 3)


def stool(sheet: Sheet, colour: str, *, height: float = 270, width: float = 190, foot: float = FOOT, cx: float = 200) -> None:
    """Three legs and a round seat."""
    t = tones(colour)
    top = foot - height
    sheet.shadow(cx, foot, width * 0.46)
    for x0, x1, y1, tone in ((0.06, 0.1, -14, t.dark), (-0.3, -0.44, 0, t.base), (0.3, 0.46, 0, t.base)):
        a, b = cx + width * x0, cx + width * x1
        d = f"M{number(a - 10)} {number(top + 24)}h20L{number(b + 7)} {number(foot + y1)}q-7 3-13 0z"
        sheet.path(d, tone)
        sheet.path(d, sheet.fade("leg", t.deep, ((0.4, 0), (1, 0.7))))
    form = Turned(sheet, [(0, width * 0.47), (6, width * 0.5), (20, width * 0.5), (26, width * 0.48)], cx=cx, foot=top + 40, name="seat", wobble=0.3)
    form.body(t, shine=0.1)
    y = form.base - form.height
    seat = sheet.hand.ellipse(cx, y, width * 0.48, width * 0.064, 0.3)
    sheet.within(sheet.clip("top", seat))
    sheet.path(seat, t.light)
    for share in (0.9, 0.66, 0.4, 0.16):
        sheet.stroke(sheet.hand.ellipse(cx + 14, y + 1, width * 0.48 * share, width * 0.064 * share, 0.4), t.dark, 1.3, opacity=".6")
    sheet.end()


def tray(sheet: Sheet, colour: str, *, width: float = 300, height: float = 200, foot: float = FOOT, cx: float = 200) -> None:
    """An oval tray leaning on the wall."""
    t, w, h = tones(colour), width / 2, height / 2
    cy = foot - h
    sheet.shadow(cx, foot, w * 0.5)
    outer = sheet.hand.ellipse(cx, cy, w, h, 0.8, 16)
    sheet.on_wall(outer, 10, 8)
    sheet.path(outer, t.dark)
    sheet.path(sheet.hand.ellipse(cx - 1.5, cy - 2, w - 2, h - 2, 0.6, 16), t.light)
    inner = sheet.hand.ellipse(cx, cy, w - 15, h - 15, 0.6, 16)
    sheet.within(sheet.clip("tray", inner))
    sheet.path(inner, t.base)
    veins(sheet, t, cx - w, cy - h, width, height, upright=False)
    sheet.path(inner, sheet.fade("in", t.deep, ((0, 0.6), (0.3, 0.05), (1, 0)), "slant"))
    sheet.path(inner, sheet.fade("lit", t.high, ((0.5, 0), (1, 0.5)), "slant"))
    sheet.end()
    sheet.stroke(inner, t.line, 1.5, opacity=".55")
    for side in (-1, 1):
        slot = bow((cx + side * (w - 8), cy - 26), (cx + side * (w - 1), cy - 10), (cx + side * (w - 1), cy + 10), (cx + side * (w - 8), cy + 26), 5)
        sheet.stroke(curve(slot), t.line, 7, opacity=".85")

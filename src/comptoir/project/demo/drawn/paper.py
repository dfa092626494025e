"""Books, notebooks, cards, boxes, and a soap."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import tones
from comptoir.project.demo.drawn.fabric import linen
from comptoir.project.demo.drawn.pen import number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet


def book(
    sheet: Sheet, colour: str, *, width: float = 220, height: float = 290, label: str = "#f4eddc", motif: str = "bowl", ribbon: str = "",
    foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """A clothbound book that stands with its front to us, pages to the right."""
    t, x0, top = tones(colour), cx - width / 2, foot - height
    sheet.shadow(cx, foot, width * 0.5)
    sheet.on_wall(f"M{number(x0)} {number(top)}h{number(width + 10)}V{number(foot)}H{number(x0)}z", 9, 4)
    pages = f"M{number(x0 + width - 2)} {number(top + 5)}l15-7V{number(foot - 9)}l-15 5z"
    sheet.path(pages, "#efe7d6")
    for i in (3, 6, 9, 12):
        sheet.stroke(f"M{number(x0 + width - 2 + i)} {number(top + 5 - i * 0.45)}V{number(foot - 5 - i * 0.3)}", "#b9ad97", 0.8)
    sheet.path(f"M{number(x0 + 4)} {number(top)}l14-8H{number(x0 + width + 14)}l-15 8z", t.dark)
    d = f"M{number(x0)} {number(top + 3)}q0-3 3-3L{number(x0 + width)} {number(top)}V{number(foot - 1)}L{number(x0 + 4)} {number(foot)}q-4 0-4-4z"
    sheet.within(sheet.clip("cover", d))
    sheet.path(d, t.base)
    sheet.path(d, linen(sheet, t))
    sheet.path(d, sheet.fade("lit", t.high, ((0, 0.6), (0.6, 0)), "slant"))
    sheet.path(d, sheet.fade("dim", t.deep, ((0.5, 0), (1, 0.5)), "slant"))
    sheet.stroke(f"M{number(x0 + 20)} {number(top)}V{number(foot)}", t.deep, 4, opacity=".5")
    sheet.stroke(f"M{number(x0 + 23)} {number(top)}V{number(foot)}", t.high, 1.5, opacity=".5")
    sheet.end()
    lx, ly, lw, lh = x0 + width * 0.27, top + height * 0.16, width * 0.56, height * 0.4
    sheet.path(f"M{number(lx)} {number(ly)}l{number(lw)}-1 1 {number(lh)}-{number(lw)} 1z", label)
    sheet.stroke(f"M{number(lx + 6)} {number(ly + 6)}h{number(lw - 12)}v{number(lh - 12)}h{number(-lw + 12)}z", t.base, 1.4)
    mx, my = lx + lw / 2, ly + lh * 0.46
    if motif == "bowl":
        sheet.path(f"M{number(mx - 30)} {number(my - 8)}q30 8 60 0q-4 34-22 36h-16q-18-2-22-36z", t.base)
        sheet.path(f"M{number(mx - 30)} {number(my - 8)}q30-10 60 0q-30 9-60 0z", t.deep)
    elif motif == "leaf":
        for i, bend in enumerate((-20, 18, -16, 20)):
            sheet.path(f"M{number(mx)} {number(my + 26 - i * 16)}q{bend}-4 {number(bend * 1.3)}-18q{number(-bend)} 0 {number(-bend * 1.3)} 18z", t.base)
        sheet.stroke(f"M{number(mx)} {number(my + 34)}V{number(my - 34)}", t.base, 2)
    else:
        for i in range(5):
            sheet.stroke(f"M{number(mx - 32)} {number(my - 20 + i * 11)}h64", t.base, 1.3)
    sheet.stroke(f"M{number(mx - 26)} {number(ly + lh - 22)}h52M{number(mx - 14)} {number(ly + lh - 14)}h28", t.line, 2)
    if ribbon:
        sheet.stroke(f"M{number(x0 + width * 0.62)} {number(foot - 2)}q6 10 2 24", ribbon, 5)


def card(sheet: Sheet, colour: str, *, width: float = 260, height: float = 170, foot: float = FOOT, cx: float = 200) -> None:
    """An envelope with a card half out of it: a gift card, a session, a repair."""
    t, paper = tones(colour), tones("#ece2cd")
    x0, top = cx - width / 2, foot - height
    sheet.shadow(cx, foot, width * 0.5)
    slip = f"M{number(x0 + 20)} {number(top - 66)}l{number(width - 44)}-3 4 140H{number(x0 + 22)}z"
    sheet.on_wall(slip, 7, 6)
    sheet.path(slip, t.base)
    sheet.path(slip, sheet.fade("slip", t.deep, ((0.3, 0), (1, 0.6)), "down"))
    mx = cx - 2
    sheet.path(f"M{number(mx - 24)} {number(top - 34)}q24 7 48 0q-3 27-18 29h-12q-15-2-18-29z", paper.light)
    sheet.path(f"M{number(mx - 24)} {number(top - 34)}q24-8 48 0q-24 7-48 0z", t.line)
    d = f"M{number(x0)} {number(top)}l{number(width)}-1 1 {number(height)}H{number(x0 + 1)}z"
    sheet.path(d, paper.base)
    sheet.path(d, sheet.fade("env", paper.deep, ((0.3, 0), (1, 0.6)), "slant"))
    sheet.path(f"M{number(x0)} {number(foot)}L{number(cx - 22)} {number(top + height * 0.46)}q22 14 44 0L{number(x0 + width)} {number(foot)}z", paper.light)
    sheet.stroke(f"M{number(x0)} {number(foot)}L{number(cx - 22)} {number(top + height * 0.46)}M{number(cx + 22)} {number(top + height * 0.46)}L{number(x0 + width)} {number(foot)}", paper.deep, 1.4)
    sheet.stroke(f"M{number(x0)} {number(top)}L{number(cx - 24)} {number(top + height * 0.5)}q24 16 48 0L{number(x0 + width)} {number(top)}", paper.dark, 1.6)


def soap(sheet: Sheet, colour: str, *, width: float = 190, height: float = 120, foot: float = FOOT, cx: float = 200) -> None:
    """A block of soap, stamped, on its wrapper of grey paper."""
    t, w, top = tones(colour), width / 2, foot - height
    sheet.shadow(cx, foot, w)
    face = f"M{number(cx - w)} {number(top + 20)}q0-8 8-8L{number(cx + w - 26)} {number(top + 14)}q7 0 7 8V{number(foot - 9)}q0 9-8 9L{number(cx - w + 9)} {number(foot)}q-9 0-9-9z"
    side = f"M{number(cx + w - 24)} {number(top + 15)}L{number(cx + w - 4)} {number(top + 2)}q8 2 8 8V{number(foot - 22)}q0 6-5 9L{number(cx + w - 22)} {number(foot - 1)}z"
    lid = f"M{number(cx - w + 3)} {number(top + 14)}L{number(cx - w + 32)} {number(top)}q4-2 9-2L{number(cx + w - 2)} {number(top + 1)}L{number(cx + w - 22)} {number(top + 15)}z"
    sheet.path(side, t.dark)
    sheet.path(side, sheet.grain(t.line), opacity=".6")
    sheet.path(lid, t.high)
    sheet.path(face, t.base)
    sheet.path(face, sheet.fade("face", t.deep, ((0.3, 0), (1, 0.45)), "slant"))
    sheet.path(face, sheet.grain(t.deep), opacity=".6")
    x0, x1, y0, y1 = cx - w + 18, cx + w - 38, top + 32, foot - 18
    for shift, tone, opacity in ((1.4, t.high, ".9"), (0, t.deep, ".7")):
        ring = f"M{number(x0)} {number(y0 + shift)}H{number(x1)}V{number(y1 + shift)}H{number(x0)}z"
        sheet.stroke(ring, tone, 2, opacity=opacity)
        sheet.stroke(f"M{number(x0 + 20)} {number((y0 + y1) / 2 - 9 + shift)}H{number(x1 - 20)}M{number(x0 + 38)} {number((y0 + y1) / 2 + 9 + shift)}H{number(x1 - 38)}", tone, 4, opacity=opacity)

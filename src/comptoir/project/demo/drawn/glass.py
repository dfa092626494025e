"""Blown glass: what one sees is the edge, the thick foot, and what the light does behind it."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import mix, shade, tones
from comptoir.project.demo.drawn.pen import curve, number
from comptoir.project.demo.drawn.sheet import FOOT, WALL, Sheet
from comptoir.project.demo.drawn.turned import Turned

PROFILES = {
    "tumbler": ((0, 0.7), (0.03, 0.74), (0.4, 0.86), (0.75, 0.95), (1, 1)),
    "straight": ((0, 0.93), (0.03, 0.98), (0.5, 0.97), (1, 1)),
    "carafe": ((0, 0.78), (0.03, 0.86), (0.16, 1), (0.34, 0.98), (0.5, 0.72), (0.64, 0.42), (0.8, 0.36), (0.94, 0.42), (1, 0.52)),
    "bottle": ((0, 0.92), (0.02, 0.98), (0.3, 1), (0.58, 0.98), (0.7, 0.66), (0.78, 0.36), (0.95, 0.33), (0.96, 0.4), (1, 0.4)),
    "jar": ((0, 0.9), (0.02, 0.96), (0.1, 1), (0.78, 1), (0.88, 0.84), (0.94, 0.8), (1, 0.82)),
    "bell": ((0, 0.5), (0.04, 0.6), (0.25, 0.94), (0.5, 1), (0.8, 0.88), (1, 0.78)),
    "vase": ((0, 0.66), (0.02, 0.72), (0.2, 0.9), (0.45, 0.86), (0.7, 0.62), (0.9, 0.72), (1, 0.9)),
    "stem": ((0, 0.86), (0.25, 1), (0.55, 0.97), (0.8, 0.86), (1, 0.76)),
}  # fmt: skip


def blown(
    sheet: Sheet, colour: str, *, profile: str, height: float, width: float, stem: float = 0.0, water: float = 0.0,
    cork: bool = False, foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    """`colour` tints the glass; `stem` is the height of a foot and stem below it, `water` how full it is (0 to 1)."""
    line, glow = shade(mix(colour, "#7e8f8a", 0.35), -0.2), "#ffffff"
    shape = [(h * height, r * width / 2) for h, r in PROFILES[profile]]
    if stem:
        shape = [(0, 5), (height * 0.03, width * 0.2), *((h + height * 0.04, r) for h, r in shape[1:])]
    form = Turned(sheet, shape, cx=cx, foot=foot - stem, wobble=0.5, eye=0.14)
    sheet.shadow(cx, foot - 1, width * (0.42 if not stem else 0.34))
    sheet.add(
        f'<ellipse cx="{number(cx + width * 0.52)}" cy="{number(foot - 3)}" rx="{number(width * 0.36)}" ry="5" fill="#fff" opacity=".5"/>'
    )
    if stem:
        _stem(sheet, line, colour, cx, foot, stem, width)
    tint = sheet.fade("tint", mix(colour, WALL, 0.1), ((0, 0.66), (0.12, 0.34), (0.5, 0.2), (0.86, 0.36), (1, 0.72)))
    sheet.within(sheet.clip("form-cut", form.outline()))
    sheet.path(form.box(), tint)
    if water:
        level = height * water
        body = curve(form.arc(level)) + f"L{number(cx + width)} {number(foot + 20)}H{number(cx - width)}Z"
        sheet.path(body, mix(colour, "#a9bcb8", 0.5), opacity=".3")
        r = form.radius(level)
        sheet.path(sheet.hand.ellipse(cx, form.base - level, r, r * form.eye, 0.2), glow, opacity=".45")
    if not stem:
        thick = height * 0.035 + 5
        sheet.path(curve(form.arc(thick)) + f"L{number(cx + width)} {number(foot + 20)}H{number(cx - width)}Z", line, opacity=".3")
        sheet.stroke(curve(form.arc(thick)), glow, 2, opacity=".8")
        sheet.stroke(curve(form.arc(2, -0.7, 0.5)), glow, 2.4, opacity=".7")
    low, high = height * 0.13, height * 0.9
    sheet.path(form.between(-0.86, -0.7, low, high), glow, opacity=".62")
    sheet.path(form.between(-0.62, -0.58, low * 1.8, high * 0.9), glow, opacity=".5")
    sheet.path(form.between(0.7, 0.86, low * 1.2, high * 0.8), line, opacity=".22")
    sheet.path(form.between(0.88, 0.93, low, high), glow, opacity=".5")
    sheet.end()
    sheet.stroke(curve(form.side(-1)), line, 1.5, opacity=".75")
    sheet.stroke(curve(form.side(1)), line, 1.8, opacity=".85")
    sheet.stroke(curve(form.arc(0)), line, 1.8, opacity=".8")
    y, r = form.base - form.height, form.rim
    if cork:
        stopper = Turned(sheet, [(0, r - 3), (14, r - 2), (34, r + 1)], cx=cx, foot=y + 12, name="cork", wobble=0.3)
        stopper.body(tones("#b98f61"), shine=0)
        sheet.path(sheet.hand.ellipse(cx, stopper.base - 34, r + 1, r * 0.14), "#cfa878")
    sheet.stroke(sheet.hand.ellipse(cx, y, r, r * form.eye, 0.3, 14), line, 1.7, opacity=".85")
    sheet.stroke(curve(form.arc(form.height, -0.9, 0.1)), glow, 1.6, opacity=".9")


def _stem(sheet: Sheet, line: str, colour: str, cx: float, foot: float, stem: float, width: float) -> None:
    r = width * 0.36
    sheet.path(sheet.hand.ellipse(cx, foot - r * 0.13, r, r * 0.14, 0.2), mix(colour, WALL, 0.3), opacity=".6")
    sheet.stroke(sheet.hand.ellipse(cx, foot - r * 0.13, r, r * 0.14, 0.2), line, 1.6, opacity=".8")
    d = (
        f"M{number(cx - 7)} {number(foot - stem - 4)}Q{number(cx - 2.4)} {number(foot - stem * 0.6)} {number(cx - 3)} {number(foot - stem * 0.3)}"
        f"Q{number(cx - 3)} {number(foot - 12)} {number(cx - r * 0.5)} {number(foot - r * 0.13)}H{number(cx + r * 0.5)}"
        f"Q{number(cx + 3)} {number(foot - 12)} {number(cx + 3)} {number(foot - stem * 0.3)}Q{number(cx + 2.4)} {number(foot - stem * 0.6)} {number(cx + 7)} {number(foot - stem - 4)}Z"
    )
    sheet.path(d, mix(colour, WALL, 0.2), opacity=".55")
    sheet.stroke(d, line, 1.3, opacity=".7")
    sheet.stroke(f"M{number(cx - 1.4)} {number(foot - stem)}V{number(foot - 14)}", "#fff", 1.6, opacity=".8")

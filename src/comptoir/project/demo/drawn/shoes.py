"""Shoes, a pair seen from the side; the one behind stands a little further right."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import tones
from comptoir.project.demo.drawn.fabric import cloth
from comptoir.project.demo.drawn.pen import number
from comptoir.project.demo.drawn.sheet import FOOT, Sheet

# In a box of 270 by 210: the toe to the left, the ground at 0. The outline of the upper, open at the sole.
UPPERS = {
    "derby": "M5-13C-5-40 10-60 46-63C82-68 104-82 124-101C133-110 147-112 158-107C164-94 196-84 224-93C240-98 249-106 254-107C263-82 265-48 260-16Z",
    "loafer": "M5-13C-5-38 10-56 46-59C80-63 98-72 116-84C126-90 138-90 148-84C172-72 206-76 232-88C242-93 249-97 254-98C263-76 265-46 260-16Z",
    "boot": "M5-13C-5-40 10-60 46-63C84-68 112-84 122-118C127-138 127-164 125-196C154-203 204-204 238-198C238-160 240-130 247-104C258-70 264-44 260-16Z",
    "slipper": "M6-8C-6-46 22-70 64-70C100-69 122-70 140-64C150-58 164-46 192-40C222-38 244-46 258-52C264-36 264-22 260-9Z",
    "espadrille": "M8-22C0-50 22-64 62-65C96-66 114-72 130-78C140-80 150-76 156-68C172-54 206-58 230-72C240-78 248-84 253-84C261-64 262-44 258-22Z",
    "sneaker": "M4-20C-5-48 14-66 54-68C88-73 108-88 126-108C136-118 150-118 160-112C168-98 198-92 226-100C240-105 248-112 253-113C262-88 264-54 260-20Z",
    "clog": "M4-24C-4-52 14-78 52-84C92-90 128-84 150-74C160-66 158-50 150-44C180-40 222-44 250-50C262-44 264-34 260-24Z",
}  # fmt: skip
SOLES = {
    "derby": "M3-14Q1 0 14 0H118Q150-3 178-3V0H256Q261 0 260-16Z",
    "loafer": "M3-13Q1 0 14 0H118Q150-3 182-3V0H256Q261 0 260-15Z",
    "boot": "M3-14Q1 0 14 0H118Q150-3 176-3V0H257Q262 0 260-20Z",
    "slipper": "M5-10Q3 0 15 0H250Q262 0 261-11Z",
    "espadrille": "M6-24Q2 0 18 0H244Q262 0 259-24Z",
    "sneaker": "M2-22Q0 0 16 0H246Q263 0 261-22Z",
    "clog": "M2-26Q0 0 20 0H98Q110-12 150-12T196 0H250Q264 0 261-26Z",
}


def pair(
    sheet: Sheet, colour: str, *, kind: str = "derby", sole: str = "#6d4a2d", weave: str = "leather", scale: float = 1.08,
    foot: float = FOOT, cx: float = 200,
) -> None:  # fmt: skip
    left = cx - 160 * scale
    sheet.shadow(cx + 40, foot - 16, 120 * scale)
    _one(sheet, colour, kind, sole, weave, left + 62 * scale, foot - 19, scale * 0.97, "far")
    sheet.shadow(cx - 24, foot, 128 * scale)
    _one(sheet, colour, kind, sole, weave, left, foot, scale, "near")


def _one(sheet: Sheet, colour: str, kind: str, sole: str, weave: str, x: float, y: float, scale: float, name: str) -> None:
    t, s = tones(colour), tones(sole)
    sheet.group(f"translate({number(x)} {number(y)}) scale({scale:.3f})")
    upper = UPPERS[kind]
    if kind not in ("boot",):
        _inside(sheet, t.line, kind)
    cloth(sheet, upper, t, weave, name=name, light=0.85, dim=0.7)
    sheet.path(upper, sheet.fade(f"{name}-foot", t.deep, ((0.45, 0), (1, 0.6)), "down"))
    sheet.path("M10-30C24-52 60-56 88-62C66-44 34-40 12-24Z", t.high, opacity=".35")
    sheet.end()
    _details(sheet, t.line, t.high, t.deep, kind)
    sheet.stroke(upper.replace("Z", ""), t.line, 1.5, opacity=".5")
    d = SOLES[kind]
    cloth(sheet, d, s, "canvas" if kind == "espadrille" else "leather", name=f"{name}-sole", light=0.5, dim=0.9)
    if kind == "espadrille":
        for row in (-19, -12, -5):
            sheet.stroke(f"M4 {row}H262", s.deep, 6.4, stroke_dasharray="1.5 5", stroke_linecap="butt", opacity=".6")
            sheet.stroke(f"M4 {row - 3.6}H262", s.line, 1, opacity=".5")
    sheet.end()
    if kind in ("derby", "boot", "loafer"):
        sheet.stroke("M5-14Q130-10 259-16", s.high, 1.3, stroke_dasharray="3.5 2.6", opacity=".9")
    if kind == "sneaker":
        sheet.stroke("M3-14Q130-10 261-14", s.dark, 1.4, opacity=".8")
    sheet.end()


def _inside(sheet: Sheet, line: str, kind: str) -> None:
    """The far edge of the opening."""
    d = {
        "derby": "M150-108C170-122 228-118 254-107C236-80 190-74 158-92Z", "loafer": "M120-84C160-104 226-108 254-98C232-66 170-58 136-76Z",
        "slipper": "M140-64C166-76 226-66 258-52C236-28 176-26 146-46Z", "espadrille": "M132-78C164-94 226-94 253-84C232-50 176-42 148-60Z",
        "sneaker": "M150-114C172-128 230-124 253-113C236-86 190-80 160-96Z", "clog": "M140-76C150-76 156-60 150-46Z",
    }[kind]  # fmt: skip
    sheet.path(d, line)


def _details(sheet: Sheet, line: str, high: str, deep: str, kind: str) -> None:
    def stitched(d: str) -> None:
        sheet.stroke(d, line, 1.6, opacity=".55")
        sheet.stroke(d, high, 1.1, stroke_dasharray="4 3", opacity=".85", transform="translate(-2.4 -1.6)")

    if kind in ("derby", "sneaker"):
        stitched("M158-107C150-84 146-62 152-16" if kind == "derby" else "M160-112C152-88 148-60 152-22")
        stitched("M58-60C74-46 78-32 74-14")
        stitched("M232-98C226-66 230-38 236-16")
        rise = 0 if kind == "derby" else -6
        for x, y in ((104, -76), (117, -87), (130, -98)):
            sheet.stroke(f"M{x} {y + rise}q12 2 20 14", "#efe6d2" if kind == "sneaker" else line, 4)
            sheet.stroke(f"M{x} {y + rise - 1.4}q12 2 20 14", high, 1.2, opacity=".6")
    if kind == "loafer":
        stitched("M20-42C46-30 96-34 128-58")
        sheet.path("M96-72C112-62 124-44 126-18L150-16C150-44 142-70 124-88Z", deep)
        sheet.path("M96-72C112-62 124-44 126-18L146-16C146-44 138-68 120-85Z", high, opacity=".22")
        sheet.path("M120-58q8-4 14 0l2 13q-8 4-14 0z", line, opacity=".8")
        stitched("M232-88C226-62 230-36 236-16")
    if kind == "boot":
        gusset = "M160-202L206-203C208-160 200-122 184-92C168-120 158-160 160-202Z"
        sheet.path(gusset, deep)
        for i in range(6):
            sheet.stroke(f"M{166 + i * 7}-200C{168 + i * 5}-160 {172 + i * 4}-130 {180 + i * 1.5:.1f}-100", line, 1.3, opacity=".7")
        stitched("M184-92C184-60 178-40 176-16")
        sheet.path("M232-200q14-22 12 8l-4 14z", deep)
        sheet.stroke("M128-120q10 8 24 2M126-104q12 10 30 4", deep, 4, opacity=".3")
    if kind == "slipper":
        stitched("M24-56C60-40 110-40 146-60")
        sheet.stroke("M140-64C150-58 164-46 192-40C222-38 244-46 258-52", high, 3.4)
    if kind == "espadrille":
        stitched("M110-68C98-54 92-40 92-23")
        sheet.stroke("M130-78C140-80 150-76 156-68C172-54 206-58 230-72L253-84", high, 2.6)
    if kind == "clog":
        sheet.path("M120-82C138-66 140-44 136-26L158-26C160-52 156-70 142-80Z", deep, opacity=".8")
        for y in (-30, -44, -58):
            sheet.path(f"M143 {y}h5v5h-5z", "#c9a35c")

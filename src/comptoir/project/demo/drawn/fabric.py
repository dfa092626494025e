"""Cloth: what it is woven or knitted of, and how it takes the light."""

from __future__ import annotations

from comptoir.project.demo.drawn.colour import Tones, shade, tones
from comptoir.project.demo.drawn.sheet import Sheet, number


def linen(sheet: Sheet, t: Tones) -> str:
    """Plain weave with a thick thread now and then."""
    return sheet.pattern(
        f"linen{t.base[1:]}", 22, 20,
        f'<path d="M0 2.5H22M0 9H22M0 15.5H22" stroke="{t.dark}" stroke-width=".7" opacity=".5"/>'
        f'<path d="M3 0V20M9.5 0V20M17 0V20" stroke="{t.high}" stroke-width=".7" opacity=".6"/>'
        f'<path d="M5 6.2h9M15 12.4h6" stroke="{t.deep}" stroke-width=".9" opacity=".4"/>', 1.5,
    )  # fmt: skip


def wool(sheet: Sheet, t: Tones) -> str:
    """Twill of carded wool: slanted, a little hairy."""
    return sheet.pattern(
        f"wool{t.base[1:]}", 12, 12,
        f'<path d="M-1 7 7-1M5 13 13 5" stroke="{t.dark}" stroke-width="1.5" opacity=".55"/>'
        f'<path d="M-1 10 10-1M2 13 13 2" stroke="{t.high}" stroke-width=".8" opacity=".4"/>'
        f'<path d="M3 4l2-.6M8 9l2 .5" stroke="{t.high}" stroke-width=".6" opacity=".7"/>',
    )  # fmt: skip


def waffle(sheet: Sheet, t: Tones) -> str:
    return sheet.pattern(
        f"waffle{t.base[1:]}", 11, 11,
        f'<path fill="{t.dark}" opacity=".6" d="M2 2h7l-2 2.4H4.2V7L2 9z"/><path fill="{t.high}" opacity=".6" d="M9 2v7H2l2.2-2H7V4.4z"/>',
        1,
    )  # fmt: skip


def herringbone(sheet: Sheet, t: Tones) -> str:
    return sheet.pattern(
        f"chevron{t.base[1:]}", 20, 8,
        f'<path d="M0 8 10 0 20 8M0 16 10 8 20 16M0 0 10-8 20 0" fill="none" stroke="{t.dark}" stroke-width="2" opacity=".6"/>',
    )


def knit(sheet: Sheet, t: Tones, size: float = 9) -> str:
    """Stocking stitch: rows of small hearts, each with its lit left half."""
    w, h = size, size * 0.86
    left = f"M0 {number(h * 0.1)}q{number(w * 0.12)} {number(h * 0.62)} {number(w * 0.5)} {number(h * 0.86)}"
    right = f"M{number(w)} {number(h * 0.1)}q{number(-w * 0.12)} {number(h * 0.62)} {number(-w * 0.5)} {number(h * 0.86)}"
    return sheet.pattern(
        f"knit{t.base[1:]}{int(size * 10)}", w, h,
        f'<g fill="none" stroke-linecap="round"><path d="{left}" stroke="{t.light}" stroke-width="{number(w * 0.3)}"/>'
        f'<path d="{right}" stroke="{t.dark}" stroke-width="{number(w * 0.2)}" opacity=".75"/></g>',
    )  # fmt: skip


def rib(sheet: Sheet, t: Tones, size: float = 7, turn: float = 0) -> str:
    return sheet.pattern(
        f"rib{t.base[1:]}{int(size)}{int(turn) % 360}", size, 30,
        f'<path d="M0 0h{number(size * 0.34)}v30H0z" fill="{t.deep}" opacity=".55"/>'
        f'<path d="M{number(size * 0.5)} 0h{number(size * 0.26)}v30h-{number(size * 0.26)}z" fill="{t.high}" opacity=".6"/>',
        turn,
    )  # fmt: skip


def seed_stitch(sheet: Sheet, t: Tones) -> str:
    return sheet.pattern(
        f"seed{t.base[1:]}", 12, 11,
        f'<g fill="{t.high}" opacity=".8"><ellipse cx="3" cy="2.6" rx="2.3" ry="1.7"/><ellipse cx="9" cy="8.1" rx="2.3" ry="1.7"/></g>'
        f'<path d="M.8 4.4q2.4 1.7 4.6 0M6.8 9.9q2.4 1.7 4.6 0" stroke="{t.deep}" stroke-width="1" fill="none" opacity=".7"/>',
    )  # fmt: skip


def canvas(sheet: Sheet, t: Tones) -> str:
    return sheet.pattern(
        f"canvas{t.base[1:]}", 7, 7,
        f'<path d="M0 1.5h3.5M3.5 5H7" stroke="{t.dark}" stroke-width="1.3" opacity=".45"/>'
        f'<path d="M1.5 3.5V7M5 0v3.5" stroke="{t.high}" stroke-width="1" opacity=".5"/>',
    )  # fmt: skip


def leather(sheet: Sheet, t: Tones) -> str:
    """Grain: short creases that meet."""
    return sheet.pattern(
        f"hide{t.base[1:]}", 34, 31,
        f'<path d="M2 5q5-3 9 1t8-2M20 12q4 4 9 0M4 18q4-2 8 2t9-1M25 25q4-3 8 0M1 28q6-3 10 0M14 9q-1 4 2 6M28 4q-2 3 0 6M19 22q-3 3-1 6" '
        f'fill="none" stroke="{t.dark}" stroke-width="1" stroke-linecap="round" opacity=".55"/>'
        f'<path d="M3 7q5-3 8 1M21 14q4 3 8 0M5 20q4-2 7 2" fill="none" stroke="{t.high}" stroke-width=".7" opacity=".5"/>',
    )


WEAVES = {
    "linen": linen, "wool": wool, "waffle": waffle, "herringbone": herringbone, "canvas": canvas, "leather": leather,
    "knit": knit, "seed": seed_stitch, "rib": rib,
}  # fmt: skip


def design(sheet: Sheet, t: Tones, kind: str, second: str = "") -> str:
    """Stripes or checks in a second colour; empty for plain cloth."""
    other = second or shade(t.base, -0.2)
    if kind == "stripes":
        return sheet.pattern(f"stripes{t.base[1:]}", 60, 34, f'<path fill="{other}" d="M0 0h60v5H0zM0 9h60v2H0z" opacity=".85"/>', 1)
    if kind == "columns":
        return sheet.pattern(f"columns{t.base[1:]}", 40, 60, f'<path fill="{other}" d="M0 0h4v60H0zM8 0h1.6v60H8z" opacity=".85"/>', 1)
    if kind == "checks":
        return sheet.pattern(
            f"checks{t.base[1:]}", 56, 56,
            f'<g fill="{other}" opacity=".42"><path d="M0 0h20v56H0z"/><path d="M0 0h56v20H0z"/></g>'
            f'<path d="M38 0v56M0 38h56" stroke="{tones(other).deep}" stroke-width="1.6" opacity=".6"/>', 1,
        )  # fmt: skip
    if kind == "lines":
        return sheet.pattern(f"lines{t.base[1:]}", 30, 30, f'<path stroke="{other}" stroke-width="1.5" d="M15 0v30M0 15h30" opacity=".7"/>', 1)
    return ""


def cloth(
    sheet: Sheet, d: str, t: Tones, weave: str, *, name: str, print_of: str = "", light: float = 0.9, dim: float = 0.8,
    way: str = "slant",
) -> str:  # fmt: skip
    """Paints the outline `d` as cloth, leaves its clip open for folds and seams: call `sheet.end()`."""
    cut = sheet.clip(name, d)
    sheet.within(cut)
    sheet.path(d, t.base)
    if print_of:
        sheet.path(d, print_of)
    sheet.path(d, WEAVES[weave](sheet, t))
    if print_of and weave == "knit":
        sheet.path(d, print_of, opacity=".62")  # stitches are thick: their colour is on them, not under them
    sheet.path(d, sheet.fade(f"{name}-lit", t.high, ((0, light * 0.75), (0.5, light * 0.12), (1, 0)), way))
    sheet.path(d, sheet.fade(f"{name}-dim", t.deep, ((0.4, 0), (1, dim * 0.7)), way))
    return cut

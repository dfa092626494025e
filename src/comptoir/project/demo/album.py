"""The pictures of the goods: three views of each colour, with what they show in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comptoir.kit.text import Localised
from comptoir.project.demo import words
from comptoir.project.demo.drawn import views
from comptoir.project.demo.goods import Piece


@dataclass(frozen=True)
class Shown:
    svg: str
    alt: Localised


def of(piece: Piece, colour: str) -> Iterator[Shown]:
    """From the front, from near, in use; `colour` is empty for a piece that comes in one."""
    shot = picture(piece, colour)
    known = words.KNOWN[shot.known] if shot.scene == "table" else ("", "")
    used = words.SCENES[shot.scene]
    told = (("", ""), words.NEAR, (used[0].format(known=known[0]), used[1].format(known=known[1])))
    for draw, (french, english) in zip((views.front, views.detail, views.in_use), told, strict=True):
        alt = Localised(fr=_told(piece, colour, french, 0), en=_told(piece, colour, english, 1))
        yield Shown(draw(shot), alt)


def picture(piece: Piece, colour: str) -> views.Picture:
    more = {key: value for key, value in piece.art.items() if key not in ("f", "u", "paint", "on", "at")}
    hue = piece.hue(colour)
    if "paint" in piece.art:
        more[piece.art["paint"]] = hue
        hue = piece.art["on"]
    family, unit, place = piece.art["f"], piece.art["u"], piece.art.get("at", "")
    return views.Picture(family=family, colour=hue, unit=unit, seed=piece.code, more=more, place=place)


def _told(piece: Piece, colour: str, place: str, language: int) -> str:
    hue = words.COLOURS[colour][language].lower() if colour else ""
    return ", ".join(part for part in (piece.name[language], hue, place) if part)

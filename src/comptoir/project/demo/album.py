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
    picture = _picture(piece, colour)
    for draw, told in zip((views.front, views.detail, views.in_use), words.SAYINGS[picture.scene], strict=True):
        known = words.KNOWN.get(picture.known, ("", "")) if picture.scene == "table" else ("", "")
        yield Shown(draw(picture), Localised(fr=_told(piece, colour, told, known, 0), en=_told(piece, colour, told, known, 1)))


def _picture(piece: Piece, colour: str) -> views.Picture:
    more = {key: value for key, value in piece.art.items() if key not in ("f", "u", "paint", "on", "at")}
    hue = piece.hue(colour)
    if "paint" in piece.art:
        more[piece.art["paint"]] = hue
        hue = piece.art["on"]
    return views.Picture(family=piece.art["f"], colour=hue, unit=piece.art["u"], seed=piece.code, more=more, place=piece.art.get("at", ""))


def _told(piece: Piece, colour: str, told: words.Pair, known: words.Pair, language: int) -> str:
    parts = [piece.name[language]]
    if colour:
        parts.append(words.COLOURS[colour][language].lower())
    if told[language]:
        parts.append(told[language].format(prop=known[language]))
    return ", ".join(parts)

"""The house's mark in the sizes that browsers, phones and shared links ask for: drawn from one file."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from comptoir.kit import raster

MARK = Path(__file__).parent / "static" / "storefront" / "mark.svg"
GREEN, PAPER = "#1d4a38", "#f7f5ef"


class Mark(NamedTuple):
    """`size` of the mark itself, `width` and `height` of the sheet on which it stands; `form` of the file."""

    size: int
    width: int
    height: int
    ground: str
    form: str


MARKS = {
    "icon-192": Mark(192, 192, 192, "none", "png"),
    "icon-512": Mark(512, 512, 512, "none", "png"),
    # A phone cuts a maskable icon to its own shape: what matters is within 80 %, the ground goes to the edge.
    "maskable-512": Mark(410, 512, 512, GREEN, "png"),
    "touch-180": Mark(180, 180, 180, GREEN, "png"),
    "card": Mark(280, 1200, 630, PAPER, "jpg"),
    "favicon": Mark(48, 48, 0, "none", "ico"),
}


@cache
def address(name: str) -> str:
    """With a digest of the drawing, so that it may be kept for long."""
    digest = blake2b(MARK.read_bytes(), digest_size=4).hexdigest()
    return f"/icon/{name}.{MARKS[name].form}?{digest}"


def file(name: str) -> Path:
    """Made when it is asked for the first time; `name` is one of MARKS. Raises `kit.raster.Busy`."""
    mark = MARKS[name]
    folder, source = Path(settings.RENDITIONS_ROOT), MARK.read_bytes()
    if mark.ground == "none":
        return raster.kept(folder, source, width=mark.width, form=mark.form)
    small = raster.kept(folder, source, width=mark.size, form="png")
    return raster.kept(
        folder, small.read_bytes(), width=mark.width, height=mark.height, ground=mark.ground, form=mark.form
    )

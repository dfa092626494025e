"""Pictures of products as PNG, JPEG and WebP for feeds, previews and mails: where a drawing is not understood.

Few sizes, by name: nobody can make this machine draw others.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypedDict

from django.conf import settings
from django.core.files.storage import default_storage

from comptoir.kit import raster
from comptoir.kit.refusals import NotFound

PREFIX = "/rendition/"
PICTURES = "products/"
LARGEST = 20_000_000  # bytes that a kept picture may have
BREATH = 0.1  # seconds between two drawings of a job, in which somebody who waits has a turn


class Size(NamedTuple):
    """In pixels; without a height that which the picture's proportions give. `forms` are those that it is made in."""

    width: int
    height: int
    ground: str
    forms: tuple[str, ...]


class Asked(TypedDict):
    """As `kit.raster` wants it."""

    width: int
    height: int
    ground: str
    form: str


SIZES = {
    "large": Size(1000, 0, "none", ("png", "jpg", "webp")),  # feeds want 500 at least, search engines 696
    "small": Size(360, 0, "none", ("png", "webp")),  # mails
    "card": Size(1200, 630, "#efebe1", ("jpg",)),  # what a shared link shows
}


def rendition_address(source: str, size: str, form: str) -> str:
    """The path of the rendition of a picture (`Picture.source`); empty where there is no picture."""
    return f"{PREFIX}{size}/{source.rsplit('/', 1)[-1]}.{form}" if source else ""


def rendition(name: str, size: str, form: str) -> Path:
    """The file of a rendition, made when it is asked for the first time; `name` is that of the picture's file.

    Refuses NotFound where size, format or picture is not known or cannot be drawn. Raises `kit.raster.Busy`.
    """
    asked, source = _asked(name, size, form)
    try:
        return raster.kept(Path(settings.RENDITIONS_ROOT), source, **asked)
    except raster.Unreadable as trouble:
        raise NotFound() from trouble


def draw_renditions(sources: Iterable[str], size: str, form: str, *, seconds: float) -> int:
    """Draw those that are missing, before somebody asks, until that took `seconds`: for jobs. Answers how many it drew;
    what cannot be drawn is left out."""
    folder, drawn = Path(settings.RENDITIONS_ROOT), 0
    for source in sources:
        if seconds <= 0:
            break
        with suppress(NotFound, raster.Unreadable, raster.Busy):
            asked, content = _asked(source.rsplit("/", 1)[-1], size, form)
            if raster.is_settled(folder, content, **asked):
                continue
            started = time.monotonic()
            try:
                raster.kept(folder, content, **asked)
                drawn += 1
            finally:
                time.sleep(BREATH)
                seconds -= time.monotonic() - started
    return drawn


def _asked(name: str, size: str, form: str) -> tuple[Asked, bytes]:
    """What is to be drawn, and of what. Refuses NotFound."""
    asked, file = SIZES.get(size), PICTURES + name
    if asked is None or form not in asked.forms or "/" in name or name.startswith("."):
        raise NotFound()
    if not default_storage.exists(file) or default_storage.size(file) > LARGEST:
        raise NotFound()
    with default_storage.open(file) as kept:
        return Asked(width=asked.width, height=asked.height, ground=asked.ground, form=form), kept.read()

"""Pictures of products as PNG, JPEG and WebP for feeds, previews and mails: where a drawing is not understood.

Few sizes, by name: nobody can make this machine draw others.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage

from comptoir.kit import raster
from comptoir.kit.refusals import NotFound

PREFIX = "/rendition/"
PICTURES = "products/"
LARGEST = 20_000_000  # bytes that a kept picture may have


class Size(NamedTuple):
    """In pixels; without a height that which the picture's proportions give. `forms` are those that it is made in."""

    width: int
    height: int
    ground: str
    forms: tuple[str, ...]


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
    asked, file = SIZES.get(size), PICTURES + name
    if asked is None or form not in asked.forms or "/" in name or name.startswith("."):
        raise NotFound()
    if not default_storage.exists(file) or default_storage.size(file) > LARGEST:
        raise NotFound()
    with default_storage.open(file) as kept:
        source = kept.read()
    try:
        return raster.kept(
            Path(settings.RENDITIONS_ROOT), source, width=asked.width, height=asked.height, ground=asked.ground,
            form=form,
        )  # fmt: skip
    except raster.Unreadable as trouble:
        raise NotFound() from trouble

"""A photograph that somebody sent becomes two of ours: no camera, no place, no surprise is kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from comptoir.reviews.errors import PhotoUnreadable, TooManyPhotos

MOST = 3
LARGEST = 5_000_000  # bytes
# A JPEG is decoded at a fraction of its size; the others take three bytes of memory for each pixel.
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
MOST_PROGRESSIVE = 25_000_000  # a JPEG in passes holds all its coefficients, six bytes for each pixel, until the last
LARGE, SMALL = 1280, 320  # pixels, the longer side
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Developed:
    width: int
    height: int
    large: bytes
    small: bytes


def develop(files: Sequence[bytes]) -> list[Developed]:
    """Each photograph upright, as JPEG in two sizes. Outside any transaction: it takes a tenth of a second each.

    Refuses TooManyPhotos, PhotoUnreadable.
    """
    if len(files) > MOST:
        raise TooManyPhotos()
    return [_develop(content) for content in files]


def _develop(content: bytes) -> Developed:
    if len(content) > LARGEST:
        raise PhotoUnreadable(why="size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS))
            if opened.width * opened.height > _most_pixels(opened):  # read is the head, no pixel
                raise PhotoUnreadable(why="pixels")
            opened.draft("RGB", (LARGE, LARGE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PhotoUnreadable(why="pixels") from problem
    except PhotoUnreadable:
        raise
    except Exception as problem:  # a decoder raises what it likes (TypeError, struct.error) at a broken file
        raise PhotoUnreadable(why="format") from problem
    (width, height), large = _written(picture, LARGE)
    return Developed(width, height, large, _written(picture, SMALL)[1])


def _most_pixels(opened: Image.Image) -> int:
    """Refuses PhotoUnreadable."""
    # MPO is a JPEG with more pictures behind it, as telephones write; the first is the photograph.
    form = "JPEG" if opened.format == "MPO" else opened.format or ""
    if form not in MOST_PIXELS:
        raise PhotoUnreadable(why="format")
    return MOST_PROGRESSIVE if form == "JPEG" and "progressive" in opened.info else MOST_PIXELS[form]


def _written(picture: Image.Image, longer: int) -> tuple[tuple[int, int], bytes]:
    """Size and content; what the file said besides (EXIF, profile, comment) stays behind."""
    copy = picture.copy()
    copy.thumbnail((longer, longer))
    copy.info = {}
    target = io.BytesIO()
    copy.save(target, "JPEG", quality=QUALITY, optimize=True)
    return copy.size, target.getvalue()

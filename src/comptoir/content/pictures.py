"""Pictures in the sizes that pages need, read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.content.models.pictures import Picture

WIDTHS = (480, 960, 1600)
SPECS = {width: f"width-{width}|format-webp" for width in WIDTHS}
LONGEST_NAME = 255

Told = Mapping[str, Any]


def told(pictures: Iterable[Picture], locale: str) -> dict[int, Told]:
    """For each picture by id: src, srcset, width, height, alt, credit. A drawing is given as it is; of a photograph
    sizes are made where they are missing, and found by one query for all."""
    found = {picture.pk: picture for picture in pictures}
    if not found:
        return {}
    rows = Picture.objects.filter(pk__in=found).prefetch_renditions(*SPECS.values())
    return {picture.pk: _told(picture, locale) for picture in rows}


def _told(picture: Picture, locale: str) -> Told:
    common = {"alt": picture.alt.read(locale), "credit": picture.credit}
    if picture.is_svg():
        return common | {
            "src": picture.file.url, "srcset": "", "width": picture.width, "height": picture.height, "drawn": True
        }  # fmt: skip
    specs = [spec for width, spec in SPECS.items() if width <= picture.width] or [SPECS[WIDTHS[0]]]
    made = picture.get_renditions(*specs)
    sizes = sorted(made.values(), key=lambda each: int(each.width))
    largest = sizes[-1]
    srcset = ", ".join(f"{each.url} {each.width}w" for each in sizes)
    return common | {
        "src": largest.url, "srcset": srcset, "width": largest.width, "height": largest.height, "drawn": False
    }  # fmt: skip

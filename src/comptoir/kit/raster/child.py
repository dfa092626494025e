"""The program that draws: one picture on its standard input, the same in another size and format on its output.

A process of its own, with limits of processor time and memory: whatever a picture makes the libraries do, the web
server goes on. Arguments: width, height (0 for what the picture's proportions give), ground, format.
"""

from __future__ import annotations

import io
import resource
import sys
from codecs import BOM_UTF8
from typing import Any

import resvg_py
from PIL import Image, ImageOps

SECONDS, BYTES = 5, 1_500_000_000
MOST_PIXELS = 60_000_000
QUALITY: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 84, "optimize": True, "progressive": True},
    "webp": {"quality": 80},
    "png": {},
    "ico": {"sizes": [(16, 16), (32, 32), (48, 48)]},
}
NAMES = {"jpg": "JPEG", "webp": "WEBP", "png": "PNG", "ico": "ICO"}


def main() -> None:
    width, height, ground, form = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    drawn = _drawn(sys.stdin.buffer.read(), width, height)
    result = _on_ground(drawn, width, height, ground, form)
    told = io.BytesIO()
    result.save(told, NAMES[form], **QUALITY[form])
    sys.stdout.buffer.write(told.getvalue())


def _drawn(content: bytes, width: int, height: int) -> Image.Image:
    """Within `width` and `height`, its proportions kept."""
    if content.removeprefix(BOM_UTF8).lstrip()[:1] == b"<":  # no photograph begins so; a declaration or comment may
        text = content.decode("utf-8-sig").lstrip()
        by_height = bool(height) and height < width
        content = resvg_py.svg_to_bytes(
            svg_string=text, skip_system_fonts=True, width=None if by_height else width,
            height=height if by_height else None,
        )  # fmt: skip
    found: Image.Image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    found.thumbnail((width, height or width * 4))
    return found.convert("RGBA")


def _on_ground(drawn: Image.Image, width: int, height: int, ground: str, form: str) -> Image.Image:
    """In the middle of a ground of exactly that size where there is a height; without transparency in the end, but
    for PNG and ICO without a ground."""
    if not height:
        if form in ("png", "ico") and ground == "none":
            return drawn
        width, height = drawn.size
    sheet = Image.new("RGB", (width, height), "#ffffff" if ground == "none" else ground)
    sheet.paste(drawn, ((width - drawn.width) // 2, (height - drawn.height) // 2), drawn)
    return sheet


if __name__ == "__main__":
    main()

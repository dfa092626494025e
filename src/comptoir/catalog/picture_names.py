"""What the name of a picture's file says: whose it is, and its place. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

MOST_PLACE = 99
LONGEST = 200
PLACED = re.compile(r"(?P<whose>.+?)\s*(?:[-_. ]\s*(?P<bare>\d{1,2})|\((?P<round>\d{1,2})\))")


def readings(name: str) -> list[tuple[str, int | None]]:
    """Whose picture it may be and its place, the likeliest reading first: the whole name, then without the number that
    stands behind it (`BOL-OCRE-2.jpg`, `BOL-OCRE_02.png`, `BOL-OCRE (2).webp`). Folders and the extension say
    nothing."""
    stem = PurePosixPath(name.replace("\\", "/")[-LONGEST:]).stem.strip()
    found: list[tuple[str, int | None]] = [(stem, None)] if stem else []
    if placed := PLACED.fullmatch(stem):
        place = int(placed["bare"] or placed["round"])
        if 0 < place <= MOST_PLACE:
            found.append((placed["whose"], place))
    return found


def spellings(code: str) -> tuple[str, ...]:
    """A code as it stands, in small letters and in capitals: cameras and partners write names their own way."""
    return tuple(dict.fromkeys((code, code.lower(), code.upper())))

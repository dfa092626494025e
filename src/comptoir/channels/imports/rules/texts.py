"""Cleaning of text cells, and the one exception by which a value is turned down."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SPACES = re.compile(r"\s+")


class Unusable(ValueError):
    """A value that cannot be taken; `reason` is the stable English code of the report."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def has_controls(text: str) -> bool:
    """Whether `text` holds control characters other than tab and line ends."""
    return INVISIBLE.search(text) is not None


def one_line(text: str) -> str:
    """Without control characters, runs of white space as one space, ends stripped; "" when nothing shows."""
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    flat = SPACES.sub(" ", INVISIBLE.sub("", text)).strip()
    return flat if shows(flat) else ""


def paragraphs(text: str) -> str:
    """Without control characters, line ends kept, ends stripped; "" when nothing shows."""
    kept = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return kept if shows(kept) else ""


def shows(text: str) -> bool:
    """Whether a reader sees anything: marks of direction and zero-width spaces alone do not."""
    return any(unicodedata.category(c) not in ("Cf", "Zs") for c in text)

"""Plain texts with a little form, as the terms of sale are published: paragraphs parted by an empty line, "# " before
a heading, "- " before a point of a list, "> " before what stands in a frame."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

MARKS = {"# ": "h", "- ": "li", "> ": "box"}


def read(text: str) -> list[tuple[str, str]]:
    """The blocks of a text: (kind, text), the kinds of `texts`."""
    found = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().split("\n")
        kind = MARKS.get(lines[0][:2])
        if kind is None or any(line[:2] != lines[0][:2] for line in lines):
            found.append(("p", paragraph.strip()))
        elif kind == "box":
            found.append(("box", "\n".join(line[2:] for line in lines)))
        else:
            found += [(kind, line[2:]) for line in lines]
    return [block for block in found if block[1]]


def grouped(blocks: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Points and framed paragraphs that follow each other stand together."""
    shown: list[dict[str, Any]] = []
    for kind, together in groupby(blocks, key=lambda block: block[0]):
        texts = [str(text) for _kind, text in together]
        if kind in ("li", "box"):
            shown.append({"kind": kind, "texts": texts})
        else:
            shown += [{"kind": kind, "texts": [text]} for text in texts]
    return shown

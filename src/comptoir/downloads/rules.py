"""What may be the file of a digital good. Pure."""

from __future__ import annotations

import unicodedata

LARGEST = 50 * 1024 * 1024
MOST = 20  # files of one product
# What a buyer can open without a risk; what a browser would run on our address is not among it.
KINDS = {"pdf": "application/pdf", "epub": "application/epub+zip", "zip": "application/zip", "mp3": "audio/mpeg"}
STARTS = {"pdf": (b"%PDF-",), "epub": (b"PK",), "zip": (b"PK",), "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")}


def clean_name(name: str) -> str:
    """A file's name without folders and controls."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in text if sign.isprintable() and sign not in '"<>|:*?').strip()[-120:]


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def errors(name: str, content: bytes) -> dict[str, str]:
    """What is wrong with a file, by field; empty when nothing is."""
    if not content:
        return {"file": "missing"}
    if len(content) > LARGEST:
        return {"file": "too_large"}
    starts = STARTS.get(ending(name))
    return {} if starts and content.startswith(starts) else {"file": "not_a_choice"}

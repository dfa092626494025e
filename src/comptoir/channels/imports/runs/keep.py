"""Somebody gives a file: it is kept, and what it seems to be is noted."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import TextIO, cast
from uuid import UUID

from comptoir.channels.imports import shopify, workbook
from comptoir.channels.imports.errors import FileTooLarge
from comptoir.channels.imports.importing import SHOPIFY
from comptoir.channels.imports.models import ImportRun
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.rules.columns import guessed
from comptoir.channels.imports.runs.unpacked import unpacked
from comptoir.journal.contracts import Origin

LARGEST = 50_000_000
PACKED = b"\x1f\x8b"


def keep_file(name: str, content: bytes, *, market: str, origin: Origin, now: datetime) -> UUID:
    """Keep a file of products, plain, gzip or XLSX, and guess what its columns mean. Answers the run's id.

    A spreadsheet is kept as the lines of its first sheet. Refuses FileTooLarge above 50 MB, SheetTooLarge,
    DamagedSheet, and UnreadableFile as the importer does.
    """
    if len(content) > LARGEST:
        raise FileTooLarge()
    if workbook.is_workbook(content):
        content = _lines(content)
    packed = content if content.startswith(PACKED) else gzip.compress(content, 6)
    with unpacked(packed) as path, FeedFile(path) as feed:
        header = feed.header
    file_format = SHOPIFY if shopify.is_shopify(header) else "csv"
    run = ImportRun.objects.create(
        name=name[:120], file_format=file_format, columns=_columns(header, file_format), market=market, content=packed,
        size=len(packed), actor=origin.actor, given_at=now,
    )  # fmt: skip
    return run.id


def _lines(content: bytes) -> bytes:
    with TemporaryFile() as packed:
        with gzip.open(packed, "wt", compresslevel=6, encoding="utf-8", newline="") as text:
            workbook.write_csv(io.BytesIO(content), cast(TextIO, text))
        if packed.tell() > LARGEST:
            raise FileTooLarge()
        packed.seek(0)
        return packed.read()


def _columns(header: Sequence[str], file_format: str) -> list[str]:
    """Shopify's are known: nobody has to say what they mean."""
    return [] if file_format == SHOPIFY else list(guessed(header, file_format))

"""Words of digital goods and their files."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import Word, word


@word("Digital File Kept", subject=("product", "product_id"))
class DigitalFileKept(Word):
    """A digital good has this file from now on; `size` in bytes, `content_hash` its SHA-256."""

    product_id: UUID
    size: int
    content_hash: str


@word("Digital Files Arranged", subject=("product", "product_id"))
class DigitalFilesArranged(Word):
    """The files of a digital good have an order: so many, after so many were removed."""

    product_id: UUID
    files: int
    removed: int


@word("File Downloaded", subject=("order", "order_id"))
class FileDownloaded(Word):
    """The buyer fetched the file of a digital good."""

    order_id: UUID
    product_id: UUID

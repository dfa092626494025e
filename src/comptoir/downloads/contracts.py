"""What crosses the door of downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """A file of a digital good; `size` in bytes."""

    id: UUID
    product_id: UUID
    name: str
    size: int
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadInfo:
    """What an order may fetch: `fetched` counts how often one of the product's files was."""

    file_id: UUID
    product_id: UUID
    name: str
    size: int
    fetched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    name: str
    content: bytes

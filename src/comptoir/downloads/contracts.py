"""What crosses the door of downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """The file of a digital good; `size` in bytes."""

    product_id: UUID
    name: str
    size: int
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadInfo:
    """What an order may fetch: `fetched` counts how often it was."""

    product_id: UUID
    name: str
    size: int
    fetched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    name: str
    content: bytes

"""What products are, as the API takes and tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request

Nature = Literal["goods", "service", "digital", "gift_card"]


class NatureIn(Request):
    """`product` is its external id."""

    product: NeededLine
    nature: Nature


class FileOut(Answer):
    """`size` in bytes."""

    name: str
    size: int
    kept_at: datetime


class NatureOut(Answer):
    product: str
    nature: str
    travels: bool
    tax_category: str
    file: FileOut | None

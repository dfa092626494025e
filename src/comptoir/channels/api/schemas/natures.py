"""What products are, as the API takes and tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request

Nature = Literal["goods", "service", "digital", "gift_card"]


class NatureIn(Request):
    """`product` is its external id."""

    product: NeededLine
    nature: Nature


class FileOut(Answer):
    """`size` in bytes."""

    id: UUID
    name: str
    size: int
    kept_at: datetime


class NatureOut(Answer):
    """`file` is the first of the `files`."""

    product: str
    nature: str
    travels: bool
    tax_category: str
    file: FileOut | None
    files: list[FileOut]


class FilesIn(Request):
    """`product` is its external id, `files` the ids of those that stay, in their order, `removed` of those that go:
    together all that the product has."""

    product: NeededLine
    files: Annotated[list[UUID], Field(max_length=100)]
    removed: Annotated[list[UUID], Field(max_length=100)] = []

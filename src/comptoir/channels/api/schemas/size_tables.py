"""Tables of sizes, as the API takes and tells them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.catalog.contracts import KeptSizeTable, SizeTable
from comptoir.channels.api.schemas.parts import Answer, Line, NeededLine, Request, Text
from comptoir.channels.api.schemas.variants import WordsIn
from comptoir.kit.text import Localised

Cell = Annotated[Text, Field(max_length=60)]
Note = Annotated[Text, Field(max_length=2_000)]


class SizeTableIn(Request):
    """`category` is its slug in the language of the request; `brand` a brand's name, empty for all."""

    category: NeededLine
    brand: Line = ""
    columns: Annotated[list[WordsIn], Field(min_length=2, max_length=8)]
    rows: Annotated[list[Annotated[list[Cell], Field(max_length=8)]], Field(min_length=1, max_length=40)]
    note_fr: Note = ""
    note_en: Note = ""

    def table(self, category_id: UUID) -> SizeTable:
        return SizeTable(
            category_id=category_id, brand=self.brand, columns=tuple(one.text() for one in self.columns),
            rows=tuple(map(tuple, self.rows)), note=Localised(fr=self.note_fr.strip(), en=self.note_en.strip()),
        )  # fmt: skip


class SizeTableOut(Answer):
    id: UUID
    category: str
    brand: str
    columns: list[str]
    rows: list[list[str]]
    note: str

    @staticmethod
    def of(kept: KeptSizeTable, locale: str) -> SizeTableOut:
        table = kept.table
        return SizeTableOut(
            id=kept.id, category=kept.category.slug.read(locale), brand=table.brand,
            columns=[name.read(locale) for name in table.columns], rows=[list(row) for row in table.rows],
            note=table.note.read(locale),
        )  # fmt: skip

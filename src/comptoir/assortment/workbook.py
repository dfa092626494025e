"""The assortment as a spreadsheet (XLSX): the columns of our CSV, text as text, row by row to a file on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from comptoir.assortment.errors import TextTooLongForSheet

LONGEST = 32_767  # characters that a cell of a spreadsheet can hold
TITLE = "Products"


def write(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An open file, at its start. What looks like a formula is text, also after it is edited. Refuses
    TextTooLongForSheet for a text that no cell can hold: it would come back cut."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = "B2"
    make = _maker(sheet)
    try:
        sheet.append(list(head))
        for row in rows:
            sheet.append([make(cell, row) for cell in row])
    except BaseException:
        _abandon(sheet)
        raise
    file = TemporaryFile()  # noqa: SIM115 - the caller closes it
    book.save(file)
    file.seek(0)
    return file


def _abandon(sheet: WriteOnlyWorksheet) -> None:
    """Close what was begun, from within to without, and delete its temporary file: collected open, its generators
    would raise wherever the program then is."""
    sheet.close()
    sheet._writer.cleanup()


def _maker(sheet: WriteOnlyWorksheet) -> Callable[[Any, Sequence[Any]], Any]:
    def cell_of(value: Any, row: Sequence[Any]) -> Any:
        if not isinstance(value, str):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        if len(text) > LONGEST:
            raise TextTooLongForSheet(id=row[0])
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
        return cell

    return cell_of

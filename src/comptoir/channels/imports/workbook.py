"""A spreadsheet (XLSX) as the lines that the reader knows: its first sheet, row by row, never whole in memory.

Formulas are not computed: what the program that wrote the file last saw in a cell is what stands in it. A packed file
says how large its parts are before anything is unpacked, and what is read ends there.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TextIO

from openpyxl import load_workbook

from comptoir.channels.imports.errors import DamagedSheet, SheetTooLarge

MARK = b"PK\x03\x04"
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_PARTS = 2_000
LARGEST_UNPACKED = 500_000_000  # bytes of all parts together; they are read as a stream
LARGEST_HELD = 60_000_000  # bytes of the parts that are held in memory: shared texts, styles, the list of sheets


def is_workbook(start: bytes) -> bool:
    return start.startswith(MARK)


@contextmanager
def as_text(path: Path) -> Iterator[Path]:
    """The file itself, or a spreadsheet's first sheet as CSV, for as long as it is read. Refuses SheetTooLarge,
    DamagedSheet."""
    with path.open("rb") as file:
        if not is_workbook(file.read(len(MARK))):
            yield path
            return
        with TemporaryDirectory(prefix="comptoir-sheet-") as folder:
            text = Path(folder) / "sheet.csv"
            with text.open("w", encoding="utf-8", newline="") as target:
                write_csv(file, target)
            yield text


def write_csv(file: BinaryIO, target: TextIO) -> int:
    """Write the first sheet to `target`; answers the number of rows. Refuses SheetTooLarge, DamagedSheet."""
    _weigh(file)
    count = 0
    writer = csv.writer(target)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
                count += 1
                if count > MOST_ROWS or len(row) > MOST_COLUMNS and row[MOST_COLUMNS] is not None:
                    raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
                cells = [text_of(value) for value in row]
                while len(cells) > 1 and not cells[-1]:
                    cells.pop()
                writer.writerow(cells)
        finally:
            book.close()
    except SheetTooLarge:
        raise
    except Exception as damage:  # openpyxl and the parsers under it raise many kinds at a broken file
        raise DamagedSheet() from damage
    return count


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a fraction, dates as ISO 8601 writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _weigh(file: BinaryIO) -> None:
    """The sizes that the package names; more than a part's own is never unpacked of it."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as damage:
        raise DamagedSheet() from damage
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise DamagedSheet()
    streamed = ("/worksheets/", "/media/")
    held = sum(part.file_size for part in parts if not any(name in part.filename for name in streamed))
    if len(parts) > MOST_PARTS or held > LARGEST_HELD or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
    file.seek(0)

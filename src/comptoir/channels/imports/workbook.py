"""A spreadsheet (XLSX) as the lines that the reader knows: its first sheet, row by row, never whole in memory.

Formulas are not computed: what the program that wrote the file last saw in a cell is what stands in it. A packed file
says how large its parts are before anything is unpacked, and what is read ends there. Of the package only what the
rows need is opened: that is weighed wherever it stands, and the sheet's rows are measured before any is built.
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
from typing import IO, Any, BinaryIO, TextIO
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from comptoir.channels.imports.errors import DamagedSheet, SheetTooLarge

MARK = b"PK\x03\x04"
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_PARTS = 2_000
LARGEST_UNPACKED = 500_000_000  # bytes of all parts together; the sheet among them is read as a stream
LARGEST_HELD = 60_000_000  # bytes of the parts that are held in memory: shared texts, styles, the list of sheets
LARGEST_ROW = 5_000_000  # bytes; a row is held whole, and so is what stands before the first and after the last
MOST_PARTS_OF_ROW = 100_000  # cells and what is in them; each is held as an object, however few its bytes
PIECE = 1 << 16
ROW = f"{SHEET_MAIN_NS}}}row"  # as the scanner names it


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
    count = 0
    writer = csv.writer(target)
    file.seek(0)
    try:
        with _Weighed(file) as package:
            sheet = _first_sheet(file, package)
            for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
                count += 1
                if count > MOST_ROWS or len(row) > MOST_COLUMNS and row[MOST_COLUMNS] is not None:
                    raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
                cells = [text_of(value) for value in row]
                while len(cells) > 1 and not cells[-1]:
                    cells.pop()
                writer.writerow(cells)
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


class _Weighed(zipfile.ZipFile):
    """A package of which no more is opened than may be held, but for the one part that is `streamed`."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.held, self.streamed = 0, ""
        if len(self.infolist()) > MOST_PARTS or sum(part.file_size for part in self.infolist()) > LARGEST_UNPACKED:
            raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)

    def open(self, name: Any, *args: Any, **kwargs: Any) -> IO[bytes]:
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.filename != self.streamed:
            self.held += part.file_size
        if self.held > LARGEST_HELD:
            raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
        return super().open(name, *args, **kwargs)


def _first_sheet(file: BinaryIO, package: _Weighed) -> Any:
    """As load_workbook would give it, which looks into every other sheet too: so the reader is told of this one alone.
    It is streamed once all that is held has been opened: a package may name one part as both."""
    reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    reader.archive = package
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(package, reader.wb)
    first, path = next(
        (sheet, rel.target) for sheet, rel in reader.parser.find_sheets()
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    )  # fmt: skip
    package.streamed = path
    with package.open(path) as source:
        _measure(source)
    reader.parser.sheets = [first]
    reader.read_worksheets()
    (sheet,) = reader.wb.worksheets
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    return sheet


def _measure(source: IO[bytes]) -> None:
    """Read the sheet through without building anything. Refuses SheetTooLarge, and DamagedSheet for entities, with
    which a few bytes would be many."""
    scan = expat.ParserCreate(namespace_separator="}")
    rows = start = parts = 0

    def ended(tag: str) -> None:
        nonlocal rows, start, parts
        parts += 1
        if tag == ROW:
            rows, start, parts = rows + 1, scan.CurrentByteIndex, 0
        elif parts > MOST_PARTS_OF_ROW:
            raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)

    def declared(*_doctype: Any) -> None:
        raise DamagedSheet()

    scan.EndElementHandler, scan.StartDoctypeDeclHandler = ended, declared
    read = 0
    while piece := source.read(PIECE):
        scan.Parse(piece)
        read += len(piece)
        if rows > MOST_ROWS or read - start > LARGEST_ROW + PIECE:
            raise SheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
    scan.Parse(b"", True)

"""Rows out of a merchant's file, one at a time, whatever its size.

Plain or gzip, separated by tabs, commas or semicolons (seen from the first line), quoted with `"` where
needed. A row that cannot be read is handed on with its trouble and never takes its neighbours with it.
"""

from __future__ import annotations

import csv
import gzip
import math
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from comptoir.channels.imports.contracts import RawRow
from comptoir.channels.imports.errors import DamagedFile, UnpackedTooLarge, UnreadableFile

LONGEST_ROW = 512 * 1024
LARGEST_UNPACKED = 1_000_000_000  # bytes; a few kilobytes may be packed so that they never end
SEPARATORS = "\t,;"
NOT_TEXT = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "ZIP, XLSX",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
}


class FeedFile:
    """An open file: `header` (cells of the first line), then `rows()`.

    `position` and `size` are bytes of the file on disk, for progress. Refuses UnreadableFile at opening,
    DamagedFile while reading, UnpackedTooLarge at both.
    """

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._disk: BinaryIO = path.open("rb")
        packed = self._disk.read(2) == b"\x1f\x8b"
        self._left = LARGEST_UNPACKED if packed else math.inf
        self._disk.seek(0)
        self._bytes = cast(BinaryIO, gzip.GzipFile(fileobj=self._disk)) if packed else self._disk
        self._line = 0
        self._waiting: deque[tuple[int, str, str]] = deque()
        try:
            self._separator = "\t"
            self.header = self._read_header()
        except BaseException:
            self._disk.close()
            raise

    def __enter__(self) -> FeedFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disk.close()

    @property
    def position(self) -> int:
        return self._disk.tell()

    def _read_header(self) -> tuple[str, ...]:
        line = self._next_line()
        if line is None:
            return ()
        _number, text, trouble = line
        if trouble:
            raise UnreadableFile(found=trouble)
        text = text.removeprefix("\ufeff")
        if "\r" in text.rstrip("\r\n"):
            raise UnreadableFile(found="CR")
        self._separator = max(SEPARATORS, key=text.count)
        return tuple(next(csv.reader([text], delimiter=self._separator), ()))

    def rows(self) -> Iterator[RawRow]:
        """Every row after the header that is not blank, with the line on which it starts."""
        while (line := self._next_line()) is not None:
            number, text, trouble = line
            if trouble:
                yield RawRow(number, self._cells(text), trouble)
            elif '"' in text:
                yield self._quoted_row(line)
            elif text.strip("\r\n"):
                yield RawRow(number, tuple(text.rstrip("\r\n").split(self._separator)))

    def _quoted_row(self, first: tuple[int, str, str]) -> RawRow:
        """A row that may go on over several lines because a quoted value holds line ends.

        When the quote is never closed, or closing it swallowed lines that are rows by themselves, only the
        first line is given up and the others are read again.
        """
        taken = [first]
        ended = False

        def lines() -> Iterator[str]:
            nonlocal ended
            yield first[1]
            length = len(first[1])
            while length < LONGEST_ROW and (line := self._next_line()) is not None:
                taken.append(line)
                length += len(line[1])
                yield line[1]
            ended = True

        try:
            cells = tuple(next(csv.reader(lines(), delimiter=self._separator)))
        except csv.Error:
            self._waiting.extendleft(reversed(taken[1:]))
            return RawRow(first[0], self._cells(first[1]), "not readable")
        if ended or self._holds_rows(taken[1:], whole=len(cells) == len(self.header)):
            self._waiting.extendleft(reversed(taken[1:]))
            return RawRow(first[0], self._cells(first[1]), "quote not closed")
        return RawRow(first[0], cells, next((line[2] for line in taken if line[2]), ""))

    def _holds_rows(self, lines: list[tuple[int, str, str]], whole: bool) -> bool:
        """Whether one of the lines looks like a row by itself. In a narrow file prose may, too: there
        the row is trusted when it came out with all its columns."""
        if whole and len(self.header) < 6:
            return False
        return any(text.count(self._separator) + 1 == len(self.header) for _number, text, _trouble in lines)

    def _cells(self, text: str) -> tuple[str, ...]:
        """What can be made out of a line in trouble, for its id in the report."""
        return tuple(text.rstrip("\r\n")[:10_000].split(self._separator))

    def _next_line(self) -> tuple[int, str, str] | None:
        """(line number, text with its line end, trouble or ""); None at the end."""
        if self._waiting:
            return self._waiting.popleft()
        try:
            raw = self._read_line()
            self._line += 1
            if not raw:
                return None
            if self._line == 1:
                self._refuse_binary(raw)
            number, trouble = self._line, ""
            if len(raw) == LONGEST_ROW and not raw.endswith(b"\n"):
                trouble = "too long"
                self._skip_line()
        except (EOFError, zlib.error, gzip.BadGzipFile) as damage:
            raise DamagedFile(line=self._line) from damage
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return number, raw.decode("utf-8", errors="ignore"), trouble or "not UTF-8"
        return number, text, trouble

    def _skip_line(self) -> None:
        while (more := self._read_line()) and not more.endswith(b"\n"):
            pass

    def _read_line(self) -> bytes:
        raw = self._bytes.readline(LONGEST_ROW)
        self._left -= len(raw)
        if self._left < 0:
            raise UnpackedTooLarge()
        return raw

    @staticmethod
    def _refuse_binary(start: bytes) -> None:
        for mark, name in NOT_TEXT.items():
            if start.startswith(mark):
                raise UnreadableFile(found=name)


csv.field_size_limit(2 * LONGEST_ROW)

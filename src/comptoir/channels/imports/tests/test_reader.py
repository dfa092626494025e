"""Reading files that are not what they should be."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from comptoir.channels.imports import reader
from comptoir.channels.imports.contracts import RawRow
from comptoir.channels.imports.errors import (
    DamagedFile,
    DuplicateColumns,
    MissingColumns,
    NoHeader,
    UnnamedColumn,
    UnpackedTooLarge,
    UnreadableFile,
)
from comptoir.channels.imports.reader import LONGEST_ROW, FeedFile
from comptoir.channels.imports.rules.columns import columns


def rows(tmp_path: Path, content: bytes) -> list[RawRow]:
    path = tmp_path / "feed"
    path.write_bytes(content)
    with FeedFile(path) as feed:
        return list(feed.rows())


def test_rows_keep_the_line_on_which_they_start(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,title,price\n1,"one\n\nand more",3\n\n2,two,4\n')
    assert [(row.number, row.cells[0]) for row in found] == [(2, "1"), (6, "2")]
    assert found[0].cells[1] == "one\n\nand more"


@pytest.mark.parametrize("separator", [b"\t", b",", b";"])
def test_separator_byte_order_mark_and_line_ends_are_recognised(tmp_path: Path, separator: bytes) -> None:
    path = tmp_path / "feed"
    lines = [separator.join(line) for line in ([b"id", b"title", b"price"], [b"1", b"one", b"3"])]
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    with FeedFile(path) as feed:
        assert feed.header == ("id", "title", "price")
        assert list(feed.rows()) == [RawRow(2, ("1", "one", "3"))]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    lines = [
        b"id\ttitle\ta\tb\tc\td",
        b'1\t"lost\t\t\t\t',
        b"2\ttwo\t\t\t\t",
        b'3\t"three"\t\t\t\t',
        b"4\tfour\t\t\t\t",
    ]
    found = rows(tmp_path, b"\n".join(lines))
    assert [(row.number, row.trouble) for row in found] == [
        (2, "quote not closed"),
        (3, ""),
        (4, ""),
        (5, ""),
    ]


def test_a_row_without_end_costs_one_row(tmp_path: Path) -> None:
    found = rows(tmp_path, b"id\ttitle\n1\t" + b"x" * (3 * LONGEST_ROW) + b"\n2\ttwo\n")
    assert [(row.number, row.trouble) for row in found] == [(2, "too long"), (3, "")]


def test_bytes_that_are_not_utf_8_cost_one_row(tmp_path: Path) -> None:
    found = rows(tmp_path, b"id\ttitle\n1\tcaf\xe9\n2\tcaf\xc3\xa9\n")
    assert [(row.number, row.trouble) for row in found] == [(2, "not UTF-8"), (3, "")]


def test_compressed_files_are_seen_by_their_content_and_damage_is_said(tmp_path: Path) -> None:
    packed = gzip.compress(b"id\ttitle\n" + b"".join(b"%d\tarticle %d\n" % (n, n) for n in range(20_000)))
    assert len(rows(tmp_path, packed)) == 20_000
    with pytest.raises(DamagedFile):
        rows(tmp_path, packed[: len(packed) // 2])


def test_what_is_packed_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_UNPACKED", 3 * LONGEST_ROW)
    assert len(rows(tmp_path, b"id\n" + b"1\n" * 2 * LONGEST_ROW)) == 2 * LONGEST_ROW  # plain: as large as it is
    for bomb in (b"id\n" + b"1\n" * 2 * LONGEST_ROW, b"x" * 4 * LONGEST_ROW):
        with pytest.raises(UnpackedTooLarge):
            rows(tmp_path, gzip.compress(bomb))


@pytest.mark.parametrize(
    "content", [b"\xff\xfei\x00d\x00", b"PK\x03\x04rest", b"caf\xe9\n", b"id,title\r1,one\r"]
)
def test_a_file_that_is_not_utf_8_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        rows(tmp_path, content)


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        ((), NoHeader),
        (("1", "Bol", "12.00 EUR"), NoHeader),
        (("id", "title"), MissingColumns),
        (("id", "title", "price", "Title"), DuplicateColumns),
        (("id", "title", "price", ""), UnnamedColumn),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(
    header: tuple[str, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        columns(header, "google")


def test_a_plain_csv_may_name_its_columns_in_french() -> None:
    assert columns(("Référence", "Nom", "Prix TTC", "Stock", "Couleur", "Saison"), "csv").fields == (
        "id",
        "title",
        "price",
        "quantity",
        "color",
        "",
    )

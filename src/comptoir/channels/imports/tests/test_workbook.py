"""Spreadsheets in and out: text stays text, formulas are nothing to run, and no file fills the memory."""

from __future__ import annotations

import gc
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES
from openpyxl.xml.constants import SHARED_STRINGS

from comptoir.assortment import facade as assortment
from comptoir.assortment import workbook as written
from comptoir.assortment.errors import TextTooLongForSheet
from comptoir.channels.imports import facade as imports
from comptoir.channels.imports import workbook
from comptoir.channels.imports.contracts import Verdict
from comptoir.channels.imports.errors import DamagedSheet, SheetTooLarge
from comptoir.channels.imports.tests.test_importing import take
from comptoir.channels.imports.tests.test_round_trip import LOSE_TEXTS, ODD, STATE
from comptoir.kit import sql
from comptoir.kit.text import Localised


def sheet(*rows: list[Any]) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


def lines(file: io.BytesIO) -> str:
    text = io.StringIO()
    workbook.write_csv(file, text)
    return text.getvalue()


def test_cells_are_text_as_people_wrote_it_and_formulas_are_not_computed() -> None:
    file = sheet(["id", "ean", "price", "sum"], ["A1", 3760000000017, 24.9, "=1+1"], [None, True, 1e-7, " x "])
    assert lines(file) == "id,ean,price,sum\r\nA1,3760000000017,24.9\r\n,true,0.0000001, x \r\n"


def test_a_file_that_would_fill_the_memory_or_is_none_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(SheetTooLarge):
        lines(sheet(["id"], ["a"], ["b"]))
    with pytest.raises(SheetTooLarge):
        lines(sheet(["id"] * 301))
    types = zipfile.ZipFile(sheet(["id"])).read("[Content_Types].xml")
    texts = f'<Override PartName="/xl/worksheets/%b" ContentType="{SHARED_STRINGS}"/></Types>'.encode()
    moved, twice = (types.replace(b"</Types>", texts % name) for name in (b"texts.xml", b"sheet1.xml"))
    large = b" " * (workbook.LARGEST_HELD + 1)
    row = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>%b</row>'
    wide, crowded = row % (b"<c><v>%b</v></c>" % (b"1" * 6_000_000)), row % (b"<c/>" * 101_000)
    for parts in (
        {"[Content_Types].xml": moved, "xl/worksheets/texts.xml": large},
        {"[Content_Types].xml": twice, "xl/worksheets/sheet1.xml": large},
        {"xl/worksheets/sheet1.xml": wide},
        {"xl/worksheets/sheet1.xml": crowded},
        {"xl/worksheets/sheet1.xml": (row % b"").replace(b"<row></row>", b"<row/>" * 3)},
    ):
        bomb = _replaced(sheet(["id"], ["a"]), parts)
        assert len(bomb) < 100_000
        with pytest.raises(SheetTooLarge):
            lines(io.BytesIO(bomb))
    book = sheet(["id"], ["a"])
    unread = {"xl/media/picture.png": large, "xl/worksheets/sheet9.xml": large}
    assert lines(io.BytesIO(_replaced(book, unread))) == "id\r\na\r\n"
    entities = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
    for content in (b"PK\x03\x04 no", _replaced(book, {"xl/worksheets/sheet1.xml": entities})):
        with pytest.raises(DamagedSheet):
            lines(io.BytesIO(content))


def _replaced(file: io.BytesIO, parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return made.getvalue()


def test_a_spreadsheet_that_is_given_up_leaves_nothing_open(monkeypatch) -> None:
    loud: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", loud.append)
    before = list(ALL_TEMP_FILES)

    def broken() -> Iterator[list[Any]]:
        yield ["a"]
        raise RuntimeError

    for rows, error in ((iter([["a"], ["x" * 40_000]]), TextTooLongForSheet), (broken(), RuntimeError),
                        (iter([["a"], [object()]]), ValueError)):  # fmt: skip
        with pytest.raises(error):
            written.write(["id"], rows)
        del rows
        gc.collect()
    assert not loud and before == ALL_TEMP_FILES


def test_our_spreadsheet_comes_back_without_a_change(world: SimpleNamespace, tmp_path: Path) -> None:
    bowl = world.products["bowl"]
    description = json.dumps(Localised(fr=ODD, en="-5 %"), ensure_ascii=False)
    sql.run("UPDATE catalog_product SET description = %s::jsonb WHERE id = %s", [description, bowl])
    source = assortment.Source(world.storefront.market, world.warehouse.id, "fr", "https://shop.example")
    path = tmp_path / "ours.xlsx"
    with assortment.export_workbook(source) as file:
        path.write_bytes(file.read())
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.quotePrefix for cell in cells if cell.value == ODD] == [True, True]
    before = sql.rows(STATE)
    sql.run(LOSE_TEXTS, [bowl])
    with workbook.as_text(path) as text:
        done = take(world, text, file_format="csv")
        assert (done.rows, done.verdicts[Verdict.REFUSED]) == (4, 0) and sql.rows(STATE) == before
        assert take(world, text, file_format="csv").unchanged == 3
    given = path.read_bytes()
    origin, market = world.context.origin(), world.storefront.market.code
    run = imports.keep_file("ours.xlsx", given, market=market, origin=origin, now=world.now)
    look = imports.preview(run, ["id", "item_group_id", "sku", "title", *[""] * 6, "price", *[""] * 7])
    assert look.refusal is None and len(look.rows) == 4 and look.rows[0].item is not None
    long = json.dumps(Localised(fr="x" * 40_000))
    sql.run("UPDATE catalog_product SET description = %s::jsonb WHERE id = %s", [long, bowl])
    with pytest.raises(TextTooLongForSheet):
        assortment.export_workbook(source)

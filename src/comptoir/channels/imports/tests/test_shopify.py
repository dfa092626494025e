"""Shopify's product file: what its rows say together."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from comptoir.channels.imports import shopify
from comptoir.channels.imports.contracts import RawRow
from comptoir.channels.imports.reader import FeedFile
from comptoir.channels.imports.rules.facts import facts
from comptoir.channels.imports.rules.texts import Unusable

HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value", "Option2 Name",
    "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price", "Variant Barcode",
    "Image Src", "Image Position", "Variant Image",
)  # fmt: skip
ROWS = (
    ("bol", "Bol", "<p>Grès &amp; émail</p><script>x()</script><p>Rond</p>", "Coste", "Table", "TRUE", "Couleur",
     "Ocre", "Finition", "Mat", "BOL-1", "420", "3", "24.00", "", "https://a.example/1.jpg", "1", ""),
    ("bol", "", "", "", "", "", "", "Bleu", "", "Brillant", "BOL-2", "420.0", "-2", "26.00", "", "", "", ""),
    ("bol", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "https://a.example/2.jpg", "2", ""),
    ("livre", "Livre", "", "", "", "TRUE", "Title", "Default Title", "", "", "", "0", "1", "25.00", "'4006381333931",
     "", "", ""),
)  # fmt: skip


def test_rows_of_a_handle_become_variants_with_the_texts_and_pictures_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "products_export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    with FeedFile(path) as feed:
        assert shopify.is_shopify(feed.header) and not shopify.is_shopify(["id", "title", "price"])
        rows = list(shopify.translated(feed.header, feed.rows(), "EUR"))
    ochre, blue, book = (dict(zip(shopify.COLUMNS, row.cells, strict=True)) for row in rows)
    assert (ochre["id"], ochre["item_group_id"], ochre["title"], ochre["color"]) == ("BOL-1", "bol", "Bol", "Ocre")
    assert ochre["description"] == "Grès & émail\nRond" and ochre["options"] == ":Finition:Mat"
    assert (blue["title"], blue["color"], blue["quantity"]) == ("Bol", "Bleu", "0")
    assert blue["options"] == ":Finition:Brillant"
    assert ochre["additional_image_link"] == "https://a.example/2.jpg" and ochre["currency"] == "EUR"
    assert (book["id"], book["item_group_id"], book["gtin"]) == ("livre", "", "4006381333931")
    assert book["shipping_weight"] == "" and [row.number for row in rows] == [2, 3, 5]


def test_a_row_that_cannot_be_read_does_not_take_its_product_with_it() -> None:
    good = RawRow(2, ROWS[3])
    found = list(shopify.translated(HEADER, [RawRow(1, ("bol",)), good], "EUR"))
    assert [bool(row.trouble) for row in found] == [True, False]


@pytest.mark.parametrize(
    "cell",
    [
        "[", "[]", '{"attributes": {}}', '{"attributes": [{"code": "a", "kind": "text", "label": {}, "value": 3}]}',
        '{"category": ["Table"]}', '{"size_mm": [1, 2]}', '{"pictures": ["file:///etc/passwd"]}', "x" * 60_001,
    ],
)  # fmt: skip
def test_facts_that_our_export_would_not_write_are_refused(cell: str) -> None:
    with pytest.raises(Unusable):
        facts(cell)

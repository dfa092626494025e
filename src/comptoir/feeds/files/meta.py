"""CSV as Meta's catalogues read it: Google's names, states in words, what is repeated in one cell."""

from __future__ import annotations

import csv
from typing import IO

from comptoir.feeds import rules
from comptoir.feeds.rules import Row

COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "sale_price", "link", "image_link", "brand",
    "gtin", "item_group_id", "color", "size", "material", "pattern", "product_type", "additional_image_link",
    "shipping", "shipping_weight",
)  # fmt: skip
STATES = {
    "in_stock": "in stock", "out_of_stock": "out of stock", "preorder": "preorder", "backorder": "available for order",
}  # fmt: skip


class Meta:
    extension, content_type = "csv", "text/csv; charset=utf-8"

    def __init__(self, file: IO[str]) -> None:
        self.writer = csv.writer(file)

    def begin(self, title: str, link: str) -> None:
        self.writer.writerow(COLUMNS)

    def add(self, row: Row) -> None:
        ways = [f"{country}::{service}:{rules.price(amount)}" for country, service, amount in row.shipping]
        told = {
            **row.values,
            "availability": STATES[row.values["availability"]],
            "additional_image_link": ",".join(row.pictures),
            "shipping": ",".join(ways),
        }
        self.writer.writerow([told.get(column, "") for column in COLUMNS])

    def end(self) -> None:
        """A table has no end of its own."""

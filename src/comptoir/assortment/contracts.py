"""What crosses the door: a sheet of articles, and cells to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A variant. `product` holds the values of its product by field, and None on all but the first row of a product;
    `values` those of the variant. Amounts and weights are whole numbers (minor units, grams), None where there is
    none; `safety:<place id>` are pieces kept back there."""

    product_id: UUID
    variant_id: UUID
    sku: str
    name: Localised
    options: Localised
    product: Mapping[str, Any] | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a product or variant (`subject`): what it was when it was read, and what it shall be."""

    subject: UUID
    field: str
    was: Any
    value: Any

    @property
    def key(self) -> str:
        return f"{self.subject} {self.field}"

    @property
    def undone(self) -> Cell:
        return Cell(subject=self.subject, field=self.field, was=self.value, value=self.was)

"""What crosses the door: a sheet of articles, and cells to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comptoir.kit.money import Money
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An option by which variants differ, with its values: colour, in ochre and in blue."""

    code: str
    label: Localised
    values: tuple[Localised, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of an option."""

    code: str
    label: Localised
    value: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A variant that there would be. `state` is `new`, `exists`, `retired` (it would be sold again), or `taken`: its
    number belongs to another variant. Of one that exists, number and price are those that it has."""

    choices: tuple[Choice, ...]
    external_id: str
    sku: str
    price: Money | None
    state: str
    variant_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVariant:
    """A variant to make; without a price it is not sold yet."""

    choices: tuple[Choice, ...]
    sku: str
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """`made` are new or sold again, `kept` were there as they are; ids by external id."""

    made: Mapping[str, UUID]
    kept: Mapping[str, UUID]

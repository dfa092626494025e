"""Variants made of options, as the API takes and tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from comptoir.assortment.contracts import Axis, Combination
from comptoir.catalog import facade as catalog
from comptoir.channels.api.schemas.parts import Answer, MoneyIn, MoneyOut, NeededLine, Request, Text, money
from comptoir.kit.text import Localised

Word = Annotated[Text, Field(min_length=1, max_length=80)]
Number = Annotated[Text, Field(min_length=1, max_length=100)]


class WordsIn(Request):
    """In French, in English, or in both."""

    fr: Word | None = None
    en: Word | None = None

    def text(self) -> Localised:
        return Localised(fr=self.fr or self.en or "", en=self.en or self.fr or "")


class AxisIn(Request):
    """`code` is the attribute's; without it that of the attribute with this label, else a new one."""

    label: WordsIn
    values: Annotated[list[WordsIn], Field(min_length=1, max_length=60)]
    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)] | None = None


class VariantsIn(Request):
    """`product` is its external id. In `pattern`, {product} and the codes of the axes stand in braces."""

    product: NeededLine
    axes: Annotated[list[AxisIn], Field(min_length=1, max_length=3)]
    pattern: Annotated[Text, Field(max_length=200)] = ""
    price: MoneyIn | None = None
    without: Annotated[list[Number], Field(max_length=200, description="numbers of combinations to leave out")] = []

    def asked(self) -> list[Axis]:
        labels = [axis.label.text() for axis in self.axes]
        called = catalog.attributes_called([label.read("fr") for label in labels])
        return [
            Axis(
                code=axis.code or called.get(label.read("fr")) or catalog.attribute_code(label.read("fr") or "x"),
                label=label,
                values=tuple(value.text() for value in axis.values),
            )
            for axis, label in zip(self.axes, labels, strict=True)
        ]


class OptionOut(Answer):
    code: str
    label: str
    value: str


class CombinationOut(Answer):
    """`state`: new, exists, retired (it would be sold again) or taken (the number is another variant's)."""

    external_id: str
    sku: str
    options: list[OptionOut]
    price: MoneyOut | None
    state: str

    @staticmethod
    def of(one: Combination, locale: str) -> CombinationOut:
        options = [
            OptionOut(code=each.code, label=each.label.read(locale), value=each.value.read(locale))
            for each in one.choices
        ]
        return CombinationOut(
            external_id=one.external_id, sku=one.sku, options=options, price=money(one.price), state=one.state
        )


class MadeOut(Answer):
    """External ids; `kept` were there already."""

    made: list[str]
    kept: list[str]


class RetireIn(Request):
    articles: Annotated[Sequence[Number], Field(min_length=1, max_length=200)]


class RetiredOut(Answer):
    retired: int

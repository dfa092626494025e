"""Properties by which products are chosen, as programs of the merchant read and set them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, Request
from comptoir.search.contracts import FacetDesk

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class AttributeUseOut(Answer):
    """`values` counts up to 1,000; `said` is pinned, hidden or empty."""

    code: str
    label: str
    products: int
    values: int
    offered: bool
    said: str


class FacetDeskOut(Answer):
    """`names` is how many attributes there are in all; a hundred are told, those with a rule first."""

    products: int
    names: int
    pinned: list[str]
    hidden: list[str]
    attributes: list[AttributeUseOut]

    @staticmethod
    def of(desk: FacetDesk) -> FacetDeskOut:
        return FacetDeskOut(
            products=desk.products, names=desk.names, pinned=list(desk.own.pinned), hidden=sorted(desk.own.hidden),
            attributes=[
                AttributeUseOut(
                    code=one.code, label=one.label, products=one.products, values=one.values, offered=one.offered,
                    said=one.said,
                )
                for one in desk.attributes
            ],
        )  # fmt: skip


class FacetsIn(Request):
    """`category` is its slug in the language of the request; empty for everywhere."""

    category: Line = ""
    pinned: Annotated[list[Code], Field(max_length=12)] = []
    hidden: Annotated[list[Code], Field(max_length=400)] = []

"""Pictures of products, as the API takes and tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.catalog.contracts import KeptPicture, PictureMatch, VariantName
from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request, Text
from comptoir.kit.text import Localised

Alt = Annotated[Text, Field(max_length=300)]
FileName = Annotated[Text, Field(min_length=1, max_length=254)]


class MatchIn(Request):
    names: Annotated[list[FileName], Field(min_length=1, max_length=500)]


class MatchOut(Answer):
    """Whose a file is by its name; `product` is empty where nobody's. `place` counts from 1."""

    name: str
    product: str
    sku: str
    place: int | None

    @staticmethod
    def of(one: PictureMatch, products: Mapping[UUID, str], variants: Mapping[UUID, VariantName]) -> MatchOut:
        return MatchOut(
            name=one.name, product=products.get(one.product_id, "") if one.product_id else "",
            sku=variants[one.variant_id].sku if one.variant_id else "", place=one.place,
        )  # fmt: skip


class PictureOut(Answer):
    """`own` is false for a picture that an import brings. `sku` is empty where it shows the product as such."""

    id: UUID
    sku: str
    address: str
    alt_fr: str
    alt_en: str
    own: bool
    state: str

    @staticmethod
    def of(one: KeptPicture, variants: Mapping[UUID, VariantName]) -> PictureOut:
        return PictureOut(
            id=one.id, sku=variants[one.variant_id].sku if one.variant_id else "", address=one.source,
            alt_fr=one.alt.get("fr", ""), alt_en=one.alt.get("en", ""), own=one.own, state=one.state,
        )  # fmt: skip


class PictureAddedOut(Answer):
    id: UUID
    product: str


class ArrangedIn(Request):
    id: UUID
    alt_fr: Alt = ""
    alt_en: Alt = ""

    def alt(self) -> Localised:
        return Localised(fr=self.alt_fr.strip(), en=self.alt_en.strip())


class ArrangeIn(Request):
    """`product` is its external id."""

    product: NeededLine
    pictures: Annotated[list[ArrangedIn], Field(max_length=200)]
    removed: Annotated[list[UUID], Field(max_length=200)] = []

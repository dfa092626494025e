"""Properties of products and GTINs of their variants, as the API takes and tells them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from comptoir.catalog.contracts import KeptProperties, Property, VariantRecord
from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request, Text
from comptoir.kit.text import Localised

Name = Annotated[Text, Field(max_length=80)]
Value = Annotated[Text, Field(max_length=2000)]


class PropertyNameIn(Request):
    fr: Name = ""
    en: Name = ""


class PropertyValueIn(Request):
    fr: Value = ""
    en: Value = ""


class PropertyIn(Request):
    """`code` says which property it is; without it the one that is called so in either language, else the one whose
    code the name makes, else a new one. A number, yes or no and several of a list are written as people read them, in
    one language."""

    value: PropertyValueIn
    name: PropertyNameIn = PropertyNameIn()
    code: Annotated[Text, Field(max_length=80)] = ""

    def property(self) -> Property:
        name, value = self.name.model_dump(), self.value.model_dump()
        return Property(code=self.code, name=Localised(name), value=Localised(value))


class GtinsIn(Request):
    """`article` is a variant's external id or article number."""

    article: NeededLine
    gtins: Annotated[list[Annotated[Text, Field(max_length=30)]], Field(max_length=20)]


class PropertiesIn(Request):
    """`product` is its external id. `properties` are all that it shall have; without them those that it has stay, as
    do the numbers of variants that are not named. With the `version` that was read nothing is written if it changed
    since."""

    product: NeededLine
    properties: Annotated[list[PropertyIn], Field(max_length=200)] | None = None
    gtins: Annotated[list[GtinsIn], Field(max_length=200)] = []
    version: Annotated[Text, Field(max_length=40)] | None = None


class PropertyTextOut(Answer):
    fr: str
    en: str

    @staticmethod
    def of(text: Localised) -> PropertyTextOut:
        return PropertyTextOut(fr=text.get("fr", ""), en=text.get("en", ""))


class PropertyOut(Answer):
    """`kind` is text, number, boolean (yes or no), choice or choices (several of a list)."""

    code: str
    kind: str
    name: PropertyTextOut
    value: PropertyTextOut


class GtinsOut(Answer):
    """`article` is the variant's external id."""

    article: str
    gtins: list[str]


class PropertiesOut(Answer):
    """`version` changes with any of it."""

    product: str
    properties: list[PropertyOut]
    gtins: list[GtinsOut]
    version: str

    @staticmethod
    def of(product: str, kept: KeptProperties, variants: tuple[VariantRecord, ...]) -> PropertiesOut:
        return PropertiesOut(
            product=product, version=kept.version,
            properties=[
                PropertyOut(
                    code=one.code, kind=kept.kinds[one.code], name=PropertyTextOut.of(one.name),
                    value=PropertyTextOut.of(one.value),
                )
                for one in kept.properties
            ],
            gtins=[
                GtinsOut(article=one.external_id, gtins=list(kept.gtins.get(one.id, ()))) for one in variants
            ],
        )  # fmt: skip

"""What all answers and requests are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from comptoir.catalog.contracts import AttributeValue, CategoryNode, Picture
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.kit.money import Money
from comptoir.org.contracts import PlaceInfo
from comptoir.pricing.contracts import VatPart

PRINTABLE = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*$"


def _printable(text: str) -> str:
    """PostgreSQL keeps no NUL, nobody writes control characters, and half of a surrogate pair is no text."""
    broken = any(0xD800 <= ord(c) <= 0xDFFF or (c < " " and c not in "\t\n\r") or c == "\x7f" for c in text)
    if broken:
        raise PydanticCustomError("not_text", "control characters cannot be kept")
    return text


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL knows no zone beyond 16 hours, which RFC 3339 allows, and no moment after the year 9999."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        raise PydanticCustomError("out_of_range", "no such moment in UTC") from None


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Text = Annotated[str, AfterValidator(_printable), Field(json_schema_extra={"pattern": PRINTABLE})]
Short = Annotated[Text, Field(max_length=40)]
Line = Annotated[Text, Field(max_length=254)]
NeededLine = Annotated[Text, Field(min_length=1, max_length=254)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")]
PageNumber = Annotated[int, Field(ge=1, le=10_000)]
PageSize = Annotated[int, Field(ge=1, le=100)]


class Answer(BaseModel):
    """Not ninja's Schema: that reads each field of each part by Python, and took more time than the answer's reads."""


def written(answer: Answer) -> HttpResponse:
    """The answer as JSON in one go. What a route returns otherwise is checked against its schema once more, made into
    plain values and then into text, which costs a search of 24 products more than the index does."""
    return HttpResponse(answer.model_dump_json(), content_type="application/json; charset=utf-8")


class Request(BaseModel):
    """A field that we do not know is refused: a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class MoneyIn(Request):
    minor: Annotated[int, Field(ge=0, le=10**12)]
    currency: Currency

    def money(self) -> Money:
        return Money(self.minor, self.currency)


class MoneyOut(Answer):
    """`minor` is a whole number of the smallest unit: 1250 EUR is 12.50 €."""

    minor: int
    currency: str

    @staticmethod
    def of(money: Money) -> MoneyOut:
        return MoneyOut(minor=money.minor, currency=money.currency)


def money(amount: Money | None) -> MoneyOut | None:
    return None if amount is None else MoneyOut.of(amount)


class FieldProblem(Answer):
    field: str
    code: str
    detail: str


class Problem(Answer):
    """An error (RFC 9457). `code` is stable within v1; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | None = None
    data: dict[str, Any] | None = None
    instance: str | None = None


class CategoryOut(Answer):
    """`trail` holds the slugs from the root, its own last."""

    id: str
    slug: str
    name: str
    parent_id: str | None
    trail: list[str]

    @staticmethod
    def of(node: CategoryNode, locale: str) -> CategoryOut:
        return CategoryOut(
            id=str(node.id),
            slug=node.slug.read(locale),
            name=node.name.read(locale),
            parent_id=str(node.parent_id) if node.parent_id else None,
            trail=[step.slug.read(locale) for step in node.trail or (node,)],
        )


class PictureOut(Answer):
    """`address` is absolute or begins with a slash; empty while there is no picture."""

    address: str
    alt: str

    @staticmethod
    def of(picture: Picture, locale: str) -> PictureOut:
        return PictureOut(address=picture.source, alt=picture.alt.read(locale))


class AttributeOut(Answer):
    """`value` as a program reads it, `text` as a person does, unit included."""

    code: str
    label: str
    value: Any
    text: str

    @staticmethod
    def of(attribute: AttributeValue, locale: str) -> AttributeOut:
        return AttributeOut(
            code=attribute.code,
            label=attribute.label.read(locale),
            value=attribute.value,
            text=attribute.text.read(locale),
        )


class PlaceOut(Answer):
    """`kind` is warehouse or shop; orders can be collected where `collects` is true."""

    code: str
    kind: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    collects: bool

    @staticmethod
    def of(place: PlaceInfo, locale: str) -> PlaceOut:
        return PlaceOut(
            code=place.code,
            kind=place.kind,
            name=place.name.read(locale),
            street=place.street,
            postcode=place.postcode,
            city=place.city,
            country=place.country,
            collects=place.collects,
        )


class DeliveryOut(Answer):
    """A way to get it: `code` is what a request sends, `promise` what an order sends back as shown_promise.
    It arrives from `earliest` to `latest`; `due` is the last moment at which the promise is still kept."""

    code: str
    kind: str
    name: str
    place: PlaceOut | None
    charge: MoneyOut
    earliest: date
    latest: date
    due: datetime
    promise: str

    @staticmethod
    def of(option: DeliveryOption, locale: str) -> DeliveryOut:
        return DeliveryOut(
            code=option.code,
            kind=option.kind,
            name=option.name.read(locale),
            place=PlaceOut.of(option.place, locale) if option.place else None,
            charge=MoneyOut.of(option.charge),
            earliest=option.promise.earliest,
            latest=option.promise.latest,
            due=option.promise.due,
            promise=option.promise.key,
        )


class VatOut(Answer):
    """One VAT rate in basis points (2000 is 20 %): gross = net + vat, sums of rounded lines."""

    rate_bp: int
    gross: MoneyOut
    net: MoneyOut
    vat: MoneyOut

    @staticmethod
    def of(part: VatPart) -> VatOut:
        return VatOut(
            rate_bp=part.rate_bp,
            gross=MoneyOut.of(part.gross),
            net=MoneyOut.of(part.net),
            vat=MoneyOut.of(part.vat),
        )

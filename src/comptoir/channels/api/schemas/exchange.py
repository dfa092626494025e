"""Shapes of the exchange with other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.natures import Nature
from comptoir.channels.api.schemas.parts import Answer, Currency, Line, Request, Text
from comptoir.interconnect.contracts import Comparison, Item, Listed, Outcome, Record, Records, Sum

Id = Annotated[Text, Field(min_length=1, max_length=100)]
StockId = Annotated[Text, Field(min_length=3, max_length=150, pattern=r"^[^\x00-\x1f\x7f]+@[^\x00-\x1f\x7f@]+$")]
Version = Annotated[int | None, Field(ge=0, lt=2**63)]
Kind = Literal["product", "price", "stock", "order", "customer"]
LinkedKind = Literal["product", "variant", "place", "order", "customer"]
Kilo = Annotated[Text, Field(max_length=20_000)]
Name = Annotated[Text, Field(max_length=500)]
Tax = Literal["standard", "intermediate", "reduced", "super_reduced", "zero"]
Address = Annotated[Text, Field(max_length=200)]


class NameIn(Request):
    fr: Name = ""
    en: Name = ""


class TextIn(Request):
    fr: Kilo = ""
    en: Kilo = ""


class VariantIn(Request):
    """`sku` is the id where it is not given."""

    id: Id
    sku: Annotated[Text, Field(min_length=1, max_length=100)] | None = None
    gtins: Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{14}$")]], Field(max_length=20)] | None = None
    weight_g: Annotated[int, Field(ge=0, le=10_000_000)] | None = None


class ItemIn(Request):
    """`version` is the source's own number: one that is not higher than the last is stale and writes nothing."""

    id: Id
    version: Version = None

    def item(self) -> Item:
        given = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        fields = {name: value for name, value in given.items() if name not in ("id", "version")}
        return Item(id=self.id, version=self.version, fields={name: _plain(fields[name]) for name in fields})


def _plain(value: Any) -> Any:
    """Empty texts are left out, as the catalogue leaves them out."""
    if isinstance(value, dict) and set(value) <= {"fr", "en"}:
        return {name: text for name, text in value.items() if text}
    return [_plain(one) for one in value] if isinstance(value, list) else value


class ProductItem(ItemIn):
    """Fields that are not given stay as they are. `category` are names from the root; a new product of no `nature` is
    goods, and a gift card has the VAT category zero."""

    name: NameIn | None = None
    description: TextIn | None = None
    brand: Annotated[Text, Field(min_length=1, max_length=120)] | None = None
    category: Annotated[list[NameIn], Field(min_length=1, max_length=6)] | None = None
    nature: Nature | None = None
    tax_category: Tax | None = None
    variants: Annotated[list[VariantIn], Field(max_length=100)] | None = None


class AmountIn(Request):
    minor: Annotated[int, Field(ge=0, le=100_000_000_000)]
    currency: Currency


class PriceItem(ItemIn):
    """`id` is the variant's; the amount includes VAT and holds in the market of the key's storefront."""

    amount: AmountIn


class StockItem(ItemIn):
    """`id` is `variant@place`. `on_hand` was counted; `change` came (positive) or went. One of the two."""

    id: StockId
    on_hand: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    change: Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)] | None = None


class CustomerItem(ItemIn):
    """A new customer needs e-mail, name and country; the e-mail of a known one cannot be changed."""

    email: Annotated[Text, Field(max_length=254)] | None = None
    name: Annotated[Text, Field(max_length=120)] | None = None
    street: Address | None = None
    more: Address | None = None
    postcode: Annotated[Text, Field(max_length=12)] | None = None
    city: Annotated[Text, Field(max_length=80)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    phone: Annotated[Text, Field(max_length=20)] | None = None


class OrderItem(ItemIn):
    """`id` is the number, or what the system calls the order."""

    state: Literal["ready", "shipped", "delivered", "cancelled"]
    carrier: Annotated[Text, Field(max_length=60)] | None = None
    tracking_number: Annotated[Text, Field(max_length=60)] | None = None
    reason: Literal["changed_mind", "mistake", "too_late", "not_available", "other"] | None = None


class BatchIn(Request):
    """1 to 500 items, each id once. With `all_or_nothing` one that is refused refuses all."""

    all_or_nothing: bool = False


class ProductsIn(BatchIn):
    items: Annotated[list[ProductItem], Field(min_length=1, max_length=500)]


class PricesIn(BatchIn):
    items: Annotated[list[PriceItem], Field(min_length=1, max_length=500)]


class StockIn(BatchIn):
    items: Annotated[list[StockItem], Field(min_length=1, max_length=500)]


class CustomersIn(BatchIn):
    items: Annotated[list[CustomerItem], Field(min_length=1, max_length=500)]


class OrdersIn(Request):
    """Each order is done by itself."""

    items: Annotated[list[OrderItem], Field(min_length=1, max_length=500)]


class OutcomeOut(Answer):
    """`status` is created, changed, unchanged, stale, conflict or refused."""

    index: int
    id: str
    status: str
    code: str
    detail: str
    fields: list[str]


class OutcomesOut(Answer):
    """In the order of the items. `done` counts those that stand as they were asked for."""

    items: list[OutcomeOut]
    done: int
    refused: int

    @staticmethod
    def of(outcomes: list[Outcome]) -> OutcomesOut:
        items = [
            OutcomeOut(index=o.index, id=o.id, status=o.status, code=o.code, detail=o.detail, fields=list(o.fields))
            for o in outcomes
        ]
        done = sum(o.status in ("created", "changed", "unchanged", "stale") for o in outcomes)
        return OutcomesOut(items=items, done=done, refused=len(items) - done)


class RecordOut(Answer):
    """The present state. `linked` says whether the id was agreed on, else it is ours."""

    kind: str
    id: str
    linked: bool
    state: dict[str, Any]
    checksum: str

    @staticmethod
    def of(one: Record) -> RecordOut:
        return RecordOut(kind=one.kind, id=one.id, linked=one.linked, state=dict(one.state), checksum=one.checksum)


class RecordsOut(Answer):
    """Send `cursor` with the next call; with `more`, at once."""

    items: list[RecordOut]
    cursor: str
    more: bool

    @staticmethod
    def of(found: Records) -> RecordsOut:
        return RecordsOut(items=[RecordOut.of(one) for one in found.items], cursor=found.cursor, more=found.more)


class SumOut(Answer):
    page: int
    count: int
    checksum: str

    @staticmethod
    def of(one: Sum) -> SumOut:
        return SumOut(page=one.page, count=one.count, checksum=one.checksum)


class ListedIn(Request):
    """A thing as the other side has it: its checksum, or the fields of its state that it knows."""

    id: Annotated[Text, Field(min_length=1, max_length=210)]
    checksum: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = None
    state: dict[Line, Any] | None = None

    def listed(self) -> Listed:
        return Listed(id=self.id, checksum=self.checksum or "", state=self.state)


class CompareIn(Request):
    """The whole of a page, or of the kind when there is no page."""

    page: Annotated[int, Field(ge=0, le=15)] | None = None
    items: Annotated[list[ListedIn], Field(max_length=20_000)]


class DifferenceOut(Answer):
    """`what` is missing_here, missing_there or different."""

    id: str
    what: str
    fields: list[str]
    ours: dict[str, Any]
    theirs: dict[str, Any]


class ComparisonOut(Answer):
    """At most 1,000 differences are named."""

    id: UUID
    kind: str
    page: int | None
    ours: int
    theirs: int
    same: int
    differences: list[DifferenceOut]
    at: datetime

    @staticmethod
    def of(found: Comparison) -> ComparisonOut:
        return ComparisonOut(
            id=found.id, kind=found.kind, page=found.page, ours=found.ours, theirs=found.theirs, same=found.same,
            differences=[
                DifferenceOut(
                    id=one.id, what=one.what, fields=list(one.fields), ours=dict(one.ours), theirs=dict(one.theirs)
                )
                for one in found.differences
            ],
            at=found.at,
        )  # fmt: skip


class LinkIn(Request):
    """From now on `id` is what the key's system calls our `ours`."""

    id: Id
    ours: Id

"""What is asked and told when an order changes after it was placed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.baskets import ContactIn, Pieces, TenderIn
from comptoir.channels.api.schemas.orders import OrderLineOut, TermsOut
from comptoir.channels.api.schemas.parts import Answer, Line, MoneyIn, MoneyOut, Request, Short, Text
from comptoir.orders import facade as orders
from comptoir.orders.contracts import ChangePreview, ChangeWish, NoteInfo, TermsInfo

Position = Annotated[int, Field(ge=0, le=32767)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]


class LinesCancelIn(Request):
    """`lines` maps the position of a line to the pieces that are no longer wanted. With `version` a change of the
    order meanwhile is refused."""

    lines: Annotated[dict[Position, Pieces], Field(min_length=1, max_length=200)]
    reason: Annotated[Short, Field(json_schema_extra={"enum": list(orders.REASONS)})] = "changed_mind"
    version: Version | None = None


class AddedIn(Request):
    variant_id: UUID
    quantity: Pieces = 1


class OrderChangeIn(Request):
    """What the order is to become; what is not named stays. `quantities` maps the position of a line to its pieces, 0
    removes it. Of `contact` everything but the e-mail is taken."""

    quantities: Annotated[dict[Position, Annotated[int, Field(ge=0, le=999)]], Field(max_length=200)] = {}
    added: Annotated[list[AddedIn], Field(max_length=200)] = []
    contact: ContactIn | None = None
    delivery: Line = ""

    def wish(self) -> ChangeWish:
        return ChangeWish(
            quantities=self.quantities,
            added=[(line.variant_id, line.quantity) for line in self.added],
            contact=self.contact.contact() if self.contact else None,
            delivery=self.delivery,
        )


class ConfirmedChangeIn(OrderChangeIn):
    """`version`, `shown_total` and `shown_promise` are those of the preview. Without a tender what is to pay waits for
    the buyer's own payment."""

    version: Version
    shown_total: MoneyIn
    shown_promise: Line = ""
    tender: TenderIn | None = None


class SplitIn(Request):
    """`pieces` maps variants of the shipment to what comes apart: from another `place`, on a `day`, or both."""

    shipment_id: UUID
    pieces: Annotated[dict[UUID, Pieces], Field(min_length=1, max_length=200)]
    place: Short = ""
    day: date | None = None
    version: Version | None = None


class ShipmentIn(Request):
    """`shipment_id` says which one, when there are several; all of them without it."""

    shipment_id: UUID | None = None


class NoteIn(Request):
    text: Annotated[Text, Field(min_length=1, max_length=4000)]


class NoteOut(Answer):
    id: str
    text: str
    author: str
    written_at: datetime

    @staticmethod
    def of(note: NoteInfo) -> NoteOut:
        return NoteOut(id=str(note.id), text=note.text, author=note.actor, written_at=note.written_at)


class TagsOut(Answer):
    tags: list[str]


class ChangePreviewOut(Answer):
    """What a change would make of the order. Of the `difference`, `to_pay` is still to come or `to_return` goes back.
    `promise` is empty when the old promise stays."""

    version: int
    lines: list[OrderLineOut]
    goods: MoneyOut
    delivery: MoneyOut
    total: MoneyOut
    vat: MoneyOut
    difference: MoneyOut
    to_pay: MoneyOut
    to_return: MoneyOut
    promise: str
    promised_by: datetime

    @staticmethod
    def of(seen: ChangePreview, locale: str) -> ChangePreviewOut:
        return ChangePreviewOut(
            version=seen.version,
            lines=[OrderLineOut.of(line, locale) for line in seen.lines],
            goods=MoneyOut.of(seen.goods),
            delivery=MoneyOut.of(seen.delivery),
            total=MoneyOut.of(seen.total),
            vat=MoneyOut.of(seen.vat),
            difference=MoneyOut.of(seen.difference),
            to_pay=MoneyOut.of(seen.to_pay),
            to_return=MoneyOut.of(seen.to_return),
            promise=seen.promise,
            promised_by=seen.promised_by,
        )


class TermsTextOut(TermsOut):
    text: str

    @staticmethod
    def with_text(terms: TermsInfo) -> TermsTextOut:
        return TermsTextOut(**TermsOut.of(terms).model_dump(), text=terms.text)

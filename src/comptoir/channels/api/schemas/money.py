"""Refunds, gift cards and store credit as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Moment, MoneyIn, MoneyOut, NeededLine, Request, Short
from comptoir.invoicing.contracts import DocumentInfo
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import RefundFor, RefundInfo, RefundMeans, RefundWish
from comptoir.payments import facade as payments
from comptoir.payments.contracts import DisputeInfo, IssuedValue, StoredValueInfo

MOST_PIECES = 9_999


class RefundLineIn(Request):
    """Of the line at `position` so many pieces are paid back at what they cost, of which those `put_back` go into
    stock again; `reduction` makes the pieces cheaper that the buyer keeps."""

    position: Annotated[int, Field(ge=1, le=32_767)]
    quantity: Annotated[int, Field(ge=0, le=MOST_PIECES)] = 0
    reduction: MoneyIn | None = None
    put_back: Annotated[int, Field(ge=0, le=MOST_PIECES)] = 0


class RefundIn(Request):
    """With `lines` or `delivery` it is for these: at what they cost, or for an `amount` that is less by no more than
    was given back before for nothing that was named. They have left; what has not is cancelled instead. Pieces that go
    into stock go to the place with the code `place`, or to where they left from.

    Without them `amount` is off the whole order; without an amount too it is all that can be given back. `shown`, if
    sent, is what could be when it was decided. With `as_credit` it becomes a store credit, else it goes back by the
    means that it came by: the latest first, gift cards and store credit last."""

    lines: Annotated[list[RefundLineIn], Field(max_length=400)] = []
    delivery: bool = False
    place: Short = ""
    amount: MoneyIn | None = None
    reason: Annotated[Short, Field(json_schema_extra={"enum": list(orders.REFUND_REASONS)})]
    as_credit: bool = False
    shown: MoneyIn | None = None


    def wish(self) -> RefundWish | None:
        """Refuses Invalid for a line that stands there twice."""
        if not self.lines and not self.delivery:
            return None
        if len({line.position for line in self.lines}) < len(self.lines):
            raise Invalid({"lines": "not_a_choice"})
        return RefundWish(
            pieces={line.position: line.quantity for line in self.lines if line.quantity},
            reductions={line.position: line.reduction.money() for line in self.lines if line.reduction},
            put_back={line.position: line.put_back for line in self.lines if line.put_back},
            delivery=self.delivery, place=self.place,
        )  # fmt: skip


class RefundAgainIn(Request):
    as_credit: bool = False


class IssueIn(Request):
    """A store credit needs its customer. `reason` says where the money comes from."""

    kind: Literal["gift_card", "store_credit"]
    amount: MoneyIn
    reason: Annotated[Short, Field(json_schema_extra={"enum": list(payments.REASON_NAMES)})]
    customer_id: UUID | None = None
    expires_at: Moment | None = None


class TopUpIn(Request):
    amount: MoneyIn
    reason: Annotated[Short, Field(json_schema_extra={"enum": list(payments.REASON_NAMES)})]


class CodeIn(Request):
    """In the body, because addresses are kept in logs."""

    code: NeededLine


class IssuedOut(Answer):
    """`code` is told now and kept nowhere; the same call with the same key tells it again for 30 days."""

    id: str
    code: str
    amount: MoneyOut

    @staticmethod
    def of(issued: IssuedValue) -> IssuedOut:
        return IssuedOut(id=str(issued.id), code=issued.code, amount=MoneyOut.of(issued.amount))


class StoredValueOut(Answer):
    """`available` may still be spent; the rest of `balance` is claimed by orders. `state` is active, empty, expired
    or blocked."""

    id: str
    kind: str
    last4: str
    state: str
    balance: MoneyOut
    available: MoneyOut
    expires_at: datetime | None

    @staticmethod
    def of(found: StoredValueInfo) -> StoredValueOut:
        return StoredValueOut(
            id=str(found.id),
            kind=found.kind,
            last4=found.last4,
            state=found.state,
            balance=MoneyOut.of(found.balance),
            available=MoneyOut.of(found.available),
            expires_at=found.expires_at,
        )


class CreditOut(Answer):
    """A store credit that a refund of the order made, with the code that spends it."""

    code: str
    available: MoneyOut


class RefundMeansOut(Answer):
    """What of a refund goes by one means. `state` is on_its_way, given_back, or refused: then it is still owed."""

    tender: str
    tender_name: str
    amount: MoneyOut
    state: str
    answered_at: datetime | None

    @staticmethod
    def of(means: RefundMeans, locale: str) -> RefundMeansOut:
        named = payments.tender_names().get(means.tender)
        return RefundMeansOut(
            tender=means.tender, tender_name=named.read(locale) if named else means.tender,
            amount=MoneyOut.of(means.amount), state=means.state, answered_at=means.answered_at,
        )  # fmt: skip


class RefundForOut(Answer):
    """`amount` for `pieces` of the line at `position`, or, with 0 pieces, off what they cost. `kind` is goods or
    delivery."""

    position: int
    kind: str
    name: str
    pieces: int
    amount: MoneyOut

    @staticmethod
    def of(part: RefundFor, locale: str) -> RefundForOut:
        return RefundForOut(
            position=part.position, kind="delivery" if part.is_delivery else "goods", name=part.name.read(locale),
            pieces=part.pieces, amount=MoneyOut.of(part.amount),
        )  # fmt: skip


class RefundOut(Answer):
    """Money that went back, or is on its way, by one decision. Without `parts` it is for nothing that was named, as
    goodwill is. `credit_note` is the number of the document that was issued for it, `credit_note_id` its id; null while
    there is none."""

    id: str
    at: datetime
    amount: MoneyOut
    reason: str
    reason_name: str
    parts: list[RefundForOut]
    means: list[RefundMeansOut]
    credit_note: str | None
    credit_note_id: str | None

    @staticmethod
    def of(refund: RefundInfo, note: DocumentInfo | None, locale: str) -> RefundOut:
        return RefundOut(
            id=str(refund.id), at=refund.at, amount=MoneyOut.of(refund.amount), reason=refund.reason,
            reason_name=refund.reason_name.read(locale), parts=[RefundForOut.of(each, locale) for each in refund.parts],
            means=[RefundMeansOut.of(each, locale) for each in refund.means],
            credit_note=note.number if note else None, credit_note_id=str(note.id) if note else None,
        )  # fmt: skip


class DisputeOut(Answer):
    """A charge that the customer's bank asks about or took back. `state` is open, won or lost; `withheld` is what the
    provider keeps of it: for ever when it is lost. `reference` and `reason` are the provider's."""

    id: str
    order_id: str
    payment_id: str
    provider: str
    reference: str
    state: str
    reason: str
    amount: MoneyOut
    withheld: MoneyOut
    opened_at: datetime
    closed_at: datetime | None

    @staticmethod
    def of(found: DisputeInfo) -> DisputeOut:
        return DisputeOut(
            id=str(found.id), order_id=str(found.order_id), payment_id=str(found.request_id), provider=found.provider,
            reference=found.reference, state=found.state, reason=found.reason, amount=MoneyOut.of(found.amount),
            withheld=MoneyOut.of(found.withheld), opened_at=found.opened_at, closed_at=found.closed_at,
        )  # fmt: skip


class DisputePage(Answer):
    """Latest first; `page` counts from 1. The header Link leads to the other pages."""

    items: list[DisputeOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(found: Page[DisputeInfo]) -> DisputePage:
        return DisputePage(
            items=[DisputeOut.of(each) for each in found.items], page=found.number, size=found.size,
            total=found.total, pages=found.pages,
        )  # fmt: skip

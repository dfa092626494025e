"""Withdrawals: what may be withdrawn from, a declaration, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from comptoir.aftersales.contracts import WithdrawableLine, WithdrawalInfo, WithdrawalRight, WithdrawnLine
from comptoir.channels.api.schemas.baskets import Pieces
from comptoir.channels.api.schemas.changes import Position
from comptoir.channels.api.schemas.parts import Line, MoneyIn, MoneyOut, NeededLine, Request, Short
from comptoir.kit.paging import Page


class WithdrawableLineOut(Schema):
    """`quantity` pieces that nobody withdrew from yet. `exclusion` says why the right does not apply (`is_lost`), or
    ends with a broken seal (`is_sealed`); empty when it applies. Of a line that became gift cards `backs` is what comes
    back for each piece, in the order in which they are taken; `spent` cards have nothing left and are not counted."""

    position: int
    variant_id: UUID | None
    sku: str
    name: str
    quantity: int
    unit: MoneyOut
    exclusion: str
    is_lost: bool
    is_sealed: bool
    backs: list[MoneyOut]
    spent: int

    @staticmethod
    def of(line: WithdrawableLine, locale: str) -> WithdrawableLineOut:
        return WithdrawableLineOut(
            position=line.position, variant_id=line.variant_id, sku=line.sku, name=line.name.read(locale),
            quantity=line.quantity, unit=MoneyOut.of(line.unit), exclusion=line.exclusion, is_lost=line.is_lost,
            is_sealed=line.is_sealed, backs=[MoneyOut.of(back) for back in line.backs], spent=line.spent,
        )  # fmt: skip


class WithdrawnLineOut(Schema):
    """`unsent` pieces were stopped before they left, `cards` are gift cards that were blocked, with `on_cards` left on
    them; the others have to come back."""

    position: int
    sku: str
    name: str
    quantity: int
    unsent: int
    unit: MoneyOut
    cards: int
    on_cards: MoneyOut

    @staticmethod
    def of(line: WithdrawnLine, locale: str) -> WithdrawnLineOut:
        return WithdrawnLineOut(
            position=line.position, sku=line.sku, name=line.name.read(locale), quantity=line.quantity,
            unsent=line.unsent, unit=MoneyOut.of(line.unit), cards=line.cards, on_cards=MoneyOut.of(line.on_cards),
        )  # fmt: skip


class WithdrawalOut(Schema):
    """`state` is declared (waits for the goods), refunding or refunded. `statement` is the acknowledgement as it was
    sent, `refund` what goes back for what comes back; `counted` of it had been given back by hand before."""

    id: UUID
    reference: str
    order_id: UUID
    order_number: str
    state: str
    declared_at: datetime
    acknowledged_at: datetime | None
    lines: list[WithdrawnLineOut]
    is_whole: bool
    refund: MoneyOut
    counted: MoneyOut
    refund_due: datetime
    sent_at: datetime | None
    sent_proof: str
    received_at: datetime | None
    statement: str
    statement_hash: str

    @staticmethod
    def of(found: WithdrawalInfo, locale: str) -> WithdrawalOut:
        return WithdrawalOut(
            id=found.id, reference=found.reference, order_id=found.order_id, order_number=found.order_number,
            state=found.state, declared_at=found.declared_at, acknowledged_at=found.acknowledged_at,
            lines=[WithdrawnLineOut.of(line, locale) for line in found.lines], is_whole=found.is_whole,
            refund=MoneyOut.of(found.refund), counted=MoneyOut.of(found.counted), refund_due=found.refund_due,
            sent_at=found.sent_at, sent_proof=found.sent_proof, received_at=found.received_at,
            statement=found.statement, statement_hash=found.statement_hash,
        )  # fmt: skip


class WithdrawalRightOut(Schema):
    """`refusal` is the code with which a declaration would be refused now, empty while the right is open; `last_day`
    is absent while something of the order has not arrived."""

    is_open: bool
    refusal: str
    last_day: date | None
    lines: list[WithdrawableLineOut]
    withdrawals: list[WithdrawalOut]

    @staticmethod
    def of(right: WithdrawalRight, made: tuple[WithdrawalInfo, ...], locale: str) -> WithdrawalRightOut:
        return WithdrawalRightOut(
            is_open=right.is_open, refusal=right.refusal, last_day=right.last_day,
            lines=[WithdrawableLineOut.of(line, locale) for line in right.lines],
            withdrawals=[WithdrawalOut.of(each, locale) for each in made],
        )  # fmt: skip


class WithdrawalPage(Schema):
    """Latest first; `page` counts from 1. The header Link leads to the other pages."""

    items: list[WithdrawalOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(found: Page[WithdrawalInfo], locale: str) -> WithdrawalPage:
        return WithdrawalPage(
            items=[WithdrawalOut.of(each, locale) for each in found.items], page=found.number, size=found.size,
            total=found.total, pages=found.pages,
        )  # fmt: skip


class DeclareIn(Request):
    """`lines` maps the position of a line to the pieces withdrawn from; without it, all that the right applies to.
    `name` is who declares, `email` where the acknowledgement goes. `shown`, if sent, is what was said to come back for
    lines that became gift cards: when something was spent of one since, nothing is declared."""

    name: NeededLine
    email: NeededLine
    lines: Annotated[dict[Position, Pieces], Field(min_length=1, max_length=200)] | None = None
    shown: Annotated[dict[Position, MoneyIn], Field(max_length=200)] = {}


class ReturnedIn(Request):
    """`received`: the goods are here; `sent`: the buyer proved that they are on their way, by `proof`. Of goods that
    are here so many pieces as `put_back` says, by the positions of their lines, go into stock at the place with the
    code `place`, or where they left from."""

    evidence: Literal["received", "sent"]
    proof: Line = ""
    put_back: Annotated[dict[Position, Pieces], Field(max_length=200)] = {}
    place: Short = ""

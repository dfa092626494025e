"""Stock as programs of the merchant read and change it. Articles go by external id, article number or bar code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.catalog.contracts import VariantName
from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request, Short, Text
from comptoir.inventory.contracts import AheadOffer, Coming, CountInfo, IncomingInfo, Outlook, PlaceStock, TransferInfo

Pieces = Annotated[int, Field(ge=0, le=1_000_000_000)]
Some = Annotated[int, Field(ge=1, le=1_000_000_000)]
Figure = Annotated[int, Field(ge=0, le=1_000_000)]
Note = Annotated[Text, Field(max_length=200)]
Name = Annotated[Text, Field(min_length=1, max_length=100)]
Section = Annotated[Text, Field(max_length=100)]
Names = Mapping[UUID, VariantName]
Codes = Mapping[UUID, str]
"""Places by id to their codes."""


class ChangeIn(Request):
    """`quantity` pieces came, or went with a minus sign."""

    article: NeededLine
    place: Short
    quantity: Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


class AdjustIn(Request):
    """`reason` is a code such as damaged, lost, found or delivery; `note` is for people."""

    kind: Literal["receipt", "adjustment", "return"] = "adjustment"
    reason: Short
    note: Note = ""
    lines: Annotated[list[ChangeIn], Field(min_length=1, max_length=500)]


class AheadIn(Request):
    """Sell `most` pieces at a time before they are here: against the day `sent_from`, without it against what is
    announced to come to `place`."""

    kind: Literal["preorder", "backorder"]
    place: Short
    most: Pieces
    sent_from: date | None = None


class IncomingIn(Request):
    reference: Name
    article: NeededLine
    place: Short
    expected: Some
    expected_on: date


class ReceiveIn(Request):
    quantity: Some


class MovedIn(Request):
    article: NeededLine
    quantity: Pieces


class TransferIn(Request):
    reference: Name
    source: Short
    target: Short
    expected_on: date
    lines: Annotated[list[MovedIn], Field(min_length=1, max_length=500)]


class MoveIn(Request):
    """Only what differs from what was announced or sent."""

    lines: Annotated[list[MovedIn], Field(max_length=500)] = []


class CountIn(Request):
    """Without `articles` all that the place holds."""

    place: Short
    section: Section = ""
    articles: Annotated[list[NeededLine], Field(max_length=5000)] = []


class FigureIn(Request):
    """`counter` names who counts, pseudonymously; `add` adds to what they entered before."""

    counter: Annotated[Text, Field(min_length=1, max_length=40)]
    article: NeededLine
    pieces: Figure
    add: bool = False


class CounterIn(Request):
    counter: Annotated[Text, Field(min_length=1, max_length=40)]


class DecideIn(Request):
    article: NeededLine
    pieces: Figure


class StockAtOut(Answer):
    """`available` = on hand − reserved − safety, never below zero."""

    place: str
    on_hand: int
    reserved: int
    safety: int
    available: int

    @staticmethod
    def of(level: PlaceStock, codes: Codes) -> StockAtOut:
        return StockAtOut(
            place=codes[level.location_id], on_hand=level.on_hand, reserved=level.reserved, safety=level.safety,
            available=level.available,
        )  # fmt: skip


class ComingOut(Answer):
    place: str
    reference: str
    expected_on: date
    pieces: int
    late: bool

    @staticmethod
    def of(line: Coming, codes: Codes) -> ComingOut:
        return ComingOut(
            place=codes[line.location_id], reference=line.reference, expected_on=line.expected_on,
            pieces=line.pieces, late=line.late,
        )  # fmt: skip


class SellableAheadOut(Answer):
    """`pieces` may be sold before they are here; those of `dates` can be sent from their day on."""

    kind: str
    place: str
    pieces: int
    dates: list[tuple[date, int]]

    @staticmethod
    def of(offer: AheadOffer, codes: Codes) -> SellableAheadOut:
        return SellableAheadOut(
            kind=offer.kind, place=codes[offer.location_id], pieces=offer.pieces, dates=list(offer.dates)
        )


class StockOut(Answer):
    """An article in every place and in the network: `sellable` = `available` everywhere and what may be sold
    ahead. `not_before` is the day of a pre-order."""

    article: str
    sku: str
    on_hand: int
    reserved: int
    available: int
    sellable: int
    not_before: date | None
    places: list[StockAtOut]
    coming: list[ComingOut]
    ahead: SellableAheadOut | None

    @staticmethod
    def of(found: Outlook, name: VariantName, codes: Codes) -> StockOut:
        return StockOut(
            article=name.external_id, sku=name.sku, on_hand=sum(level.on_hand for level in found.places),
            reserved=sum(level.reserved for level in found.places), available=found.available,
            sellable=found.sellable, not_before=found.not_before,
            places=[StockAtOut.of(level, codes) for level in found.places],
            coming=[ComingOut.of(line, codes) for line in found.coming],
            ahead=SellableAheadOut.of(found.ahead, codes) if found.ahead else None,
        )  # fmt: skip


class IncomingOut(Answer):
    """`state` is announced, received or cancelled."""

    external_id: str
    reference: str
    article: str
    place: str
    expected: int
    received: int
    expected_on: date
    state: str
    late: bool

    @staticmethod
    def of(line: IncomingInfo, names: Names, codes: Codes) -> IncomingOut:
        return IncomingOut(
            external_id=line.external_id, reference=line.reference, article=names[line.variant_id].external_id,
            place=codes[line.location_id], expected=line.expected, received=line.received,
            expected_on=line.expected_on, state=line.state, late=line.late,
        )  # fmt: skip


class TransferLineOut(Answer):
    article: str
    announced: int
    sent: int
    received: int


class TransferOut(Answer):
    """`state` is announced, sent, received or cancelled; `missing` pieces left and did not arrive."""

    id: str
    reference: str
    source: str
    target: str
    state: str
    expected_on: date
    sent_at: datetime | None
    received_at: datetime | None
    missing: int
    lines: list[TransferLineOut]

    @staticmethod
    def of(found: TransferInfo, names: Names, codes: Codes) -> TransferOut:
        return TransferOut(
            id=str(found.id), reference=found.reference, source=codes[found.source_id],
            target=codes[found.target_id], state=found.state, expected_on=found.expected_on,
            sent_at=found.sent_at, received_at=found.received_at, missing=found.missing,
            lines=[
                TransferLineOut(
                    article=names[line.variant_id].external_id, announced=line.announced, sent=line.sent,
                    received=line.received,
                )
                for line in found.lines
            ],
        )  # fmt: skip


class FigureOut(Answer):
    """`turn` is 1 or 2 for the two counters, 3 counted again, 4 decided; `difference` to the books at that moment."""

    turn: int
    pieces: int
    difference: int


class CountLineOut(Answer):
    """`difference` is what will be booked; null while the figures differ."""

    article: str
    figures: list[FigureOut]
    difference: int | None


class CountOut(Answer):
    """`state` is open, compared, approved or cancelled. Nobody's figures are shown while it is open."""

    id: str
    place: str
    section: str
    state: str
    opened_at: datetime
    lines: list[CountLineOut]

    @staticmethod
    def of(found: CountInfo, names: Names, codes: Codes) -> CountOut:
        return CountOut(
            id=str(found.id), place=codes[found.location_id], section=found.section, state=found.state,
            opened_at=found.opened_at,
            lines=[
                CountLineOut(
                    article=names[line.variant_id].external_id, difference=line.difference,
                    figures=[
                        FigureOut(turn=turn, pieces=pieces, difference=off)
                        for turn, (off, pieces) in line.figures.items()
                    ],
                )
                for line in found.lines
            ],
        )  # fmt: skip

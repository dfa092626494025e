"""Shapes of collectors outside that events go on to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Request, Text
from comptoir.forwarding.contracts import DestinationDraft, DestinationInfo, ToEraseInfo

Name = Annotated[Text, Field(min_length=1, max_length=100)]
Code = Annotated[Text, Field(max_length=100)]


class DestinationIn(Request):
    """`address` is the host of a collector that takes what SDKs of Segment and RudderStack send. `sources` are codes
    and `words` names of events, all where empty; `personal` sends what sources state of a person along, never to
    measure. An empty `write_key` leaves the present one as it is."""

    name: Name
    address: Annotated[Text, Field(min_length=1, max_length=1900)]
    write_key: Annotated[Text, Field(max_length=200)] = ""
    purpose: Literal["measurement", "personalisation", "marketing"]
    sources: Annotated[list[Code], Field(max_length=100)] = []
    words: Annotated[list[Code], Field(max_length=100)] = []
    personal: bool = False

    def draft(self) -> DestinationDraft:
        return DestinationDraft(
            name=self.name, address=self.address.strip(), write_key=self.write_key.strip(), purpose=self.purpose,
            sources=tuple(self.sources), words=tuple(self.words), personal=self.personal,
        )  # fmt: skip


class DestinationOut(Answer):
    """`state` is active or paused. The write key is never told. `pending`, `delivered`, `dropped` and `failed` count
    the events that are kept."""

    id: UUID
    name: str
    address: str
    purpose: str
    sources: list[str]
    words: list[str]
    personal: bool
    state: str
    last_error: str
    quiet_until: datetime
    created_at: datetime
    pending: int
    delivered: int
    dropped: int
    failed: int

    @staticmethod
    def of(info: DestinationInfo) -> DestinationOut:
        draft = info.draft
        return DestinationOut(
            id=info.id, name=draft.name, address=draft.address, purpose=draft.purpose, sources=list(draft.sources),
            words=list(draft.words), personal=draft.personal, state=info.state, last_error=info.last_error,
            quiet_until=info.quiet_until, created_at=info.created_at, pending=info.pending, delivered=info.delivered,
            dropped=info.dropped, failed=info.failed,
        )  # fmt: skip


class DestinationStateIn(Request):
    state: Literal["active", "paused"]


class ParcelCountOut(Answer):
    parcels: int


class NameThereOut(Answer):
    """As it was sent: the device, and the user id that went along, empty for none."""

    anonymous_id: str
    user_id: str


class ToEraseOut(Answer):
    """Somebody was erased here and has to be at the destination, which knows them by `names`; these go once it is
    confirmed. `erasure_id` is the number of the erasure here."""

    id: UUID
    destination_id: UUID
    destination: str
    address: str
    erasure_id: UUID
    names: list[NameThereOut]
    state: str
    asked_at: datetime
    confirmed_at: datetime | None
    proof: str

    @staticmethod
    def of(info: ToEraseInfo) -> ToEraseOut:
        return ToEraseOut(
            id=info.id, destination_id=info.destination_id, destination=info.destination, address=info.address,
            erasure_id=info.erasure_id,
            names=[NameThereOut(anonymous_id=visitor, user_id=user) for visitor, user in info.names],
            state=info.state, asked_at=info.asked_at, confirmed_at=info.confirmed_at, proof=info.proof,
        )  # fmt: skip


class ProofIn(Request):
    """What proves it: the number of the request there, the date of the answer."""

    proof: Annotated[Text, Field(min_length=1, max_length=500)]

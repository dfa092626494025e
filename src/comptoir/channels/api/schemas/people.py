"""What the API says of people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, Request
from comptoir.duplicates.contracts import DuplicateInfo, Likeness
from comptoir.profiles.contracts import Profile


class FoundOut(Answer):
    id: str


class IdentifierOut(Answer):
    """`known` when it is theirs who said who they are. E-mails and telephones are pseudonyms."""

    kind: str
    value: str
    known: bool
    first_at: datetime


class TraitOut(Answer):
    """`source` is `computed`, or who stated it. Money is in minor units of `spent_currency`."""

    name: str
    value: Any
    at: datetime
    source: str


class MomentOut(Answer):
    """`event` is the public name of what a source reported; `name` the word of the journal."""

    at: datetime
    name: str
    event: str
    channel: str
    subject_kind: str
    subject_id: str
    payload: dict[str, Any]


class ProfileOut(Answer):
    """`moments` are the latest first; `older` asks for those before, and is empty at the end."""

    id: str
    purpose: str
    known: bool
    first_at: datetime
    identifiers: list[IdentifierOut]
    traits: list[TraitOut]
    moments: list[MomentOut]
    older: str

    @staticmethod
    def of(profile: Profile) -> ProfileOut:
        return ProfileOut(
            id=str(profile.person_id),
            purpose=profile.purpose,
            known=profile.known,
            first_at=profile.first_at,
            identifiers=[
                IdentifierOut(kind=each.kind, value=each.value, known=each.known, first_at=each.first_at)
                for each in profile.identifiers
            ],
            traits=[
                TraitOut(name=each.name, value=each.value, at=each.at, source=each.source) for each in profile.traits
            ],
            moments=[
                MomentOut(
                    at=each.at, name=each.name, event=each.event, channel=each.channel,
                    subject_kind=each.subject_kind, subject_id=each.subject_id, payload=each.payload,
                )
                for each in profile.moments
            ],
            older=profile.older,
        )  # fmt: skip


class EvidenceOut(Answer):
    """`says`: same, box (of an e-mail: the same name elsewhere), close, near, differs, missing. `weight` in bits: one
    more makes it twice as likely that they are one person's."""

    field: str
    says: str
    weight: float


class LikenessOut(Answer):
    """How probably two records are one person's, by what each field says; never what stands in it."""

    customers: list[str]
    probability: float
    evidence: list[EvidenceOut]

    @staticmethod
    def of(customers: list[str], found: Likeness) -> LikenessOut:
        return LikenessOut(
            customers=customers, probability=round(found.probability, 4),
            evidence=[EvidenceOut(field=each.field, says=each.says, weight=each.weight) for each in found.evidence],
        )  # fmt: skip


class LinkIn(Request):
    """`reason` is what others can check: they rang us, one is their former name."""

    customers: Annotated[list[UUID], Field(min_length=2, max_length=2)]
    reason: Line


class DuplicateOut(Answer):
    """Two customers whose records look alike. `state` is open, same or different. `by_hand`: no search found them,
    somebody linked them."""

    id: str
    customers: list[str]
    state: str
    probability: float
    evidence: list[EvidenceOut]
    found_at: datetime
    decided_at: datetime | None
    by_hand: bool

    @staticmethod
    def of(pair: DuplicateInfo) -> DuplicateOut:
        return DuplicateOut(
            id=str(pair.id), customers=[str(pair.a), str(pair.b)], state=pair.state,
            probability=round(pair.probability, 4), found_at=pair.found_at, decided_at=pair.decided_at,
            by_hand=pair.by_hand,
            evidence=[EvidenceOut(field=each.field, says=each.says, weight=each.weight) for each in pair.evidence],
        )  # fmt: skip


class DecidedIn(Request):
    decision: Literal["same", "different", "open"]
    reason: Line = ""

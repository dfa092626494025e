"""What the API says of people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comptoir.channels.api.schemas.parts import Answer
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

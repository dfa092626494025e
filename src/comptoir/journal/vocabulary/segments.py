"""Words of segments. What a rule says may name a person, so it stays in the room; the journal knows its version."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import Lane, LegalBasis, Word, word

SEGMENT, PERSON = ("segment", "segment_id"), ("person", "person_id")
HOUSE = LegalBasis.LEGITIMATE_INTEREST


@word("Segment Defined", subject=SEGMENT, legal_basis=HOUSE)
class SegmentDefined(Word):
    segment_id: UUID
    code: str


@word("Segment Changed", subject=SEGMENT, legal_basis=HOUSE)
class SegmentChanged(Word):
    """Its name or its rule; `version` counts from 1."""

    segment_id: UUID
    code: str
    version: int


@word("Segment Archived", subject=SEGMENT, legal_basis=HOUSE)
class SegmentArchived(Word):
    """Nobody is in it any more."""

    segment_id: UUID
    code: str


@word("Segment Exported", subject=SEGMENT, legal_basis=HOUSE)
class SegmentExported(Word):
    """Staff took a list of who is in it and allows `purpose`: so many people."""

    segment_id: UUID
    code: str
    purpose: str
    people: int


@word("Segment Entered", subject=PERSON, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class SegmentEntered(Word):
    """The rule holds of this person now. `why` is heard, time, rule or consent."""

    person_id: UUID
    segment_id: UUID
    code: str
    why: str


@word("Segment Left", subject=PERSON, lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class SegmentLeft(Word):
    """`why` is heard, time, rule, consent or archived."""

    person_id: UUID
    segment_id: UUID
    code: str
    why: str

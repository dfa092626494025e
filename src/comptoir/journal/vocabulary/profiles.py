"""Words of people: what staff decide about who is who. Identifiers stay in the room of profiles."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

RECORDED = LegalBasis.LEGITIMATE_INTEREST


@word("Merge Undone", subject=("link", "link_id"), legal_basis=RECORDED)
class MergeUndone(Word):
    """A link between two identifiers was revoked: `person_id` was one, `people` are those that its identifiers are of
    now, as if the link had never been."""

    link_id: int
    person_id: UUID
    people: list[UUID]


@word("Merge Restored", subject=("link", "link_id"), legal_basis=RECORDED)
class MergeRestored(Word):
    """What was revoked counts again; `person_id` is whose the two identifiers are now, if they are one's."""

    link_id: int
    person_id: UUID | None


@word("Identifier Ruled Out", subject=("identifier", "identifier_id"), legal_basis=RECORDED)
class IdentifierRuledOut(Word):
    """A value names nobody (the e-mail that a till types for everybody): its links do not count."""

    identifier_id: int
    kind: str
    links: int

"""Words of duplicates. They name the pair and nobody: who is forgotten leaves no trace of whom they were taken for."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

PAIR = ("duplicate", "duplicate_id")
ACCURACY = LegalBasis.LEGITIMATE_INTEREST


@word("Duplicate Confirmed", subject=PAIR, legal_basis=ACCURACY)
class DuplicateConfirmed(Word):
    """Somebody of the staff said, by hand, that two records of customers are one person's."""

    duplicate_id: UUID


@word("Duplicate Denied", subject=PAIR, legal_basis=ACCURACY)
class DuplicateDenied(Word):
    """Somebody said that they are two people: it is not asked again."""

    duplicate_id: UUID


@word("Duplicate Reopened", subject=PAIR, legal_basis=ACCURACY)
class DuplicateReopened(Word):
    """What was said was taken back: the pair is to be decided again."""

    duplicate_id: UUID


@word("Duplicate Linked By Hand", subject=PAIR, legal_basis=ACCURACY)
class DuplicateLinkedByHand(Word):
    """Somebody of the staff found two records and said, with a reason, that they are one person's: no search had put
    them together."""

    duplicate_id: UUID

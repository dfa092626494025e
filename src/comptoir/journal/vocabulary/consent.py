"""Words of consent."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Purposes Chosen", subject=("choice", "choice_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class PurposesChosen(Word):
    """Somebody said for what their visits may be used: the proof that consent was asked and how it was answered
    (GDPR article 7(1)). `text_version` names the words that were read; an empty list is a refusal."""

    choice_id: UUID
    purposes: list[str]
    text_version: str

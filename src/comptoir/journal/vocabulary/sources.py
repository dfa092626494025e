"""Words of sources."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

SOURCE = ("source", "source_id")


@word("Source Opened", subject=SOURCE, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SourceOpened(Word):
    """Somebody may report events from now on."""

    source_id: UUID
    code: str
    regime: str


@word("Source Changed", subject=SOURCE, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SourceChanged(Word):
    """`changed` names what was described anew; `regime` is the one from now on."""

    source_id: UUID
    code: str
    changed: list[str]
    regime: str


@word("Source Key Rotated", subject=SOURCE, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SourceKeyRotated(Word):
    source_id: UUID
    code: str


@word("Source Paused", subject=SOURCE, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SourcePaused(Word):
    source_id: UUID
    code: str


@word("Source Resumed", subject=SOURCE, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SourceResumed(Word):
    source_id: UUID
    code: str

"""Words of the journal itself: what people decide about events that could not be handled."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Dead Letter Replayed", subject=("event", "event_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class DeadLetterReplayed(Word):
    """Somebody had a failed event handled again; `handled` says whether it worked this time."""

    event_id: UUID
    consumer: str
    handled: bool


@word("Dead Letter Discarded", subject=("event", "event_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class DeadLetterDiscarded(Word):
    """Somebody decided that a consumer goes on without this event."""

    event_id: UUID
    consumer: str
    error: str
    reason: str

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


RECIPIENT = ("recipient", "recipient_id")


@word("Message Consent Asked", subject=RECIPIENT, legal_basis=LegalBasis.LEGAL_OBLIGATION)
class MessageConsentAsked(Word):
    """Somebody gave an address for messages; it counts for nothing until its owner confirms."""

    recipient_id: UUID
    channel: str
    means: str


@word("Message Consent Given", subject=RECIPIENT, legal_basis=LegalBasis.LEGAL_OBLIGATION)
class MessageConsentGiven(Word):
    """Messages by this channel are allowed; `basis` is consent or similar_products (CPCE L34-5)."""

    recipient_id: UUID
    channel: str
    basis: str
    means: str


@word("Message Consent Withdrawn", subject=RECIPIENT, legal_basis=LegalBasis.LEGAL_OBLIGATION)
class MessageConsentWithdrawn(Word):
    """No more messages by this channel."""

    recipient_id: UUID
    channel: str
    means: str

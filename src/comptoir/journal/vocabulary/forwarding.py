"""Words of forwarding: which collectors outside are sent events, and for what."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

DESTINATION = ("destination", "destination_id")
HOUSE = LegalBasis.LEGITIMATE_INTEREST


@word("Destination Opened", subject=DESTINATION, legal_basis=HOUSE)
class DestinationOpened(Word):
    """`personal`: what is known of a person goes along where they say who they are."""

    destination_id: UUID
    purpose: str
    personal: bool


@word("Destination Changed", subject=DESTINATION, legal_basis=HOUSE)
class DestinationChanged(Word):
    """`changed` names the fields; the others are as they are now. `state` is active or paused."""

    destination_id: UUID
    changed: list[str]
    purpose: str
    personal: bool
    state: str


@word("Parcels Replayed", subject=DESTINATION, legal_basis=HOUSE)
class ParcelsReplayed(Word):
    """What was given up is sent again."""

    destination_id: UUID
    parcels: int

"""Words of forwarding: which collectors outside are sent events, and for what."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

DESTINATION = ("destination", "destination_id")
TO_ERASE = ("to_erase", "to_erase_id")
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


@word("Destination Removed", subject=DESTINATION, legal_basis=HOUSE)
class DestinationRemoved(Word):
    """Nothing is sent to it any more; what waited is dropped."""

    destination_id: UUID
    dropped: int


@word("Erasure Passed On", subject=TO_ERASE, legal_basis=LegalBasis.LEGAL_OBLIGATION)
class ErasurePassedOn(Word):
    """Somebody was erased here whom this destination was told of under so many names; it has to erase them too."""

    destination_id: UUID
    to_erase_id: UUID
    erasure_id: UUID
    names: int


@word("Erasure Elsewhere Confirmed", subject=TO_ERASE, legal_basis=LegalBasis.LEGAL_OBLIGATION)
class ErasureElsewhereConfirmed(Word):
    """The destination erased them, says the actor; the proof stands in the row."""

    destination_id: UUID
    to_erase_id: UUID
    erasure_id: UUID


@word("Parcels Replayed", subject=DESTINATION, legal_basis=HOUSE)
class ParcelsReplayed(Word):
    """What was given up is sent again."""

    destination_id: UUID
    parcels: int

"""Words of feeds."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Feed Opened", subject=("feed", "feed_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class FeedOpened(Word):
    """A channel (`kind`) may read what is sold in a market, in a language."""

    feed_id: UUID
    kind: str
    market: str
    language: str
    public: bool


@word("Feed Published", subject=("feed", "feed_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class FeedPublished(Word):
    """A new file is there: `rows` are in it, `refused` were left out; `problems` counts all that was found."""

    feed_id: UUID
    kind: str
    products: int
    rows: int
    refused: int
    problems: int


@word("Feed Address Renewed", subject=("feed", "feed_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class FeedAddressRenewed(Word):
    """The file has another secret address; the one before answers no more."""

    feed_id: UUID


@word("Feed Closed", subject=("feed", "feed_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class FeedClosed(Word):
    """The file is gone."""

    feed_id: UUID
    kind: str
    market: str
    language: str

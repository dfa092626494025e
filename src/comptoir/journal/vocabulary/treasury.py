"""Words of the treasury: what banks and providers told us by themselves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Provider Event Received", subject=("provider_event", "event_id"))
class ProviderEventReceived(Word):
    """A provider of payments told us something; its signature was right. `name` is the provider's own id of it."""

    event_id: UUID
    provider: str
    name: str
    kind: str
    request_id: UUID | None


@word("Provider Event Refused", subject=("provider_event", "event_id"))
class ProviderEventRefused(Word):
    """A genuine event did not fit the demand that it names, so it changed nothing. Somebody has to look."""

    event_id: UUID
    provider: str
    reason: str
    request_id: UUID | None
    amount_minor: int
    currency: str


@word("Provider Event Replayed", subject=("provider_event", "event_id"))
class ProviderEventReplayed(Word):
    """Somebody had an event worked again; `state` is how it stood before."""

    event_id: UUID
    state: str


@word(
    "Bank Statement Imported",
    subject=("bank_statement", "statement_id"),
    legal_basis=LegalBasis.LEGAL_OBLIGATION,
)
class BankStatementImported(Word):
    """`entries` are new, `repeated` stood in an earlier statement already."""

    statement_id: UUID
    entries: int
    repeated: int
    movement_minor: int
    currency: str


@word("Bank Entry Matched", subject=("bank_entry", "entry_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class BankEntryMatched(Word):
    """A transfer was recognised as the payment, or the refund, of an order. `result` says how it fitted."""

    entry_id: UUID
    order_id: UUID
    request_id: UUID
    amount_minor: int
    currency: str
    result: str


@word("Bank Entry Unmatched", subject=("bank_entry", "entry_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class BankEntryUnmatched(Word):
    """Money on the account that no order explains: a person decides."""

    entry_id: UUID
    amount_minor: int
    currency: str
    reason: str


@word("Bank Entry Decided", subject=("bank_entry", "entry_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class BankEntryDecided(Word):
    """A person decided what an unmatched transfer is: `decision` is assigned, to_return, returned or ignored."""

    entry_id: UUID
    decision: str
    reason: str
    order_id: UUID | None
    amount_minor: int
    currency: str


@word("Books Compared", subject=("provider_books", "reconciliation_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class BooksCompared(Word):
    """A day of a provider's books was laid beside ours. Sums in minor units."""

    reconciliation_id: UUID
    provider: str
    account: str
    day: date
    theirs_minor: int
    ours_minor: int
    currency: str
    differences: int

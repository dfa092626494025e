"""What crosses the treasury's door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of an incoming event: `name` is the provider's id of it, `repeated` says that it came before."""

    id: UUID
    name: str
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """A movement as the bank wrote it. `amount_minor` is negative when money left; `part` is its place in a batch;
    `reference` is the creditor reference (ISO 11649) that was found in it."""

    servicer_reference: str
    part: int
    amount_minor: int
    currency: str
    reversal: bool
    booked_on: date
    reference: str
    text: str
    other_name: str
    other_iban: str

    def called(self, servicer_reference: str) -> EntryRead:
        return replace(self, servicer_reference=servicer_reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRead:
    """A statement as the bank wrote it; balances in minor units, None where it gives none."""

    iban: str
    statement_id: str
    message_id: str
    currency: str
    opening_minor: int | None
    closing_minor: int | None
    made_at: datetime | None
    entries: tuple[EntryRead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedStatement:
    """What an import made of a statement: `known` when it was there already; `repeated` counts entries that an
    earlier statement had; `unmatched` those that wait for a person."""

    id: UUID
    statement_id: str
    iban: str
    known: bool
    entries: int
    repeated: int
    matched: int
    unmatched: int
    balanced: bool

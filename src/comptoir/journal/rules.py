"""Decisions of the journal as data and pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from comptoir.journal.contracts import Consumer, LegalBasis, Word, typed_fields

# GDPR article 5(1)(b): what was collected to perform a contract serves nothing else, and what a person
# consented to serves the purposes that were asked for. Legitimate interest: facts about things, not persons.
BASES_OF_PURPOSE: dict[str, frozenset[LegalBasis]] = {
    "service": frozenset({LegalBasis.CONTRACT, LegalBasis.LEGAL_OBLIGATION, LegalBasis.LEGITIMATE_INTEREST}),
    "legal": frozenset({LegalBasis.CONTRACT, LegalBasis.LEGAL_OBLIGATION, LegalBasis.LEGITIMATE_INTEREST}),
    "measurement": frozenset({LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST}),
    "personalisation": frozenset({LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST}),
    "marketing": frozenset({LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST}),
}

# The wait after each failure; after the last one only a person goes on.
BACK_OFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
ATTEMPTS = len(BACK_OFF) + 1

# Names of the widespread e-commerce event specification, for the words that mean the same.
PUBLIC_NAMES = {
    "Order Placed": "Order Completed",
    "Order Cancelled": "Order Cancelled",
    "Payment Refunded": "Order Refunded",
}

# Rooms whose words leave the house. What staff do with keys, accounts and the journal stays in.
TOLD_ROOMS = frozenset(
    ("catalog", "checkout", "fulfilment", "inventory", "invoicing", "orders", "payments", "pricing", "promises")
)
PLAIN = (str, int, bool, UUID, datetime, date, object, Any)


def type_of(name: str) -> str:
    """The type in a body: "Order Placed" is `order.placed`, "Delivery Rates Set" is `delivery_rates.set`."""
    *thing, verb = name.lower().split()
    return f"{'_'.join(thing)}.{verb}"


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When an event that failed `attempts` times is tried again; None when it is dead."""
    return now + BACK_OFF[attempts - 1] if attempts < ATTEMPTS else None


def objections(consumers: Iterable[Consumer]) -> list[str]:
    """What is wrong with this list of consumers, in sentences."""
    listed = list(consumers)
    found = [
        f"two consumers are named {n}" for n, count in Counter(c.name for c in listed).items() if count > 1
    ]
    for consumer in listed:
        if not consumer.words:
            found.append(f"{consumer.name} listens to no word")
        if consumer.batch < 1 or consumer.shards < 1:
            found.append(f"{consumer.name} reads batches of {consumer.batch} in {consumer.shards} shards")
        if consumer.purpose not in BASES_OF_PURPOSE:
            found.append(f"{consumer.name} has the unknown purpose {consumer.purpose}")
            continue
        allowed = BASES_OF_PURPOSE[consumer.purpose]
        found += [
            f"{consumer.name} listens for {consumer.purpose}; {w.NAME} is kept for {w.LEGAL_BASIS}"
            for w in consumer.words
            if w.LEGAL_BASIS not in allowed
        ]
    return found


def flaws(word: type[Word]) -> list[str]:
    """What the declaration of a word gets wrong, in sentences."""
    fields = typed_fields(word)
    found = [f"{word.NAME}.{n} holds {kind}" for n, kind in fields.items() if not _is_plain(kind)]
    if word.SUBJECT_FIELD not in fields:
        found.append(f"{word.NAME} has no field {word.SUBJECT_FIELD} to name its subject")
    return found


def _is_plain(kind: Any) -> bool:
    if kind in PLAIN or kind is NoneType:
        return True
    if get_origin(kind) in (list, tuple, dict, Union, UnionType):
        return all(part is Ellipsis or _is_plain(part) for part in get_args(kind))
    return isinstance(kind, type) and issubclass(kind, Enum)

"""What a person decides about a movement that no demand explains."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import BankEntryDecided
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.orders import facade as orders
from comptoir.treasury import origins, rules
from comptoir.treasury.commands.match_entry import Entry, match_entry, read_entry
from comptoir.treasury.errors import EntryCannot, EntryDecided, OtherCurrency

DECIDE = """
UPDATE treasury_bankentry SET state = %s, result = %s, order_id = coalesce(%s, order_id), decided_by = %s,
       decided_at = %s
WHERE id = %s AND state = 'unmatched'
"""


def assign_entry(entry_id: UUID, *, number: str, actor: str, now: datetime) -> None:
    """The money is for the order with this number: it is taken as a payment of it, and what is too much, or comes too
    late, goes back as always. The decision is kept first; after a crash the worker does what follows from it.

    Refuses NotFound, EntryDecided, EntryCannot, OtherCurrency.
    """
    entry = _waiting(entry_id)
    if entry.amount_minor <= 0:
        raise EntryCannot()
    order = orders.by_number(number.strip().upper())
    if order.total.currency != entry.currency:
        raise OtherCurrency()
    _decide(entry, "new", "assigned", order.id, actor, now)
    match_entry(entry_id, now=now)


def return_entry(entry_id: UUID, *, actor: str, now: datetime) -> None:
    """The money goes back to who sent it, by a transfer that a person makes; the statement will show it leave.
    Refuses NotFound, EntryDecided, EntryCannot."""
    entry = _waiting(entry_id)
    if entry.amount_minor <= 0:
        raise EntryCannot()
    _decide(entry, "to_return", "to_return", None, actor, now)


def ignore_entry(entry_id: UUID, *, reason: str, actor: str, now: datetime) -> None:
    """It is no payment of an order. Refuses Invalid, NotFound, EntryDecided."""
    if reason not in rules.REASONS:
        raise Invalid({"reason": "not_a_choice"})
    _decide(_waiting(entry_id), "ignored", reason, None, actor, now)


def _waiting(entry_id: UUID) -> Entry:
    entry = read_entry(entry_id)
    if entry is None:
        raise NotFound()
    if entry.state != "unmatched":
        raise EntryDecided()
    return entry


def _decide(
    entry: Entry, state: str, reason: str, order_id: UUID | None, actor: str, now: datetime
) -> None:
    with transaction.atomic(durable=True):
        locks.hold(("bank_entry", entry.id))
        if not sql.run(DECIDE, [state, reason, order_id, actor, now, entry.id]):
            raise EntryDecided()
        word = BankEntryDecided(
            entry_id=entry.id, decision="assigned" if order_id else state, reason=reason, order_id=order_id,
            amount_minor=entry.amount_minor, currency=entry.currency,
        )  # fmt: skip
        journal.append(word, origin=origins.of(actor, entry.legal_entity, "backoffice"), occurred_at=now)

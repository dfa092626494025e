"""Take in an account statement: every movement once, then matched with what was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import BankStatementImported
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.payments import facade as payments
from comptoir.treasury import camt, origins
from comptoir.treasury.commands.match_entry import match_entries
from comptoir.treasury.contracts import ImportedStatement, StatementRead
from comptoir.treasury.errors import StatementForeign

KNOWN = "SELECT id FROM treasury_bankstatement WHERE iban = %s AND statement_id = %s"
STATEMENT = """
INSERT INTO treasury_bankstatement (
    id, legal_entity, iban, statement_id, message_id, currency, opening_minor, closing_minor, movement_minor, entries,
    repeated, made_at, imported_at, imported_by
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
ENTRIES = """
INSERT INTO treasury_bankentry (
    id, statement_id, iban, servicer_reference, part, amount_minor, currency, reversal, booked_on, reference, text,
    other_name, other_iban, state, result, decided_by
)
SELECT e.id, %(statement)s, %(iban)s, e.servicer, e.part, e.amount, e.currency, e.reversal, e.booked, e.reference,
       e.text, e.name, e.other, 'new', '', ''
FROM unnest(%(ids)s::uuid[], %(servicers)s::text[], %(parts)s::int[], %(amounts)s::bigint[], %(currencies)s::text[],
            %(reversals)s::boolean[], %(booked)s::date[], %(references)s::text[], %(texts)s::text[],
            %(names)s::text[], %(others)s::text[])
     AS e(id, servicer, part, amount, currency, reversal, booked, reference, text, name, other)
ON CONFLICT DO NOTHING
"""
SUMS = "UPDATE treasury_bankstatement SET entries = %s, repeated = %s WHERE id = %s"
STATES = """
SELECT count(*) FILTER (WHERE state IN ('matched', 'assigned')), count(*) FILTER (WHERE state = 'unmatched'),
       (SELECT opening_minor + movement_minor = closing_minor FROM treasury_bankstatement WHERE id = %(id)s),
       count(*), (SELECT repeated FROM treasury_bankstatement WHERE id = %(id)s)
FROM treasury_bankentry WHERE statement_id = %(id)s
"""


def import_statement(
    file: IO[bytes], *, actor: str, channel: str, legal_entity: str = "", now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> tuple[ImportedStatement, ...]:  # fmt: skip
    """Import each statement of a camt.053 file, in a transaction of its own, and match its movements. A statement that
    is known is left as it is; what was not matched when a crash came is matched now. With `legal_entity` only
    its accounts are ours.

    Refuses StatementUnreadable, StatementTooLarge, StatementForeign and IdempotencyConflict before anything is written.
    """
    accounts = {
        account.iban: account.legal_entity
        for account in payments.bank_accounts()
        if legal_entity in ("", account.legal_entity)
    }
    found = tuple(camt.read(file))
    for statement in found:
        if statement.iban not in accounts:
            raise StatementForeign(iban=statement.iban)
    idempotency.begin(idempotency_key, now)
    done = []
    for statement in found:
        identity, known = _keep(statement, accounts[statement.iban], actor, channel, now)
        match_entries(identity, now=now)
        done.append(_report(identity, statement, known))
    return tuple(done)


def _keep(
    statement: StatementRead, legal_entity: str, actor: str, channel: str, now: datetime
) -> tuple[UUID, bool]:
    with transaction.atomic(durable=True):
        locks.hold(("bank_account", statement.iban))
        if (known := sql.row(KNOWN, [statement.iban, statement.statement_id])) is not None:
            return known[0], True
        identity, entries = uuid7(), statement.entries
        total = sum(entry.amount_minor for entry in entries)
        sql.run(
            STATEMENT,
            [
                identity, legal_entity, statement.iban, statement.statement_id, statement.message_id,
                statement.currency, statement.opening_minor, statement.closing_minor, total, len(entries), 0,
                statement.made_at, now, actor,
            ],
        )  # fmt: skip
        new = sql.run(
            ENTRIES,
            {
                "statement": identity, "iban": statement.iban, "ids": [uuid7() for _ in entries],
                "servicers": [e.servicer_reference for e in entries], "parts": [e.part for e in entries],
                "amounts": [e.amount_minor for e in entries], "currencies": [e.currency for e in entries],
                "reversals": [e.reversal for e in entries], "booked": [e.booked_on for e in entries],
                "references": [e.reference for e in entries], "texts": [e.text for e in entries],
                "names": [e.other_name for e in entries], "others": [e.other_iban for e in entries],
            },
        )  # fmt: skip
        sql.run(SUMS, [new, len(entries) - new, identity])
        word = BankStatementImported(
            statement_id=identity, entries=new, repeated=len(entries) - new, movement_minor=total,
            currency=statement.currency,
        )  # fmt: skip
        journal.append(word, origin=origins.of(actor, legal_entity, channel), occurred_at=now)
    return identity, False


def _report(identity: UUID, statement: StatementRead, known: bool) -> ImportedStatement:
    found = sql.row(STATES, {"id": identity})
    assert found  # it was written a moment ago
    matched, unmatched, balanced, count, repeated = found
    return ImportedStatement(
        id=identity, statement_id=statement.statement_id, iban=statement.iban, known=known, entries=count,
        repeated=repeated, matched=matched, unmatched=unmatched, balanced=balanced is not False,
    )  # fmt: skip

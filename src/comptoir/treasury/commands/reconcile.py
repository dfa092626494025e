"""Lay a day of a provider's books beside our receipts and list what is not alike."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import BooksCompared
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Books
from comptoir.payments import facade as payments
from comptoir.treasury import comparison, origins
from comptoir.treasury.comparison import Compared
from comptoir.treasury.errors import DayNotOver, ProviderSilent

KEPT = """
SELECT id FROM treasury_reconciliation WHERE provider = %s AND account = %s AND day = %s AND currency = %s
"""
FORGET = "DELETE FROM treasury_difference WHERE reconciliation_id = %s"
WRITE = """
INSERT INTO treasury_reconciliation (
    id, provider, account, day, currency, theirs, ours, theirs_minor, ours_minor, fees_minor, payouts_minor,
    differences, ran_at, ran_by
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ON CONSTRAINT reconciliation_once DO UPDATE
SET theirs = excluded.theirs, ours = excluded.ours, theirs_minor = excluded.theirs_minor,
    ours_minor = excluded.ours_minor, fees_minor = excluded.fees_minor, payouts_minor = excluded.payouts_minor,
    differences = excluded.differences, ran_at = excluded.ran_at, ran_by = excluded.ran_by
"""
DIFFERENCE = """
INSERT INTO treasury_difference (
    id, reconciliation_id, kind, reference, request_id, order_id, theirs_minor, ours_minor, currency
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def reconcile(provider: str, account: str, day: date, *, actor: str, now: datetime) -> int:
    """Compare a day (of the legal entity's market) and keep the result in place of an earlier one; answers how many
    differences there are. Refuses DayNotOver, ProviderUnknown, ProviderSilent.

    The provider is asked outside every transaction, with a day on either side: what happened around midnight may
    stand under another day in one of the books.
    """
    since, until = comparison.span(day, account)
    if until > now:
        raise DayNotOver()
    wide_since, wide_until = since - comparison.MARGIN, min(until + comparison.MARGIN, now)
    try:
        theirs = payments.movements(provider, account, wide_since, wide_until)
    except LookupError as silent:
        raise ProviderSilent() from silent
    ours = payments.receipts(provider, account, wide_since, wide_until)
    found = comparison.compare(
        theirs, ours, since=since, until=until, home=comparison.home_currency(account)
    )
    with transaction.atomic(durable=True):
        locks.hold(("provider_books", f"{provider}:{account}:{day}"))
        for compared in found:
            _keep(provider, account, day, compared, actor, now)
    return sum(len(compared.differences) for compared in found)


def _post(
    identity: UUID, provider: str, account: str, day: date, compared: Compared, now: datetime
) -> None:
    """What the provider kept and what it sent to the bank leave its clearing account. A day that is compared again
    posts only what it had not posted."""
    books = Books(
        legal_entity=account, day=day, now=now, subject_kind="provider_books", subject_id=identity
    )
    there = ledger.clearing(payments.ledger_name(provider))
    for kind, source, minor in (
        ("fee", ledger.fees(payments.ledger_name(provider)), compared.fees_minor),
        ("payout", ledger.BANK, compared.payouts_minor),
    ):
        ledger.bring_to({there: Money(minor, compared.currency)}, kind=kind, source=source, books=books)


def _keep(provider: str, account: str, day: date, compared: Compared, actor: str, now: datetime) -> None:
    before = sql.row(KEPT, [provider, account, day, compared.currency])
    identity: UUID = before[0] if before else uuid7()
    sql.run(FORGET, [identity])
    sql.run(
        WRITE,
        [
            identity, provider, account, day, compared.currency, compared.theirs, compared.ours,
            compared.theirs_minor, compared.ours_minor, compared.fees_minor, compared.payouts_minor,
            len(compared.differences), now, actor,
        ],
    )  # fmt: skip
    for each in compared.differences:
        sql.run(
            DIFFERENCE,
            [
                uuid7(), identity, each.kind, each.reference, each.request_id, each.order_id, each.theirs_minor,
                each.ours_minor, compared.currency,
            ],
        )  # fmt: skip
    _post(identity, provider, account, day, compared, now)
    word = BooksCompared(
        reconciliation_id=identity, provider=provider, account=account, day=day, theirs_minor=compared.theirs_minor,
        ours_minor=compared.ours_minor, currency=compared.currency, differences=len(compared.differences),
    )  # fmt: skip
    journal.append(word, origin=origins.of(actor, account, "backoffice"), occurred_at=now)

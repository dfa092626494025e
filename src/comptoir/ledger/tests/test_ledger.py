"""Transfers are added, never changed, and their sums can be read by day and account."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Books, Transfer

NOW = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)


def euros(minor):
    return Money(minor, "EUR")


def books(subject=None):
    return Books(
        legal_entity="maison", day=date(2026, 11, 19), now=NOW, subject_kind="order", subject_id=subject or uuid7()
    )


def receipt(minor, provider="bank_a"):
    return Transfer(
        debit=ledger.clearing(provider), credit=ledger.RECEIVABLE, amount=euros(minor), kind="receipt"
    )


def balances():
    return {b.account: b.balance for b in ledger.balances()}


def test_what_is_posted_stands_in_both_accounts_and_nothing_is_left_out_but_nothing(database):
    with transaction.atomic():
        ledger.post([receipt(1000), receipt(0)], books())
        ledger.post([], books())
    assert balances() == {"clearing:bank_a": 1000, "receivable": -1000}
    wanted = ledger.LedgerFilter(since=date(2026, 11, 19), until=date(2026, 11, 19), account="clearing")
    (day,) = ledger.days(wanted)
    assert (day.account, day.debit, day.credit) == ("clearing:bank_a", euros(1000), euros(0))


def test_bringing_to_an_amount_posts_what_is_missing_and_takes_back_what_is_too_much(database):
    subject = uuid7()
    for net, vat in ((1000, 200), (1000, 200), (1500, 300), (500, 100), (0, 0)):
        with transaction.atomic():
            wanted = {ledger.sales(2000): euros(net), ledger.vat(2000): euros(vat)}
            ledger.bring_to(wanted, kind="sale", source=ledger.RECEIVABLE, books=books(subject))
        assert (balances().get("sales:2000", 0), balances().get("vat:2000", 0)) == (-net, -vat)
    assert len(ledger.transfers_of(subject)) == 8


def test_a_payout_and_a_difference_empty_the_clearing_account(database):
    cause = uuid7()
    with transaction.atomic():
        ledger.post([receipt(1000)], books())
        ledger.post(ledger.payout("bank_a", arrived=euros(950), fee=euros(30), cause=cause), books())
        ledger.post(ledger.difference("bank_a", missing=euros(20), cause=cause), books())
    assert balances() == {
        "bank": 950, "fees:bank_a": 30, "differences": 20, "clearing:bank_a": 0, "receivable": -1000,
    }  # fmt: skip


@pytest.mark.parametrize("change", ["UPDATE ledger_transfer SET amount_minor = 1", "DELETE FROM ledger_transfer"])
def test_no_row_is_changed_or_removed(database, change):
    with transaction.atomic():
        ledger.post([receipt(1000)], books())
    with pytest.raises(ProgrammingError):
        sql.run(change)
    assert balances()["clearing:bank_a"] == 1000


def test_the_database_refuses_less_than_nothing_and_an_account_against_itself(database):
    for wrong in (
        receipt(-5),
        Transfer(debit="bank", credit="bank", amount=euros(5), kind="payout"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ledger.post([wrong], books())
    assert balances() == {}


def test_every_account_has_a_name_in_both_languages():
    assert ledger.name("vat:2000", "fr") == "TVA collectée 20\u202f%"
    assert ledger.name("vat:550", "en") == "VAT collected 5.5%"
    assert ledger.name("clearing:stripe", "en") == "Clearing stripe"

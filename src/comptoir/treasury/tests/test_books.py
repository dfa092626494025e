"""A provider's books beside ours: what is not alike is listed, and nothing is compared twice into the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from comptoir.checkout.tests import story
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.orders import jobs
from comptoir.payments.adapters import BOOKKEEPERS
from comptoir.payments.contracts import Movement, ReceiptInfo
from comptoir.payments.tests import stripe_servers
from comptoir.payments.tests.stripe_servers import Double
from comptoir.treasury import facade as treasury
from comptoir.treasury import jobs as nightly
from comptoir.treasury.comparison import compare
from comptoir.treasury.errors import DayNotOver, ProviderSilent

SINCE = datetime(2026, 11, 17, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOON = SINCE + timedelta(hours=12)


def moved(reference: str, minor: int, *, at: datetime = NOON, kind: str = "charge", fee: int = 0) -> Movement:
    return Movement(reference=reference, kind=kind, amount=Money(minor, "EUR"), fee=Money(fee, "EUR"), occurred_at=at)


def kept(reference: str, minor: int, *, at: datetime = NOON) -> ReceiptInfo:
    some: UUID = uuid7()
    return ReceiptInfo(
        request_id=some, order_id=some, reference=reference, amount=Money(minor, "EUR"), received_at=at
    )


def unlike(theirs: list[Movement], ours: list[ReceiptInfo]) -> list[tuple[str, str]]:
    (done,) = compare(theirs, ours, since=SINCE, until=UNTIL, home="EUR")
    return [(each.kind, each.reference) for each in done.differences]


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ([], [], []),
        ([moved("a", 5)], [kept("a", 5)], []),
        ([moved("a", 5)], [], [("missing_here", "a")]),
        ([], [kept("a", 5)], [("missing_there", "a")]),
        ([moved("a", 5)], [kept("a", 6)], [("amount", "a")]),
        ([moved("a", 5), moved("a", 5)], [kept("a", 5)], [("twice", "a")]),
        ([moved("a", 9)], [kept("a", 4), kept("a", 5)], []),  # captured in parts
        ([moved("a", 5, at=SINCE - timedelta(minutes=1))], [kept("a", 5, at=SINCE)], []),  # around midnight
        ([moved("a", 5, at=UNTIL)], [], []),  # tomorrow's
        ([moved("p", -100, kind="payout"), moved("f", -3, kind="fee")], [], []),
        ([moved("a", 5), moved("r", -2, kind="refund")], [kept("a", 5), kept("r", -2)], []),
    ],
)
def test_each_kind_of_difference_is_named(theirs, ours, found):
    assert unlike(theirs, ours) == found


def test_fees_and_payouts_go_to_the_ledger_once_however_often_a_day_is_compared(world, settings):
    with Double().running() as double:
        settings.STRIPE_ACCOUNTS = stripe_servers.account(double.address)
        at = int(NOON.timestamp())
        double.book("charge", 2500, {"id": "ch_1", "payment_intent": "pi_lost", "metadata": {}}, at, fee=60)
        double.book("payout", -2000, "po_1", at)
        for _ in range(2):
            found = treasury.reconcile(
                "stripe", stripe_servers.ENTITY, date(2026, 11, 17), actor="system:worker", now=NOON + timedelta(days=2)
            )
            assert found == 1
    assert sql.rows("SELECT kind, reference, theirs_minor FROM treasury_difference") == [
        ("missing_here", "pi_lost", 2500)
    ]
    there = {b.account: b.balance for b in ledger.balances()}
    assert (there["bank"], there["fees:stripe"], there["clearing:stripe"]) == (2000, 60, -2060)
    assert [word.payload["differences"] for word in journal.latest(5, name="Books Compared")] == [1, 1]


def test_the_night_compares_yesterday_once_and_finds_the_test_bank_alike(world):
    story.placed(world, "BOOK")
    jobs.work_payments(clock.now())
    tomorrow = clock.now() + timedelta(days=1, hours=6)
    assert [nightly.compare_yesterday(tomorrow), nightly.compare_yesterday(tomorrow)] == [1, 0]
    assert sql.rows("SELECT provider, ours, differences FROM treasury_reconciliation")[0][0] == "test-bank"


def test_a_day_that_is_not_over_and_a_provider_that_is_silent_leave_nothing(world, monkeypatch):
    before = story.written()

    class Silent:
        def movements(self, account: str, since: datetime, until: datetime) -> Any:
            raise LookupError("no answer")

    with pytest.raises(DayNotOver):
        treasury.reconcile("test-bank", "maison-coste", NOON.date(), actor="staff:1", now=NOON)
    monkeypatch.setitem(BOOKKEEPERS, "test-bank", Silent())
    with pytest.raises(ProviderSilent):
        treasury.reconcile("test-bank", "maison-coste", NOON.date(), actor="staff:1", now=NOON + timedelta(days=2))
    assert story.written() == before

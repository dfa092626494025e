"""Money that comes by transfer: matched once, never lost, whatever the customer typed."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from comptoir.checkout.tests import story
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.adapters.bank_transfer import HOLD
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import TenderUnknown
from comptoir.treasury import facade as treasury
from comptoir.treasury.commands import import_statement as importing
from comptoir.treasury.commands import match_entry as matching
from comptoir.treasury.errors import EntryCannot, EntryDecided, StatementForeign
from comptoir.treasury.tests.statements import Transfer, statement

BY_TRANSFER = Tender(kind="bank_transfer")


def ordered(world: SimpleNamespace, sku: str = "BOOK") -> Any:
    """An order that waits for a transfer."""
    opened = story.placed(world, sku, tender=BY_TRANSFER)
    jobs.work_payments(world.now)
    return orders.get(opened.order_id)


def taken_in(world: SimpleNamespace, *lines: Transfer, name: str = "S-1", now: Any = None) -> Any:
    (done,) = treasury.import_statement(
        io.BytesIO(statement(*lines, name=name)), actor="staff:1", channel="backoffice", now=now or world.now
    )
    return done


def exact(order: Any, **other: Any) -> Transfer:
    return Transfer(
        **{"amount": str(order.total.decimal), "reference": order.payments[0].provider_reference, "servicer": "A1"}
        | other
    )


def entries() -> list[tuple[str, str]]:
    return sql.rows("SELECT state, result FROM treasury_bankentry ORDER BY id")


def work(now: Any) -> None:
    while jobs.work_payments(now):
        pass


def test_it_is_offered_where_there_is_an_account_and_holds_the_stock_for_days(world, bank):
    order = ordered(bank)
    asked = order.payments[0]
    assert (order.state, asked.state, asked.provider_reference[:2]) == ("pending", "waiting", "RF")
    assert order.hold_until and order.hold_until > world.now + HOLD - timedelta(days=1)
    assert orders.expire_unpaid(world.now + timedelta(days=2)) == 0


def test_without_an_account_it_is_refused(world):
    before = story.written()
    basket = story.filled(world, "BOOK")
    with pytest.raises(TenderUnknown):
        story.checkout.place_order(story.wish(basket, world.context, BY_TRANSFER))
    assert story.written() == before


def test_a_transfer_with_its_reference_confirms_the_order_once_whatever_is_sent_again(bank):
    order = ordered(bank)
    first = taken_in(bank, exact(order))
    again = taken_in(bank, exact(order))
    other = taken_in(bank, exact(order), name="S-2")
    assert (first.matched, again.known, other.repeated, other.entries) == (1, True, 1, 0)
    order = orders.get(order.id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert entries() == [("matched", "exact")]
    assert story.written()["payments_receipt"] == 1


def test_too_little_waits_for_the_rest_and_the_rest_confirms(bank):
    order = ordered(bank)
    taken_in(bank, exact(order, amount="10.00"))
    part = orders.get(order.id)
    assert (part.state, part.paid.minor) == ("pending", 1000)
    taken_in(bank, exact(order, amount=str(part.due.decimal), servicer="A2"), name="S-2")
    whole = orders.get(order.id)
    assert (whole.state, whole.paid) == ("confirmed", whole.total)
    assert entries() == [("matched", "underpaid"), ("matched", "rest_paid")]


def test_too_much_confirms_and_the_excess_is_to_be_sent_back(bank):
    order = ordered(bank)
    taken_in(bank, exact(order, amount=str(order.total.decimal + 5)))
    work(bank.now)
    after = orders.get(order.id)
    refund = next(r for r in after.payments if r.kind == "refund")
    assert (after.state, refund.state, refund.amount.minor) == ("confirmed", "awaited", 500)
    sent = Transfer(amount="5.00", side="DBIT", reference=refund.provider_reference, servicer="A2")
    taken_in(bank, sent, name="S-2")
    after = orders.get(order.id)
    assert after.paid == after.total and entries()[-1] == ("matched", "refunded")


def test_paid_twice_waits_for_a_person_who_returns_it(bank):
    order = ordered(bank)
    taken_in(bank, exact(order), exact(order, servicer="A2"))
    assert entries() == [("matched", "exact"), ("unmatched", "paid_twice")]
    ((entry,),) = sql.rows("SELECT id FROM treasury_bankentry WHERE state = 'unmatched'")
    treasury.return_entry(entry, actor="staff:1", now=bank.now)
    back = exact(order, side="DBIT", reference=payments.transfer_reference(entry), servicer="A3")
    taken_in(bank, back, name="S-2")
    assert entries() == [("matched", "exact"), ("returned", "returned"), ("matched", "return_sent")]
    assert orders.get(order.id).paid == order.total


def test_money_for_an_expired_order_takes_the_stock_again(bank):
    order = ordered(bank)
    later = order.hold_until + timedelta(minutes=1)
    assert orders.expire_unpaid(later) == 1
    taken_in(bank, exact(order), now=later)
    assert orders.get(order.id).state == "confirmed" and entries() == [("matched", "late")]


def test_who_pays_by_card_instead_is_paid_back_when_the_transfer_comes_all_the_same(bank):
    order = ordered(bank)
    orders.pay_again(order.id, tender=Tender(kind="test_card", token="tok_success"), actor="guest", now=bank.now)
    work(bank.now)
    assert orders.get(order.id).state == "confirmed"
    taken_in(bank, exact(order))
    work(bank.now)
    after = orders.get(order.id)
    refund = next(each for each in after.payments if each.kind == "refund")
    assert (refund.tender, refund.state, refund.amount) == ("test_card", "paid", order.total)
    assert after.paid == order.total and entries() == [("matched", "exact")]


def test_what_a_card_reserved_is_let_go_when_the_transfer_pays(bank):
    order = ordered(bank)
    orders.pay_again(order.id, tender=Tender(kind="test_card", token="tok_authorise"), actor="guest", now=bank.now)
    work(bank.now)
    card = next(each for each in orders.get(order.id).payments if each.tender == "test_card")
    assert (orders.get(order.id).state, card.state) == ("confirmed", "authorised")
    taken_in(bank, exact(order))
    work(bank.now)
    after = orders.get(order.id)
    assert after.paid == order.total and not any(each.kind == "refund" for each in after.payments)
    assert next(each for each in after.payments if each.id == card.id).state != "authorised"


@pytest.mark.parametrize("token", ["tok_refused", "tok_authenticate"])
def test_who_tries_a_card_instead_keeps_the_days_of_the_transfer(bank, token):
    order = ordered(bank)
    orders.pay_again(order.id, tender=Tender(kind="test_card", token=token), actor="guest", now=bank.now)
    work(bank.now)
    assert orders.get(order.id).hold_until == order.hold_until
    assert sql.rows("SELECT DISTINCT expires_at FROM inventory_reservation") == [(order.hold_until,)]
    assert orders.expire_unpaid(order.hold_until - timedelta(minutes=1)) == 0
    taken_in(bank, exact(order))  # it was under way already
    work(bank.now)
    assert (orders.get(order.id).state, orders.get(order.id).paid) == ("confirmed", order.total)


def test_money_for_a_cancelled_order_goes_back(bank):
    order = ordered(bank)
    orders.cancel(order.id, reason="mistake", actor="guest", now=bank.now)
    taken_in(bank, exact(order))
    work(bank.now)
    refund = next(r for r in orders.get(order.id).payments if r.kind == "refund")
    assert (refund.state, refund.amount, entries()) == ("awaited", order.total, [("matched", "late")])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reference": ""}, "no_reference"),
        ({"reference": payments.transfer_reference(uuid7())}, "unknown_reference"),
        ({"currency": "USD"}, "other_currency"),
        ({"reversal": True, "side": "DBIT"}, "reversal"),
    ],
)
def test_what_fits_no_demand_waits_for_a_person(bank, change, reason):
    order = ordered(bank)
    before = story.written()["payments_receipt"]
    taken_in(bank, exact(order, **change))
    assert entries() == [("unmatched", reason)]
    assert (orders.get(order.id).state, story.written()["payments_receipt"]) == ("pending", before)


def test_what_the_company_pays_itself_is_left_aside(bank):
    taken_in(bank, Transfer(amount="700.00", side="DBIT", text="loyer"))
    assert entries() == [("ignored", "not_a_payment")]


def test_a_person_assigns_ignores_and_decides_once(bank):
    order = ordered(bank)
    taken_in(bank, exact(order, reference="", text="commande"), Transfer(amount="3.00", servicer="A2"))
    (first,), (second,) = sql.rows("SELECT id FROM treasury_bankentry ORDER BY id")
    treasury.assign_entry(first, number=order.number.lower(), actor="staff:1", now=bank.now)
    assert orders.get(order.id).state == "confirmed"
    with pytest.raises(Invalid):
        treasury.ignore_entry(second, reason="because", actor="staff:1", now=bank.now)
    treasury.ignore_entry(second, reason="bank_interest", actor="staff:1", now=bank.now)
    before = story.written()
    with pytest.raises(EntryDecided):
        treasury.assign_entry(second, number=order.number, actor="staff:1", now=bank.now)
    assert story.written() == before
    assert entries() == [("assigned", "assigned"), ("ignored", "bank_interest")]


def test_money_that_left_is_neither_assigned_nor_returned(bank):
    order = ordered(bank)
    taken_in(bank, exact(order, side="DBIT", reversal=True))
    ((entry,),) = sql.rows("SELECT id FROM treasury_bankentry")
    before = story.written()
    for decide in (
        lambda: treasury.assign_entry(entry, number=order.number, actor="staff:1", now=bank.now),
        lambda: treasury.return_entry(entry, actor="staff:1", now=bank.now),
    ):
        with pytest.raises(EntryCannot):
            decide()
    assert story.written() == before


def test_an_account_that_is_not_ours_is_refused_and_nothing_is_kept(world):
    before = story.written()
    with pytest.raises(StatementForeign):
        taken_in(world, Transfer(amount="1.00"))
    assert story.written() == before and entries() == []


def test_a_crash_between_import_and_matching_is_healed_by_the_worker(bank, monkeypatch):
    order = ordered(bank)
    monkeypatch.setattr(importing, "match_entries", lambda *args, **kwargs: 0)  # the process dies here
    taken_in(bank, exact(order))
    assert entries() == [("new", "")]
    assert matching.match_left(bank.now) == 1
    assert orders.get(order.id).state == "confirmed" and entries() == [("matched", "exact")]


def test_a_crash_after_the_money_was_handed_on_does_not_make_it_paid_twice(bank, monkeypatch):
    order = ordered(bank)
    monkeypatch.setattr(matching, "END", "SELECT 1 / 0, %s, %s, %s, %s")
    taken_in(bank, exact(order))
    monkeypatch.undo()
    assert orders.get(order.id).state == "confirmed" and entries() == [("new", "")]
    matching.match_left(bank.now)
    assert entries() == [("matched", "exact")] and story.written()["payments_receipt"] == 1


def test_two_workers_on_one_movement_and_two_movements_for_one_demand_pay_it_once(bank):
    order = ordered(bank)
    kept = importing.match_entries
    importing.match_entries = lambda *args, **kwargs: 0
    try:
        taken_in(bank, exact(order), exact(order, servicer="A2"))
    finally:
        importing.match_entries = kept
    workers = Buyers()
    with transaction.atomic():
        locks.hold(("order", order.id))
        for _ in range(2):
            workers.start(lambda: matching.match_left(bank.now))
        workers.wait_until_blocked(2)
    workers.join()
    matching.match_left(bank.now)
    assert sorted(entries()) == [("matched", "exact"), ("unmatched", "paid_twice")]
    assert story.written()["payments_receipt"] == 1

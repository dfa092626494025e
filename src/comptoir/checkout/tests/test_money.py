"""Money from one end to the other: several means, reserved first, stored value, refunds, and a ledger that agrees."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.ledger import facade as ledger
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.errors import OrderNotPaid, RefundableChanged
from comptoir.payments import facade as payments
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.payments.errors import (
    NothingToRefund,
    RefundNotRefused,
    StoredValueShort,
    StoredValueUnknown,
    StoredValueUnusable,
    TendersDoNotAddUp,
    TooManyTries,
)
from comptoir.project import founding

STAFF = "staff:tests"
RESERVES = Tender(kind="test_card", token="tok_authorise")


def euros(minor):
    return Money(minor, "EUR")


def work(world, minutes=0):
    while jobs.work_payments(world.now + timedelta(minutes=minutes)):
        pass


def agrees():
    return set(orders.check_money().values()) == {0}


def names(order_id):
    return [event.name for event in journal.timeline("order", order_id)]


def issued(world, minor, kind="gift_card", **given):
    given = {"reason": "sold_in_shop", **given}
    return payments.issue(kind=kind, amount=euros(minor), origin=founding.origin(), now=world.now, **given)


def gift(card, minor=None):
    return Tender(kind="gift_card", token=card.code, amount=None if minor is None else euros(minor))


def balance(world, card):
    found = payments.stored_value(card.id, now=world.now)
    return found.balance.minor, found.available.minor


def placed(world, *tenders, skus=("BOOK",)):
    return checkout.place_order(story.wish(story.filled(world, *skus), world.context, *tenders))


def states(order_id):
    return [(p.kind, p.tender, p.state, p.amount.minor) for p in orders.get(order_id).payments]


def test_a_gift_card_and_a_card_pay_one_order_and_each_gets_its_own_back(world):
    card = issued(world, 1000)
    opened = placed(world, gift(card), story.CARD)
    rest = opened.total.minor - 1000
    assert balance(world, card) == (1000, 0)
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid, balance(world, card)) == ("confirmed", opened.total, (0, 0))
    assert states(order.id) == [("charge", "gift_card", "paid", 1000), ("charge", "test_card", "paid", rest)]
    orders.cancel(order.id, reason="changed_mind", actor=STAFF, now=world.now)
    work(world)
    assert orders.get(order.id).paid.minor == 0 and balance(world, card) == (1000, 1000)
    assert agrees() and inventory.check() == []


def test_a_gift_card_that_covers_all_needs_no_other_means(world):
    card = issued(world, 99999)
    opened = placed(world, gift(card), story.CARD)
    work(world)
    assert states(opened.order_id) == [("charge", "gift_card", "paid", opened.total.minor)]
    assert balance(world, card)[0] == 99999 - opened.total.minor
    assert {t.kind for t in ledger.transfers_of(opened.order_id)} == {"receipt", "sale"} and agrees()


def test_means_that_do_not_make_the_total_write_nothing(world):
    card = issued(world, 1000)
    before = story.written()
    for tenders, refusal in (
        ([gift(card)], TendersDoNotAddUp),
        ([gift(card, 1001), story.CARD], StoredValueShort),
        ([Tender(kind="gift_card", token="0000-0000-0000-0000"), story.CARD], StoredValueUnknown),
    ):
        with pytest.raises(refusal):
            placed(world, *tenders)
        assert balance(world, card) == (1000, 1000)
        assert story.written() | {"journal_event": 0} == before | {"journal_event": 0}


def test_a_card_that_is_blocked_expired_or_of_another_currency_pays_nothing(world):
    blocked, old = issued(world, 1000), issued(world, 1000, expires_at=world.now + timedelta(minutes=1))
    payments.block(blocked.id, origin=founding.origin(), now=world.now)
    with pytest.raises(StoredValueUnusable):
        placed(world, gift(blocked), story.CARD)
    payments.unblock(blocked.id, origin=founding.origin(), now=world.now)
    placed(world, gift(blocked), story.CARD)
    sql.run("UPDATE payments_storedvalue SET expires_at = %s WHERE id = %s", [world.now, old.id])
    with pytest.raises(StoredValueUnusable):
        placed(world, gift(old), story.CARD)
    dollars = payments.issue(
        kind="gift_card", amount=Money(1000, "USD"), reason="goodwill", origin=founding.origin(), now=world.now
    )
    with pytest.raises(StoredValueUnusable):
        placed(world, Tender(kind="gift_card", token=dollars.code), story.CARD)
    assert agrees()


def test_an_order_that_is_not_paid_gives_the_gift_card_back(world):
    card = issued(world, 1000)
    opened = placed(world, gift(card), Tender(kind="test_card", token="tok_refused"))
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor, order.due) == ("pending", 1000, opened.total - euros(1000))
    orders.expire_unpaid(world.now + timedelta(hours=1))
    work(world, minutes=61)
    assert orders.get(order.id).paid.minor == 0 and balance(world, card) == (1000, 1000) and agrees()


def test_a_claim_is_let_go_when_the_order_is_cancelled_before_it_was_spent(world):
    card = issued(world, 1000)
    opened = placed(world, gift(card), story.CARD)
    request = orders.get(opened.order_id).payments[0]
    orders.cancel(opened.order_id, reason="changed_mind", actor=STAFF, now=world.now)
    assert balance(world, card) == (1000, 1000)
    late = PaymentResult(outcome="paid", amount=euros(1000))
    orders.settle_payment(request.id, late, actor="system:worker", now=world.now)
    assert balance(world, card) == (1000, 1000) and orders.get(opened.order_id).paid.minor == 0 and agrees()


def test_a_refused_order_is_paid_in_parts_by_a_gift_card_then_a_card(world):
    card = issued(world, 1000)
    opened = placed(world, Tender(kind="test_card", token="tok_refused"))
    work(world)
    for tender in (gift(card), story.CARD):
        orders.pay_again(opened.order_id, tender=tender, actor="guest", now=world.now)
        work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid, balance(world, card)[0]) == ("confirmed", opened.total, 0) and agrees()


def test_the_same_key_issues_one_card_with_one_code(world):
    key = IdempotencyKey.of(actor="staff", endpoint="issue", key="issue-0001", request=[1000])
    first, second = (issued(world, 1000, idempotency_key=key) for _ in range(2))
    assert first == second and sql.rows("SELECT count(*) FROM payments_storedvalue") == [(1,)]
    assert payments.find_code(first.code.lower().replace("-", " "), asker="x", now=world.now).id == first.id
    kept = str(sql.rows("SELECT * FROM payments_storedvalue") + sql.rows("SELECT * FROM kit_idempotencyrecord"))
    assert first.code not in kept and first.code.replace("-", "") not in kept
    with pytest.raises(Invalid):
        issued(world, 0)
    with pytest.raises(Invalid):
        issued(world, 1000, kind="store_credit")


def test_guessing_codes_is_refused_and_another_asker_is_not_harmed(world):
    card = issued(world, 1000)
    for number in range(10):
        with pytest.raises(StoredValueUnknown):
            payments.find_code(f"0000-0000-0000-00{number:02}", asker="192.0.2.1", now=world.now)
    with pytest.raises(TooManyTries):
        payments.find_code(card.code, asker="192.0.2.1", now=world.now)
    assert payments.find_code(card.code, asker="192.0.2.2", now=world.now).available.minor == 1000
    assert payments.find_code(card.code, asker="192.0.2.1", now=world.now + timedelta(hours=1)).id == card.id


def test_what_is_reserved_confirms_and_is_taken_when_the_parcel_leaves(world):
    opened = placed(world, RESERVES)
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor, order.payments[0].reserved) == ("confirmed", 0, opened.total)
    orders.mark_shipped(order.id, tracking_number="6A 1", actor=STAFF, now=world.now)
    work(world)
    order = orders.get(order.id)
    assert (order.state, order.paid) == ("shipped", opened.total)
    assert [(p.kind, p.state) for p in order.payments] == [("charge", "captured"), ("capture", "paid")]
    orders.refund(order.id, amount=euros(500), reason="late", actor=STAFF, now=world.now)
    work(world)
    order = orders.get(order.id)
    assert (order.paid, order.credited, order.due.minor) == (opened.total - euros(500), euros(500), 0)
    assert agrees()


def test_what_is_reserved_for_a_cancelled_order_is_let_go(world):
    opened = placed(world, RESERVES)
    work(world)
    orders.cancel(opened.order_id, reason="changed_mind", actor=STAFF, now=world.now)
    work(world)
    assert [(p.kind, p.state) for p in orders.get(opened.order_id).payments] == [
        ("charge", "cancelled"), ("void", "voided"),
    ]  # fmt: skip
    assert orders.get(opened.order_id).paid.minor == 0 and agrees()


def test_what_is_reserved_and_lapses_stops_the_parcel_until_it_is_paid(world):
    opened = placed(world, RESERVES)
    work(world)
    request = orders.get(opened.order_id).payments[0]
    lapsed = PaymentResult(outcome="cancelled", amount=opened.total)
    orders.settle_payment(request.id, lapsed, actor="system:bank", now=world.now)
    assert names(opened.order_id)[-1] == "Order Unsecured"
    with pytest.raises(OrderNotPaid):
        orders.mark_shipped(opened.order_id, tracking_number="6A 1", actor=STAFF, now=world.now)
    orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)
    work(world)
    orders.mark_shipped(opened.order_id, tracking_number="6A 1", actor=STAFF, now=world.now)
    assert orders.get(opened.order_id).state == "shipped" and agrees()


def test_money_that_may_take_days_holds_the_stock_as_long(world):
    opened = placed(world, Tender(kind="test_card", token="tok_authenticate"))
    work(world)
    request = orders.get(opened.order_id).payments[0]
    # As a bank transfer's provider answers.
    sql.run("UPDATE payments_paymentrequest SET state = 'requested' WHERE id = %s", [request.id])
    until = world.now + timedelta(days=5)
    waiting = PaymentResult(outcome="waiting", amount=opened.total, until=until)
    orders.settle_payment(request.id, waiting, actor="system:worker", now=world.now)
    assert orders.get(opened.order_id).hold_until == until
    assert orders.expire_unpaid(until - timedelta(hours=1)) == 0
    came = PaymentResult(outcome="paid", amount=opened.total, reference="VIR1")
    told = orders.get(opened.order_id)
    assert told.promise and (told.promise.state, told.days_after_transfer) == ("withdrawn", 2), "no day is promised yet"
    page = Client(HTTP_HOST="127.0.0.1").get(f"/fr/commande/{told.link}/").content.decode()
    assert "2 jours ouvrés après l’arrivée de votre virement" in page and "novembre</strong>" not in page
    assert orders.settle_payment(request.id, came, actor="system:bank", now=until) == "confirmed" and agrees()
    found = orders.get(opened.order_id)
    assert found.promise and found.promise.state == "made" and found.promise.due > until, "from the money's coming on"
    assert found.promise.terms["latest"] > told.promise.terms["latest"] and not found.days_after_transfer
    assert {each.promised_by for each in found.shipments} == {found.promise.due}


def test_another_currency_is_recorded_flagged_and_given_back(world):
    opened = placed(world, story.CARD)
    request = orders.get(opened.order_id).payments[0]
    dollars = PaymentResult(outcome="paid", amount=Money(opened.total.minor, "USD"), reference="r1")
    assert orders.settle_payment(request.id, dollars, actor="system:bank", now=world.now) == "pending"
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor) == ("pending", 0)
    assert {"Money Differs", "Money Unexpected"} <= set(names(order.id))
    kept = sql.rows("SELECT amount_minor, currency FROM payments_receipt ORDER BY amount_minor")
    assert kept == [(-opened.total.minor, "USD"), (opened.total.minor, "USD")] and agrees()


def test_too_little_is_flagged_and_the_rest_is_still_asked_for(world):
    opened = placed(world, story.CARD)
    request = orders.get(opened.order_id).payments[0]
    part = PaymentResult(outcome="paid", amount=euros(1000), reference="r1")
    assert orders.settle_payment(request.id, part, actor="system:bank", now=world.now) == "pending"
    assert "Money Differs" in names(opened.order_id)
    orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)
    work(world)
    assert orders.get(opened.order_id).paid == opened.total and agrees()


def test_a_refund_goes_to_the_card_before_the_gift_card_and_never_beyond_what_came(world):
    card = issued(world, 1000)
    opened = placed(world, gift(card), story.CARD)
    work(world)
    by_card = opened.total.minor - 1000
    orders.refund(opened.order_id, amount=euros(by_card + 300), reason="returned", actor=STAFF, now=world.now)
    work(world)
    given = [s for s in states(opened.order_id) if s[0] == "refund"]
    assert given == [("refund", "test_card", "paid", by_card), ("refund", "gift_card", "paid", 300)]
    assert balance(world, card) == (300, 300) and agrees()
    before = story.written()
    with pytest.raises(NothingToRefund):
        orders.refund(opened.order_id, amount=euros(701), reason="returned", actor=STAFF, now=world.now)
    with pytest.raises(RefundableChanged):
        orders.refund(
            opened.order_id, amount=euros(1), shown=opened.total, reason="returned", actor=STAFF, now=world.now
        )
    with pytest.raises(Invalid):
        orders.refund(opened.order_id, reason="because", actor=STAFF, now=world.now)
    assert story.written() == before


def test_a_refund_as_store_credit_makes_a_code_that_pays_the_next_order(world):
    opened = placed(world, story.CARD)
    work(world)
    orders.refund(opened.order_id, reason="returned", as_credit=True, actor=STAFF, now=world.now)
    work(world)
    ((credit, code),) = payments.credits_of(opened.order_id, now=world.now)
    assert (credit.available, credit.kind) == (opened.total, "store_credit")
    assert sum(b.balance for b in ledger.balances("liability:store_credit")) == -opened.total.minor
    again = placed(world, Tender(kind="store_credit", token=code))
    work(world)
    assert orders.get(again.order_id).state == "confirmed" and agrees()


@pytest.mark.parametrize("as_credit", [False, True])
def test_a_refund_that_the_bank_refuses_is_tried_again_or_becomes_store_credit(world, monkeypatch, as_credit):
    opened = placed(world, story.CARD)
    work(world)
    no = PaymentResult(outcome="refused", amount=opened.total, refusal_code="account_closed")
    monkeypatch.setattr(PROVIDERS["test_card"], "refund", lambda demand: no)
    orders.cancel(opened.order_id, reason="changed_mind", actor=STAFF, now=world.now)
    work(world)
    order = orders.get(opened.order_id)
    refused = order.payments[-1]
    assert (refused.kind, refused.state, order.paid) == ("refund", "refused", opened.total)
    assert orders.check_money()["money_owed"] == 1
    monkeypatch.undo()
    orders.refund_again(order.id, refused.id, as_credit=as_credit, actor=STAFF, now=world.now)
    work(world)
    assert orders.get(order.id).paid.minor == 0 and agrees()
    assert len(payments.credits_of(order.id, now=world.now)) == (1 if as_credit else 0)
    with pytest.raises(RefundNotRefused):
        orders.refund_again(order.id, refused.id, actor=STAFF, now=world.now)


def test_the_sale_stands_in_the_ledger_by_rate_and_goes_with_the_order(world):
    opened = placed(world, story.CARD, skus=("BOWL-OCHRE", "BOOK"))
    work(world)
    order = orders.get(opened.order_id)
    owed = {b.account: -b.balance for b in ledger.balances()}
    for part in order.vat_parts:
        assert owed[ledger.vat(part.rate_bp)] == part.vat.minor
        assert owed[ledger.sales(part.rate_bp)] == part.net.minor
    assert owed["receivable"] == 0 and owed["clearing:test_card"] == -opened.total.minor
    orders.cancel(order.id, reason="mistake", actor=STAFF, now=world.now)
    work(world)
    assert {b.balance for b in ledger.balances()} == {0} and agrees()


def test_the_check_finds_money_that_was_written_by_hand(world):
    opened = placed(world, story.CARD)
    work(world)
    card = issued(world, 1000)
    assert agrees()
    sql.run("UPDATE orders_order SET paid_minor = paid_minor - 1 WHERE id = %s", [opened.order_id])
    sql.run("UPDATE payments_storedvalue SET balance_minor = 999 WHERE id = %s", [card.id])
    sql.run("UPDATE payments_receipt SET amount_minor = amount_minor + 1")
    found = orders.check_money()
    assert (found["money_orders"], found["money_stored"], found["money_clearing"]) == (1, 2, 1)


def test_an_order_of_nothing_is_confirmed_without_asking_anybody(world):
    from comptoir.pricing import facade as pricing
    from comptoir.pricing.contracts import PriceToSet

    prices = [PriceToSet(variant_id=world.variants["BOOK"], amount=euros(0))]
    pricing.set_prices(prices, market="fr", origin=founding.origin(), now=world.now)
    basket = story.filled(world, "BOOK", delivery="collect@paris-11")
    opened = checkout.place_order(story.wish(basket, world.context, story.CARD))
    assert opened.total.minor == 0
    work(world)
    assert orders.get(opened.order_id).state == "confirmed" and isinstance(opened.order_id, UUID) and agrees()

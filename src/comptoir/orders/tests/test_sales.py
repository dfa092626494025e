"""Sales by day: what the journal says, and nothing else."""

from datetime import timedelta

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.journal.testing import deliver
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs, sales
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender
from comptoir.project import founding


@pytest.fixture
def busy(world):
    """A day with a sale, a refused card, a cancellation and an expiry."""
    first = story.placed(world, "BOOK")
    story.placed(world, "THROW", tender=Tender(kind="test_card", token="tok_refused"))
    jobs.work_payments(world.now)
    orders.cancel(first.order_id, reason="changed_mind", actor="guest", now=world.now)
    jobs.work_payments(world.now)
    orders.expire_unpaid(world.now + timedelta(hours=1))
    world.total = first.total
    return world


def rows(world):
    day = world.context.today
    return orders.sales("fr", day, day)


def test_a_day_is_counted_once_however_often_the_journal_is_delivered(busy):
    deliver([sales.SALES])
    deliver([sales.SALES])
    (day,) = rows(busy)
    assert (day.placed, day.cancelled, day.expired) == (2, 1, 1)
    assert day.received == day.refunded == busy.total


def test_what_a_gift_card_pays_was_received_when_it_was_bought(world):
    card = payments.issue(
        kind="gift_card", amount=Money(500, "EUR"), reason="goodwill", origin=founding.origin(), now=world.now
    )
    by_card = Tender(kind="gift_card", token=card.code)
    order = checkout.place_order(story.wish(story.filled(world, "BOOK"), world.context, by_card, story.CARD))
    while jobs.work_payments(world.now):
        pass
    deliver([sales.SALES])
    (day,) = rows(world)
    assert day.received == order.total - Money(500, "EUR")


def test_a_card_sold_in_a_shop_is_money_that_came_once_and_a_present_is_none(world):
    def issued(reason, minor):
        return payments.issue(
            kind="gift_card", amount=Money(minor, "EUR"), reason=reason, origin=founding.origin(), now=world.now
        )

    sold = issued("sold_in_shop", 3_000)
    issued("goodwill", 700)
    payments.top_up(
        sold.id, amount=Money(1_000, "EUR"), reason="sold_in_shop", origin=founding.origin(), now=world.now
    )
    payments.top_up(sold.id, amount=Money(50, "EUR"), reason="correction", origin=founding.origin(), now=world.now)
    by_card = Tender(kind="gift_card", token=sold.code)
    checkout.place_order(story.wish(story.filled(world, "BOOK"), world.context, by_card))
    while jobs.work_payments(world.now):
        pass
    deliver([sales.SALES])
    assert sum(day.received.minor for day in rows(world)) == 4_000


def test_replay_equals_state(busy):
    deliver([sales.SALES])
    before = rows(busy)
    sales.rebuild()
    assert rows(busy) == ()
    deliver([sales.SALES])
    assert rows(busy) == before != ()

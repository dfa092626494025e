"""Figures of sales count what stands, on its day, for its people."""

from datetime import timedelta

from comptoir.checkout.tests import story
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs


def test_what_stands_is_counted_with_who_comes_back(world):
    day = world.context.today
    first = story.placed(world, "BOOK")
    second = story.placed(world, "BOOK")
    gone = story.placed(world, "THROW")
    jobs.work_payments(world.now)
    orders.cancel(gone.order_id, reason="changed_mind", actor="guest", now=world.now)
    jobs.work_payments(world.now)
    found = orders.sold("fr", day - timedelta(days=1), day)
    assert (found.whole.orders, found.whole.buyers, found.whole.returning, found.whole.again) == (2, 1, 1, 1)
    assert found.whole.value == first.total + second.total and found.whole.average == first.total
    assert found.days[day].value == found.channels["web"].value == found.whole.value
    (buyer,) = orders.buyers("fr", day)
    assert buyer.days == (day, day) and buyer.values == (first.total.minor, second.total.minor)
    assert buyer.first_channel == "web" and list(orders.buyers("fr", day - timedelta(days=1))) == []
    nothing = orders.sold("fr", day - timedelta(days=9), day - timedelta(days=8)).whole
    assert nothing.orders == 0 and nothing.average == Money(0, "EUR")

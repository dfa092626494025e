"""An offer that has had its last use is announced no more."""

from __future__ import annotations

from types import SimpleNamespace

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_promotions import STAFF, offer
from comptoir.journal import facade as journal
from comptoir.journal import testing
from comptoir.orders import facade as orders
from comptoir.project.whole_pages import words
from comptoir.promotions.handlers import USES


def test_kept_pages_hear_of_the_last_use_and_of_one_that_comes_back(world: SimpleNamespace) -> None:
    limited = offer(world, effect="amount", amount_minor=100, least_minor=1, most_uses=2)

    def told() -> list[str]:
        for _again in range(2):
            testing.deliver([USES])
        names = [event.name for event in journal.timeline("promotion", limited)]
        return [name for name in names if name != "Promotion Created"]

    placed = []
    for expected in ([], ["Promotion Used Up"]):
        placed.append(checkout.place_order(story.wish(story.filled(world, "BOOK"), world.context)))
        assert told() == expected
    for opened in placed:
        orders.cancel(opened.order_id, reason="mistake", actor=STAFF, now=world.now)
        assert told() == ["Promotion Used Up", "Promotion Usable Again"], "once, however many come back"
    assert words.stale([("Promotion Used Up", {})]) is words.stale([("Promotion Usable Again", {})]) is None

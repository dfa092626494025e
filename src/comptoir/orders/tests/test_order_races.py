"""Two people at one order at the same moment: one wins, the other gets a clear refusal, nothing is half done.

Both have read what they read before the order's lock; they get it in the order in which they stand here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from comptoir.fulfilment.commands import replan as replanning
from comptoir.fulfilment.errors import PiecesGone
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks
from comptoir.orders import facade as orders
from comptoir.orders import rules
from comptoir.orders.commands import change as changing
from comptoir.orders.commands import moves
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import OrderChangedMeanwhile, OrderMoveRefused, OrderNotChangeable
from comptoir.orders.tests import shop
from comptoir.orders.tests.shop import STAFF


def one_after_the_other(order_id: Any, *steps: Callable[[], Any]) -> list[Any]:
    buyers = Buyers()
    with transaction.atomic():
        locks.hold(("order", order_id))
        for number, step in enumerate(steps, 1):
            buyers.start(step)
            buyers.wait_until_blocked(number)
    return buyers.join()


def edit(world, order, wish) -> Callable[[], Any]:
    seen = orders.preview_change(order.id, wish, actor=STAFF, now=world.now)
    return lambda: orders.change_order(
        order.id, wish, version=seen.version, shown_total=seen.total, shown_promise=seen.promise, actor=STAFF,
        now=world.now,
    )  # fmt: skip


def pick(world, order) -> Callable[[], Any]:
    return lambda: orders.start_preparing(order.id, actor=STAFF, now=world.now)


def fewer(order) -> ChangeWish:
    return ChangeWish(quantities={shop.line(order, "BOOK"): 0})


def parcels(order) -> list[tuple[str, int]]:
    return [(s.state, sum(pieces for _, pieces in s.lines)) for s in orders.get(order.id).shipments]


def test_an_edit_that_comes_after_the_pick_is_refused(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    picked, edited = one_after_the_other(order.id, pick(world, order), edit(world, order, fewer(order)))
    assert picked is None and isinstance(edited, OrderNotChangeable) and edited.data["reason"] == "prepared"
    assert (orders.get(order.id).total, parcels(order)) == (order.total, [("preparing", 2)])
    shop.assert_sound(order.id)


def test_a_pick_that_comes_after_the_edit_collects_what_was_edited(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    edited, picked = one_after_the_other(order.id, edit(world, order, fewer(order)), pick(world, order))
    assert edited.to_return.minor == 2500 and picked is None and parcels(order) == [("preparing", 1)]
    shop.assert_sound(order.id)


def test_without_its_guard_the_edit_takes_pieces_out_of_the_hands_of_the_picker(world, monkeypatch):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    step = edit(world, order, fewer(order))
    monkeypatch.setattr(rules, "blocked", lambda **given: "")
    monkeypatch.setattr(replanning, "READ", replanning.READ.replace("s.state,", "'planned',"))
    picked, edited = one_after_the_other(order.id, pick(world, order), step)
    assert picked is None and edited.to_return.minor == 2500
    assert parcels(order) == [("preparing", 1)]  # somebody collects two pieces for a parcel of one


def test_of_two_staff_who_edit_at_once_the_second_is_told(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    bowl = ChangeWish(quantities={shop.line(order, "BOWL-OCHRE"): 0})
    steps = edit(world, order, fewer(order)), edit(world, order, bowl)
    first, second = one_after_the_other(order.id, *steps)
    assert first.version == order.version + 1 and isinstance(second, OrderChangedMeanwhile)
    assert [line.sku for line in orders.get(order.id).lines] == ["BOWL-OCHRE", ""]
    shop.assert_sound(order.id)


def test_without_the_version_the_second_editor_undoes_the_first_unseen(world, monkeypatch):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    bowl = ChangeWish(quantities={shop.line(order, "BOWL-OCHRE"): 0})
    steps = edit(world, order, fewer(order)), edit(world, order, bowl)
    monkeypatch.setattr(moves, "LOCK", moves.LOCK.replace("o.version,", f"{order.version} AS version,"))
    monkeypatch.setattr(changing.history, "record", lambda *args, **given: None)
    _first, second = one_after_the_other(order.id, *steps)
    assert not isinstance(second, OrderChangedMeanwhile)
    assert [line.sku for line in orders.get(order.id).lines] == ["BOOK", ""]  # the first one's book is back


def ship(world, order) -> Callable[[], Any]:
    return lambda: orders.mark_shipped(order.id, tracking_number="1", actor=STAFF, now=world.now)


def cancel_book(world, order) -> Callable[[], Any]:
    line = shop.line(order, "BOOK")
    return lambda: orders.cancel_lines(order.id, {line: 1}, reason="mistake", actor="guest", now=world.now)


@pytest.mark.parametrize("shipped_first", [True, False])
def test_a_line_that_is_cancelled_while_its_parcel_leaves(world, shipped_first):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    steps = [ship(world, order), cancel_book(world, order)]
    first, second = one_after_the_other(order.id, *(steps if shipped_first else reversed(steps)))
    if shipped_first:
        assert first == "shipped" and isinstance(second, OrderNotChangeable)
        assert parcels(order) == [("shipped", 2)]
    else:
        assert first.refund.minor == 2500 and second == "shipped" and parcels(order) == [("shipped", 1)]
    shop.work(world.now)
    assert orders.get(order.id).paid == orders.get(order.id).total
    shop.assert_sound(order.id)


def test_without_the_states_of_parcels_the_shipped_piece_is_paid_back(world, monkeypatch):
    """The state of the order stands before; taken out with the parcels' own, the buyer has piece and money."""
    from comptoir.fulfilment.commands import reduce as reducing

    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    monkeypatch.setattr(rules, "LINES_CANCELLABLE", tuple(rules.MOVES))
    shipped, refused = one_after_the_other(order.id, ship(world, order), cancel_book(world, order))
    assert shipped == "shipped" and isinstance(refused, PiecesGone)
    monkeypatch.setattr(reducing.rules, "UNSENT", ("planned", "shipped"))
    done = cancel_book(world, order)()
    assert done.refund.minor == 2500 and orders.get(order.id).state == "shipped"


def test_two_who_prepare_one_order_are_not_both_told_that_it_is_theirs(world):
    order = shop.paid(world, "BOOK")
    first, second = one_after_the_other(order.id, pick(world, order), pick(world, order))
    assert first is None and isinstance(second, OrderMoveRefused)

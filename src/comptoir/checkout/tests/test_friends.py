"""A basket shared with friends: what they may, what they never see, and what happens when two act at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout import rules
from comptoir.checkout.errors import BasketClosed, LookOnly, NameTaken, ProposalDecided, SharingFull
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_races import held_at
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks, sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.refusals import Invalid, NotFound

TABLES = ("sharedbasket", "friend", "proposal", "comment", "reaction")


@pytest.fixture
def party(world: SimpleNamespace) -> SimpleNamespace:
    context = world.context
    basket = checkout.open_basket(context)
    checkout.add(basket, world.variants["BOWL-OCHRE"], 1, context)
    link = checkout.share(basket, context, for_friends=True)
    lea = checkout.join_shared(link.token, "Léa", context, asker="a")
    return SimpleNamespace(
        context=context, basket=basket, token=link.token, lea=lea, bowl=world.variants["BOWL-OCHRE"],
        book=world.variants["BOOK"], throw=world.variants["THROW"],
    )  # fmt: skip


def rows() -> dict[str, int]:
    return {table: sql.rows(f"SELECT count(*) FROM checkout_{table}", [])[0][0] for table in TABLES}


def seen(party: SimpleNamespace, friend: Any = None) -> Any:
    return checkout.read_shared(party.token, party.context, friend_id=friend).together


def test_friends_propose_comment_and_think_and_the_owner_decides(party: SimpleNamespace) -> None:
    token, context = party.token, party.context
    assert checkout.share(party.basket, context, for_friends=True).token == token  # one link, prolonged
    tom = checkout.join_shared(token, "  Tom \n", context, asker="b")
    with pytest.raises(NameTaken):
        checkout.join_shared(token, "léa", context, asker="c")
    checkout.propose(token, party.lea, party.book, 2, context)
    checkout.propose(token, tom, party.book, 1, context)
    checkout.propose(token, tom, party.throw, 1, context)
    checkout.propose(token, tom, party.throw, 0, context)
    checkout.comment(token, party.lea, party.bowl, "Plutôt <b>bleu</b>", context)
    checkout.comment_own(party.basket, None, "Merci à vous", context)
    checkout.react(token, tom, party.bowl, "unsure", context)
    checkout.react(token, tom, party.bowl, "yes", context)
    together = seen(party, tom)
    assert together.name == "Tom" and together.is_open
    assert [(p.by, p.mine, p.line.quantity) for p in together.proposals] == [("Léa", False, 2), ("Tom", True, 1)]
    assert all(p.line.unit and p.line.available for p in together.proposals)
    assert [(s.by, s.variant_id, s.text) for s in together.comments] == [
        ("Léa", party.bowl, "Plutôt <b>bleu</b>"), ("", None, "Merci à vous"),
    ]  # fmt: skip
    assert [(o.kind, o.names, o.mine) for o in together.opinions] == [("yes", ("Tom",), True)]
    assert checkout.waiting(party.basket, context) == (token, 2)
    first, second = (each.id for each in together.proposals)
    checkout.take_proposal(party.basket, first, context)
    checkout.decline_proposal(party.basket, second, context)
    lines = {line.item.variant_id: line.quantity for line in checkout.view(party.basket, context).lines}
    assert lines == {party.bowl: 1, party.book: 2}
    with pytest.raises(ProposalDecided):
        checkout.take_proposal(party.basket, first, context)
    with pytest.raises(ProposalDecided):
        checkout.propose(token, tom, party.book, 3, context)
    assert [line.quantity for line in checkout.read_shared(token, context).lines] == [1, 2]  # as it is now


def test_who_has_no_right_and_what_is_unwanted_writes_nothing(world: SimpleNamespace, party: SimpleNamespace) -> None:
    token, context = party.token, party.context
    look = checkout.share(party.basket, context)
    before = rows()
    other = checkout.open_basket(context)
    checkout.propose(token, party.lea, party.book, 1, context)
    (proposal,) = seen(party).proposals
    refused: list[tuple[type[Exception], Any]] = [
        (LookOnly, lambda: checkout.join_shared(look.token, "Ana", context, asker="a")),
        (NotFound, lambda: checkout.join_shared("x" * 43, "Ana", context, asker="a")),
        (Invalid, lambda: checkout.join_shared(token, "www.pas.cher", context, asker="a")),
        (Invalid, lambda: checkout.join_shared(token, "a" * 31, context, asker="a")),
        (NotFound, lambda: checkout.propose(token, uuid4(), party.book, 1, context)),
        (NotFound, lambda: checkout.propose(token, party.lea, uuid4(), 1, context)),
        (Invalid, lambda: checkout.propose(token, party.lea, party.throw, 100, context)),
        (Invalid, lambda: checkout.comment(token, party.lea, None, "voir https://moins.cher", context)),
        (Invalid, lambda: checkout.comment(token, party.lea, None, "a" * 281, context)),
        (NotFound, lambda: checkout.comment(token, party.lea, party.throw, "Oui", context)),
        (Invalid, lambda: checkout.react(token, party.lea, party.bowl, "love", context)),
        (NotFound, lambda: checkout.take_proposal(other, proposal.id, context)),
        (NotFound, lambda: checkout.comment_own(other, None, "Oui", context)),
        (NotFound, lambda: checkout.end_sharing(other, token, context)),
        (NotFound, lambda: checkout.sharing(party.basket, replace(context, storefront="x", market=_far(context)))),
    ]
    for kind, call in refused:
        with pytest.raises(kind):
            call()
    assert rows() == before | {"proposal": 1}


def test_brakes_and_bounds_hold_back_who_does_too_much(
    party: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, context = party.token, party.context
    monkeypatch.setattr(rules, "MOST_COMMENTS", 2)
    checkout.comment(token, party.lea, None, "un", context)
    checkout.comment(token, party.lea, None, "deux", context)
    with pytest.raises(SharingFull):
        checkout.comment(token, party.lea, None, "trois", context)
    with pytest.raises(TooFast):
        for _ in range(50):
            checkout.react(token, party.lea, party.bowl, "yes", context)
    kept = sql.rows("SELECT count(*) FROM kit_brake", [])
    for call in (
        lambda: checkout.propose(token, uuid4(), party.book, 1, context),
        lambda: checkout.comment(token, uuid4(), None, "Oui", context),
        lambda: checkout.react(token, uuid4(), party.bowl, "yes", context),
        lambda: checkout.comment_own(uuid4(), None, "Oui", context),
    ):
        with pytest.raises(NotFound):
            call()
    assert sql.rows("SELECT count(*) FROM kit_brake", []) == kept, "who is made up is not counted"
    monkeypatch.setattr(rules, "MOST_FRIENDS", 1)
    with pytest.raises(SharingFull):
        checkout.join_shared(token, "Tom", context, asker="b")
    assert rows()["friend"] == 1


@pytest.mark.parametrize("how", ["ended", "old", "erased"])
def test_names_and_words_of_friends_go_with_the_link(party: SimpleNamespace, how: str) -> None:
    checkout.propose(party.token, party.lea, party.book, 1, party.context)
    checkout.comment(party.token, party.lea, party.bowl, "Oui", party.context)
    checkout.react(party.token, party.lea, party.bowl, "yes", party.context)
    assert min(rows().values()) == 1
    if how == "ended":
        checkout.end_sharing(party.basket, party.token, party.context)
    elif how == "old":
        assert checkout.forget_shared(party.context.now + timedelta(days=31)) == 1
    else:
        checkout.prepare(party.basket, party.context, contact=story.CONTACT)
        buyer = sql.rows("SELECT buyer_id FROM checkout_basket WHERE id = %s", [party.basket])[0][0]
        with sql.transacted():
            checkout.forget(buyer)
    assert set(rows().values()) == {0}
    with pytest.raises(NotFound):
        checkout.read_shared(party.token, party.context)
    assert "Léa" not in str(sql.rows("SELECT payload FROM journal_event", []))


def test_two_friends_at_once_are_both_heard_and_no_more_than_fit(
    party: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    tom = checkout.join_shared(party.token, "Tom", party.context, asker="b")
    assert sorted(_at_once(party, tom)) == ["full", "proposed"]
    assert rows()["proposal"] == 1


def test_without_the_lock_of_the_basket_more_comes_than_fits(
    party: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    tom = checkout.join_shared(party.token, "Tom", party.context, asker="b")
    with monkeypatch.context() as patched:
        patched.setattr(locks, "hold", lambda *subjects: None)
        assert _at_once(party, tom, held=False) == ["proposed", "proposed"]


def test_an_order_has_what_its_owner_saw_and_a_friend_comes_before_or_after(party: SimpleNamespace) -> None:
    """The friend proposes while the order is placed: whoever is first, the order has the owner's lines alone."""
    checkout.prepare(party.basket, party.context, contact=story.CONTACT, delivery="home")
    wish = story.wish(party.basket, party.context)
    buyers = Buyers()
    with held_at(lambda: locks.hold(("basket", party.basket)), buyers, 2):
        buyers.start(lambda: checkout.place_order(wish))
        buyers.start(lambda: _tried(lambda: checkout.propose(party.token, party.lea, party.book, 1, party.context)))
    placed, friend = buyers.join()
    assert friend in ("proposed", "closed")
    ordered = sql.rows("SELECT variant_id, quantity FROM orders_orderline WHERE order_id = %s", [placed.order_id])
    assert [row for row in ordered if row[0]] == [(party.bowl, 1)] if ordered[0][0] else True
    assert not seen(party).is_open
    for verb in (
        lambda: checkout.propose(party.token, party.lea, party.throw, 1, party.context),
        lambda: checkout.comment(party.token, party.lea, None, "Trop tard", party.context),
        lambda: checkout.join_shared(party.token, "Ana", party.context, asker="z"),
    ):
        with pytest.raises(BasketClosed):
            verb()


def _far(context: Any) -> Any:
    return replace(context.market, code="elsewhere")


def _tried(call: Any) -> str:
    try:
        call()
    except SharingFull:
        return "full"
    except BasketClosed:
        return "closed"
    return "proposed"


def _at_once(party: SimpleNamespace, tom: Any, *, held: bool = True) -> list[str]:
    buyers = Buyers()
    calls = [
        lambda who=who: _tried(lambda: checkout.propose(party.token, who, party.book, 1, party.context))
        for who in (party.lea, tom)
    ]
    hold = "SELECT 1 FROM catalog_variant WHERE id = %s FOR UPDATE"
    by = (
        (lambda: locks.hold(("basket", party.basket)))
        if held
        else (lambda: sql.run(hold, [party.book]))
    )
    with held_at(by, buyers, 2):
        for call in calls:
            buyers.start(call)
    return list(buyers.join())

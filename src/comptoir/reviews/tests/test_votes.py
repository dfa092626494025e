"""Votes that a review helped: one a reader, never on one's own, taken back alike, gone with their review."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import Reader
from comptoir.reviews.errors import OwnReview
from comptoir.reviews.tests import people

ANN, BOB = Reader(asker="a", device="ann"), Reader(asker="b", device="bob")


def vote(world: SimpleNamespace, review: UUID, reader: Reader, helpful: bool = True) -> int:
    return reviews.find_helpful(review, helpful, reader=reader, origin=world.context.origin(), now=world.now)


def order_of(world: SimpleNamespace, sort: str) -> list[UUID]:
    return [each.id for each in reviews.published(world.products["bowl"], sort=sort).items]


def test_each_reader_counts_once_and_takes_it_back(world) -> None:
    order, author = uuid7(), uuid7()
    old, new = people.shown(world, order=order, customer=author), people.shown(world, people.bad())
    assert order_of(world, "helpful") == [new.id, old.id]
    assert [vote(world, old.id, each) for each in (ANN, ANN, BOB)] == [1, 1, 2]
    assert order_of(world, "helpful") == [old.id, new.id] and order_of(world, "newest") == [new.id, old.id]
    assert reviews.voted([old.id, new.id], ANN) == {old.id} and not reviews.voted([old.id], Reader(asker="a"))
    assert [vote(world, old.id, ANN, False), vote(world, old.id, ANN, False)] == [1, 1]
    for own in (replace(ANN, order_id=order), replace(ANN, customer_id=author)):
        with pytest.raises(OwnReview):
            vote(world, old.id, own)
    with pytest.raises(NotFound):
        vote(world, people.written(world).id, BOB)
    assert reviews.get(old.id).helpful == 1 == len(sql.rows("SELECT 1 FROM reviews_vote"))
    told = sql.rows("SELECT name, actor, person_key, payload FROM journal_event WHERE name LIKE %s", ["%elpful%"])
    assert len(told) == 2 and all("ann" not in str(row[3]) and row[1:3] == ("guest", None) for row in told)


def test_votes_are_for_the_words_that_were_read_and_go_with_a_person(world) -> None:
    person = Reader(asker="c", customer_id=uuid7())
    shown = people.shown(world)
    for each in (ANN, person):
        vote(world, shown.id, each)
    reviews.forget(person.customer_id, origin=world.context.origin(), now=world.now)
    assert reviews.get(shown.id).helpful == 1
    reviews.change(shown.id, people.bad(), origin=world.context.origin(), now=world.now)
    assert reviews.get(shown.id).helpful == 0 and sql.rows("SELECT 1 FROM reviews_vote") == []


def test_a_flood_is_held_back_and_a_double_click_is_one(world) -> None:
    shown = people.shown(world)
    clicks = Buyers()
    for _ in range(4):
        clicks.start(lambda: vote(world, shown.id, ANN))
    assert clicks.join() == [1, 1, 1, 1]
    with pytest.raises(TooFast):
        for number in range(70):
            vote(world, shown.id, replace(BOB, device=str(number)))

"""One message when it is back, as many as there are pieces; wishes that are kept, shared and erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.core import mail

from comptoir.customers import facade as customers
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import testing as journal
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.project import world as small
from comptoir.wishes import facade as wishes
from comptoir.wishes import rules
from comptoir.wishes.errors import AlreadyHere, TooManyWishes
from comptoir.wishes.handlers import STOCK
from comptoir.wishes.mail import send


def set_stock(world: SimpleNamespace, sku: str, pieces: int) -> None:
    levels = [Adjustment(variant_id=world.variants[sku], location_id=world.warehouse.id, quantity=pieces)]
    inventory.set_levels(levels, reason="correction", origin=world.context.origin(), now=world.now)


def rows() -> list[tuple[str, bool]]:
    return sql.rows("SELECT email, answered_at IS NOT NULL FROM wishes_stockrequest ORDER BY asked_at, id")


@pytest.mark.parametrize(
    ("waiting", "pieces", "lately", "told"), [(5, 2, 0, 2), (1, 9, 0, 1), (5, 2, 2, 0), (5, 0, 0, 0)]
)
def test_no_more_are_told_than_there_are_pieces(waiting: int, pieces: int, lately: int, told: int) -> None:
    assert rules.reached(waiting, pieces, lately) == told


def test_who_asked_is_told_once_in_turn_and_the_address_is_forgotten(world: SimpleNamespace) -> None:
    throw = world.variants["THROW"]
    with pytest.raises(AlreadyHere):
        wishes.ask_when_back(throw, "lou@example.com", world.context)
    set_stock(world, "THROW", 0)
    for wrong, refusal in (("nonsense", Invalid), ("a\x00@b.c d", Invalid)):
        with pytest.raises(refusal):
            wishes.ask_when_back(throw, wrong, world.context)
    with pytest.raises(NotFound):
        wishes.ask_when_back(uuid4(), "lou@example.com", world.context)
    assert rows() == []
    tokens = []
    for place, email in enumerate(("lou@example.com", "Zoe@Example.com", "max@example.com")):
        context = replace(world.context, now=world.now + timedelta(minutes=place))
        tokens.append(wishes.ask_when_back(throw, email, context))
        assert wishes.ask_when_back(throw, email, context) == "", "asked twice is asked once"
    assert [(one.variant_id, one.waiting) for one in wishes.demand()] == [(throw, 3)]
    wishes.stop_waiting(tokens[0], world.context)
    told: list[UUID] = []
    assert wishes.answer_waiting(throw, queue=told.append, now=world.now) == 0, "nothing is here"
    set_stock(world, "THROW", 1)
    assert wishes.answer_waiting(throw, queue=told.append, now=world.now) == 1
    assert wishes.answer_waiting(throw, queue=told.append, now=world.now) == 0, "for one piece one person"
    for _ in range(2):  # a job that runs twice
        send(told[0])
    assert [(message.to, tokens[1] in message.body) for message in mail.outbox] == [(["zoe@example.com"], True)]
    assert rows() == [("", True), ("max@example.com", False)]
    assert wishes.forget("max@example.com", None) == 1 and rows() == [("", True)]


def test_strangers_do_not_use_up_what_a_known_person_may_ask_for(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_REQUESTS", 1)
    for sku in ("THROW", "BOWL-BLUE"):
        set_stock(world, sku, 0)
    wishes.ask_when_back(world.variants["THROW"], "lou@example.com", world.context)
    with pytest.raises(TooManyWishes):
        wishes.ask_when_back(world.variants["BOWL-BLUE"], "lou@example.com", world.context)
    known = replace(world.context, customer_id=uuid4())
    assert wishes.ask_when_back(world.variants["BOWL-BLUE"], "lou@example.com", known)


def test_stock_that_comes_asks_for_a_look_only_where_somebody_waits(world: SimpleNamespace) -> None:
    set_stock(world, "THROW", 0)
    wishes.ask_when_back(world.variants["THROW"], "lou@example.com", world.context)
    set_stock(world, "THROW", 2)
    set_stock(world, "BOOK", 90)
    journal.deliver([STOCK])
    asked = sql.rows("SELECT args FROM procrastinate_jobs WHERE task_name = 'wishes.look'")
    assert [args["variant_id"] for (args,) in asked] == [str(world.variants["THROW"])]


def test_wishes_are_kept_merged_shared_and_erased(world: SimpleNamespace) -> None:
    customer = customers.join_account(
        world.accounts[small.SHOPPER], email=small.SHOPPER, locale="fr", now=world.now
    )  # fmt: skip
    context = replace(world.context, customer_id=customer)
    book, bowl = world.variants["BOOK"], world.variants["BOWL-OCHRE"]
    with pytest.raises(NotFound):
        wishes.keep_wish(book, world.context)
    wishes.keep_wish(book, context)
    wishes.keep_wish(book, context)
    assert wishes.merge_wishes([bowl, book, uuid4()], replace(context, now=context.now + timedelta(seconds=1))) == 1
    assert wishes.wished(context) == [bowl, book]
    link = wishes.share_wishes(wishes.wished(context), context)
    assert [line.item.variant_id for line in wishes.read_shared(link.token, world.context)] == [bowl, book]
    with pytest.raises(NotFound):
        wishes.read_shared(link.token, replace(context, now=context.now + timedelta(days=91)))
    wishes.drop_wish(bowl, context)
    assert wishes.wished(context) == [book]
    assert wishes.forget(small.SHOPPER, customer) == 1 and wishes.wished(context) == []

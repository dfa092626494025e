"""What becomes of a review, and of the counts beside it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from comptoir.journal import testing as journal
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.offers import facade as offers
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.project.consumers import CONSUMERS
from comptoir.reviews import facade as reviews
from comptoir.reviews import handlers, rules
from comptoir.reviews.contracts import Rating
from comptoir.reviews.errors import AlreadyReviewed, ReviewMoveRefused
from comptoir.reviews.models import Review
from comptoir.reviews.tests import people
from comptoir.reviews.tests.people import GOOD


def rating(world: SimpleNamespace, product: str = "bowl") -> Rating | None:
    (card,) = offers.cards([world.products[product]], world.context)
    assert card.rating == offers.product({"bowl": "bol-matin"}[product], world.context).rating
    return card.rating


def test_what_was_delivered_may_be_reviewed_once_and_what_was_not_may_not(world) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    journal.deliver(CONSUMERS)
    assert reviews.of_order(order.id) == ()
    orders.mark_delivered(order.id, actor="staff:1", now=world.now)
    journal.deliver(CONSUMERS)
    rights = reviews.of_order(order.id)
    assert {right.product_id for right in rights} == {world.products["book"], world.products["bowl"]}
    bowl = next(right for right in rights if right.product_id == world.products["bowl"])
    assert bowl.options["fr"] == "Ocre" and bowl.received_on == world.now.date()
    origin = world.context.origin()
    made = reviews.submit(bowl.id, GOOD, origin=origin, now=world.now)
    assert (made.state, made.kind, made.received_on) == ("waiting", "order", world.now.date())
    before = people.everything()
    with pytest.raises(AlreadyReviewed):
        reviews.submit(bowl.id, GOOD, origin=origin, now=world.now)
    with pytest.raises(Invalid):
        reviews.submit(rights[0].id, replace(GOOD, text=" "), origin=origin, now=world.now)
    with pytest.raises(NotFound):
        reviews.submit(uuid7(), GOOD, origin=origin, now=world.now)
    assert people.everything() == before


def test_an_order_with_the_email_of_another_gives_no_hold_of_their_review(world) -> None:
    made = people.written(world, customer=uuid7())
    stranger = people.bought(world, customer=made.customer_id)
    assert reviews.purchase(stranger).review_id is None
    own = reviews.submit(stranger, GOOD, origin=world.context.origin(), now=world.now)
    assert own.id != made.id
    assert [reviews.purchase(each).review_id for each in (made.purchase_id, stranger)] == [made.id, own.id]


def test_the_database_refuses_a_second_review_of_a_purchase_and_one_without(world) -> None:
    made = people.written(world)
    copy = Review.objects.get(id=made.id)
    for purchase in (made.purchase_id, uuid7()):
        copy.id, copy.purchase_id, copy._state.adding = uuid7(), purchase, True
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()
            connection.check_constraints()


def test_counts_follow_every_verb_and_a_rebuild_finds_the_same(world) -> None:
    origin, now = world.context.origin(), world.now
    first, second = people.shown(world), people.shown(world, replace(GOOD, rating=1))
    third = people.written(world, replace(GOOD, rating=5))
    assert rating(world) == Rating(count=2, total=5)
    assert reviews.publish([third.id, second.id], origin=origin, now=now) == 1
    assert rating(world) == Rating(count=3, total=10)
    reviews.change(first.id, replace(GOOD, rating=2), origin=origin, now=now)
    assert rating(world) == Rating(count=2, total=6)
    reviews.publish([first.id], origin=origin, now=now)
    reviews.refuse(second.id, reason="insult", origin=origin, now=now)
    reviews.withdraw(third.id, origin=origin, now=now)
    assert rating(world) == Rating(count=1, total=2)
    kept = people.tallies()
    reviews.rebuild()
    assert people.tallies() == kept and len(kept) == 1
    assert reviews.ratings([world.products["bowl"], world.products["book"]]) == {
        world.products["bowl"]: Rating(count=1, total=2, stars=(0, 1, 0, 0, 0))
    }
    assert [each.id for each in reviews.latest([world.products["bowl"]])[world.products["bowl"]]] == [first.id]
    gone = reviews.get(third.id)
    assert (gone.text, gone.author, gone.state) == ("", "", "withdrawn")
    for verb in (
        lambda: reviews.withdraw(third.id, origin=origin, now=now),
        lambda: reviews.answer(second.id, "Merci.", origin=origin, now=now),
        lambda: reviews.refuse(second.id, reason="insult", origin=origin, now=now),
    ):
        with pytest.raises(ReviewMoveRefused):
            verb()
    with pytest.raises(Invalid):
        reviews.refuse(first.id, reason="too bad", origin=origin, now=now)


def test_two_people_of_the_house_publish_at_once_and_it_counts_once(world) -> None:
    made = [people.written(world) for _ in range(6)]
    origin = world.context.origin()
    found: list[int] = []

    def publish() -> None:
        try:
            found.append(reviews.publish([each.id for each in made], origin=origin, now=world.now))
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 0, 6] and rating(world) == Rating(count=6, total=24)


def test_photographs_are_shown_with_their_review_and_go_with_it(world) -> None:
    made = people.written(world, files=[people.photograph(), people.photograph((2000, 100))])
    first = made.photos[0]
    assert [(each.width, each.height) for each in made.photos] == [(40, 30), (1280, 64)]
    with pytest.raises(NotFound):
        reviews.photo(first.id, small=True)
    assert reviews.photo(first.id, small=True, staff=True).startswith(b"\xff\xd8")
    reviews.publish([made.id], origin=world.context.origin(), now=world.now)
    assert reviews.photo(first.id, small=False).startswith(b"\xff\xd8")
    assert reviews.of_product(world.products["bowl"]).reviews == (reviews.get(made.id),)
    reviews.withdraw(made.id, origin=world.context.origin(), now=world.now)
    with pytest.raises(NotFound):
        reviews.photo(first.id, small=True, staff=True)


def test_an_author_is_told_why_once_and_may_write_again(world) -> None:
    order = shop.paid(world, "BOOK")
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    orders.mark_delivered(order.id, actor="staff:1", now=world.now)
    journal.deliver(CONSUMERS)
    origin = world.context.origin()
    (right,) = reviews.of_order(order.id)
    made = reviews.submit(right.id, GOOD, origin=origin, now=world.now)
    reviews.refuse(made.id, reason="off_topic", origin=origin, now=world.now)
    mail.outbox.clear()
    handlers.tell_refusal(str(made.id))
    handlers.tell_refusal(str(made.id))
    (told,) = mail.outbox
    assert told.to == ["lea@example.com"] and "ne porte pas sur le produit" in told.body and GOOD.text in told.body
    reviews.change(made.id, replace(GOOD, text="Un beau papier."), origin=origin, now=world.now)
    assert reviews.get(made.id).state == "waiting"
    handlers.tell_refusal(str(made.id))
    assert len(mail.outbox) == 1


def test_a_reader_reports_and_the_house_looks(world) -> None:
    made, origin, now = people.shown(world), world.context.origin(), world.now
    with pytest.raises(Invalid):
        reviews.report(made.id, reason="", email="no", asker="a", origin=origin, now=now)
    reviews.report(made.id, reason="fake", text="Copié.", asker="a", origin=origin, now=now)
    assert reviews.get(made.id).reports == 1 and reviews.reports(made.id)[0].text == "Copié."
    assert reviews.get(made.id).state == "published"
    reviews.settle_reports(made.id, origin=origin, now=now)
    assert reviews.reports(made.id) == ()


def test_a_person_is_forgotten_and_what_is_five_years_old_goes(world) -> None:
    origin, now, who = world.context.origin(), world.now, uuid7()
    mine, old = people.shown(world, customer=who, files=[people.photograph()]), people.shown(world)
    reviews.report(mine.id, reason="fake", text="Moi", email="x@example.com", asker="a", origin=origin, now=now)
    assert reviews.forget(who, origin=origin, now=now) == 1
    assert reviews.forget(who, origin=origin, now=now) == 0
    gone = reviews.get(mine.id)
    assert (gone.text, gone.author, gone.customer_id, gone.photos) == ("", "", None, ())
    assert reviews.purchase(mine.purchase_id).customer_id is None
    assert rating(world) == Rating(count=1, total=4)
    assert reviews.let_go(now + rules.KEPT) == 0
    assert reviews.let_go(now + rules.KEPT + timedelta(seconds=1)) == 1
    assert reviews.get(old.id).state == "withdrawn" and rating(world) is None
    assert clock.now()

"""Who is asked for a review: once an order, ten days after its last parcel, and only who may be written to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail

from comptoir.consent import facade as consent
from comptoir.consent.contracts import EMAIL
from comptoir.journal import testing as journal
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders import inviting
from comptoir.orders.tests import shop
from comptoir.project.consumers import CONSUMERS
from comptoir.reviews import facade as reviews
from comptoir.reviews.tests.people import GOOD

STATE = "SELECT state, reason FROM reviews_invitation"


@pytest.fixture
def delivered(world) -> SimpleNamespace:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    orders.mark_delivered(order.id, actor="staff:1", now=world.now)
    journal.deliver(CONSUMERS)
    email = orders.get(order.id).contact.email
    return SimpleNamespace(id=order.id, email=email, due=world.now + timedelta(days=10))


def allow(world: SimpleNamespace, email: str) -> None:
    person = replace(world.context, customer_id=None)
    assert consent.note_customer(email, person, wording="Vous pouvez vous y opposer.", means="order")


def test_who_may_be_written_to_is_asked_once_with_a_link_that_opens_the_form(world, delivered) -> None:
    allow(world, delivered.email)
    assert inviting.invite_due(delivered.due - timedelta(days=1)) == 0
    assert inviting.invite_due(delivered.due) == 1
    assert inviting.invite_due(delivered.due + timedelta(days=3)) == 0  # never twice
    assert sql.rows(STATE) == [("sent", "")]
    mail.outbox.clear()
    inviting.send(delivered.id, now=delivered.due)
    (letter,) = mail.outbox
    assert letter.to == [delivered.email] and letter.extra_headers["List-Unsubscribe-Post"]
    right = reviews.of_order(delivered.id)[0]
    html = str(letter.alternatives[0][0])
    assert f"/avis/{right.id}/?rating=5" in html and "Bol" in letter.body
    consent.withdraw_messages(EMAIL, delivered.email, world.context, means="link")
    inviting.send(delivered.id, now=delivered.due)  # the job comes late: who said no meanwhile gets nothing
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("reason", ["never_asked", "withdrawn", "reviewed", "late"])
def test_who_is_not_asked_is_written_down_with_the_reason(world, delivered, reason) -> None:
    when = delivered.due
    if reason != "never_asked":
        allow(world, delivered.email)
    if reason == "withdrawn":
        consent.withdraw_messages(EMAIL, delivered.email, world.context, means="link")
    if reason == "reviewed":
        right = reviews.of_order(delivered.id)[0]
        reviews.submit(right.id, GOOD, origin=world.context.origin(), now=world.now)
    if reason == "late":
        when += timedelta(days=90)
    assert inviting.invite_due(when) == 1
    assert sql.rows(STATE) == [("left", reason)]
    assert sql.rows("SELECT payload->>'reason' FROM journal_event WHERE name = 'Review Invitation Left'") == [(reason,)]
    mail.outbox.clear()
    inviting.send(delivered.id, now=when)
    assert mail.outbox == []

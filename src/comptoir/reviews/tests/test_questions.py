"""Questions on a product, and who answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import mail

from comptoir.kit.brakes import TooFast
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.reviews import facade as reviews
from comptoir.reviews import handlers
from comptoir.reviews.contracts import QuestionDraft
from comptoir.reviews.errors import AlreadyAnswered, ReviewMoveRefused
from comptoir.reviews.tests import people

ASKED = QuestionDraft(text="Passe-t-il au four ?", author="Léa", email="lea@example.com", locale="fr")


def test_a_question_is_read_answered_by_the_house_and_a_buyer_and_told(world) -> None:
    origin, now, bowl = world.context.origin(), world.now, world.products["bowl"]

    def ask(draft=ASKED, asker="a", product=bowl):
        return reviews.ask(
            product, draft, asker=asker, storefront=world.storefront.code, origin=origin, now=now
        )

    asked = ask()
    assert reviews.of_product(bowl).question_count == 0
    mail.outbox.clear()
    first = reviews.answer_question(asked, "Oui, à 200 degrés.", origin=origin, now=now)
    handlers.tell_answer(str(first))
    handlers.tell_answer(str(first))
    assert [told.to for told in mail.outbox] == [["lea@example.com"]] and "200 degrés" in mail.outbox[0].body
    right, other = people.bought(world), people.bought(world, "book")
    second = reviews.answer_question(asked, "Le mien aussi.", purchase_id=right, author="Zoé", origin=origin, now=now)
    with pytest.raises(AlreadyAnswered):
        reviews.answer_question(asked, "Encore.", purchase_id=right, author="Zoé", origin=origin, now=now)
    for wrong, refusal in ((other, NotFound), (uuid7(), NotFound)):
        with pytest.raises(refusal):
            reviews.answer_question(asked, "Non.", purchase_id=wrong, author="Zoé", origin=origin, now=now)
    (shown,) = reviews.questions(bowl).items
    assert [answer.by for answer in shown.answers] == ["brand"]
    reviews.publish_answer(second, origin=origin, now=now)
    found = reviews.of_product(bowl)
    assert [answer.by for answer in found.questions[0].answers] == ["brand", "buyer"] and found.question_count == 1
    assert found.questions == tuple(reviews.questions(bowl).items)
    reviews.refuse_answer(second, reason="advertising", origin=origin, now=now)
    assert len(reviews.questions(bowl).items[0].answers) == 1
    with pytest.raises(ReviewMoveRefused):
        reviews.publish_question(asked, origin=origin, now=now)
    with pytest.raises(NotFound):
        ask(product=uuid7())
    with pytest.raises(Invalid):
        ask(replace(ASKED, email="nobody"))
    before = people.everything()
    with pytest.raises(TooFast):
        for _ in range(5):
            ask(asker="b")
        ask(asker="b")
    assert people.everything()["reviews_question"] == before["reviews_question"] + 5
    refused = ask(asker="c")
    reviews.refuse_question(refused, reason="unreadable", origin=origin, now=now)
    handlers.tell_question_refused(str(refused))
    assert "n’est pas publiée" in mail.outbox[-1].subject or "not published" in mail.outbox[-1].subject

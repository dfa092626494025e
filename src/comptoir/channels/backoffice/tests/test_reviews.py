"""Staff read reviews and questions: published in two clicks, refused for a reason, answered."""

from __future__ import annotations

from django.urls import reverse

from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import QuestionDraft
from comptoir.reviews.tests import people


def test_a_review_is_read_and_decided_and_the_next_one_comes(log_in, world) -> None:
    first, second = people.written(world, files=[people.photograph()]), people.written(world)
    staff, reader = log_in("associate"), log_in("reader")
    here = reverse("reviews:review", args=[first.id])
    shown = staff.get(here).content.decode()
    assert "Il tient bien en main." in shown and "Camille R." in shown
    assert "Camille R." not in reader.get(here).content.decode()
    assert staff.get(reverse("reviews:photo", args=[first.photos[0].id]))["Content-Type"] == "image/jpeg"
    assert "4 out of 5" in shown
    decide = reverse("reviews:decide", args=[first.id])
    assert reader.post(decide, {"do": "publish"}).status_code in (302, 403) and reviews.get(first.id).state == "waiting"
    after = staff.post(decide, {"do": "publish"})
    assert after["Location"] == reverse("reviews:review", args=[second.id])
    assert reviews.get(first.id).state == "published"
    other = reverse("reviews:decide", args=[second.id])
    assert "Please fill this in" in staff.post(other, {"do": "refuse"}, follow=True).content.decode()
    staff.post(other, {"do": "refuse", "reason": "insult"})
    assert reviews.get(second.id).refusal == "insult"
    staff.post(decide, {"do": "answer", "text": "Merci."})
    assert reviews.get(first.id).answer == "Merci."
    origin = world.context.origin()
    reviews.report(first.id, reason="fake", text="Copié", asker="a", origin=origin, now=world.now)
    listed = reverse("reviews:index")
    assert "Il tient bien" in staff.get(listed + "?reported=true&q=main").content.decode()
    assert "Copié" in staff.get(here).content.decode()
    staff.post(decide, {"do": "settle"})
    assert reviews.reports(first.id) == ()
    third = people.written(world)
    assert str(third.id) in staff.get(listed + "?state=waiting").content.decode()
    staff.post(reverse("reviews:publish"), {"pk": [str(third.id), "nonsense"]})
    assert reviews.get(third.id).state == "published"
    assert "Choose at least one" in staff.post(reverse("reviews:publish"), follow=True).content.decode()


def test_a_question_is_answered_and_a_buyers_answer_is_read(log_in, world) -> None:
    draft = QuestionDraft(text="Passe-t-il au four ?", author="Léa", email="lea@example.com", locale="fr")
    asked = reviews.ask(
        world.products["bowl"], draft, asker="a", storefront=world.storefront.code, origin=world.context.origin(),
        now=world.now,
    )  # fmt: skip
    staff = log_in("associate")
    here, decide = (reverse(f"questions:{name}", args=[asked]) for name in ("question", "decide"))
    assert "lea@example.com" in staff.get(here).content.decode()
    assert "lea@example.com" not in log_in("reader").get(here).content.decode()
    staff.post(decide, {"do": "answer", "text": "Oui."})
    right = people.bought(world)
    answer = reviews.answer_question(
        asked, "Aussi.", purchase_id=right, author="Zoé", origin=world.context.origin(), now=world.now
    )
    assert "Passe-t-il" in staff.get(reverse("questions:index") + "?open=true").content.decode()
    staff.post(decide, {"do": "publish_answer", "answer": str(answer)})
    assert [each.text for each in reviews.questions(world.products["bowl"]).items[0].answers] == ["Oui.", "Aussi."]
    staff.post(decide, {"do": "refuse_answer", "answer": str(answer), "reason": "advertising"})
    staff.post(decide, {"do": "refuse", "reason": "off_topic"})
    assert reviews.questions(world.products["bowl"]).total == 0
    assert staff.post(decide, {"do": "nonsense"}).status_code == 302

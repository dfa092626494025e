"""Reviews by program."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from comptoir.kit.brakes import Brake
from comptoir.orders.tests import shop
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import QuestionDraft
from comptoir.reviews.tests import people


def test_reviews_are_read_by_all_written_by_the_order_and_decided_by_a_key(world, guest, caller_with) -> None:
    staff, weak = caller_with("reviews:read", "reviews:write"), caller_with("catalog:read")
    order, other = shop.paid(world, "BOWL-OCHRE"), people.written(world)
    reviews.publish([other.id], origin=world.context.origin(), now=world.now)
    body = {"purchase_id": str(other.purchase_id), "rating": 5, "text": "Beau.", "author": "Léa"}
    here = f"/v1/orders/{order.id}/reviews"
    assert guest.get(f"{here}?token={order.link}").body == []
    assert guest.post(f"{here}?token={order.link}", body).status == 404
    assert guest.delete(f"{here}/{other.id}?token={order.link}").status == 404
    assert guest.put(f"{here}/{other.id}?token={order.link}", body | {"rating": 1}).status in (404, 422)
    assert reviews.get(other.id).state == "published"
    right = people.bought(world, customer=other.customer_id, order=order.id)  # the e-mail of the other's author
    (seen,) = guest.get(f"{here}?token={order.link}").body
    assert (seen["id"], seen["review_id"]) == (str(right), None)
    words = {"rating": 1, "text": "Laid.", "author": "Léa"}
    assert guest.put(f"{here}/{other.id}?token={order.link}", words).status == 404
    public = guest.get("/v1/products/bol-matin/reviews?sort=best&rating=4").body
    assert (public["total"], public["rating"]) == (1, {"count": 1, "mean": 4.0})
    assert public["items"][0]["verified"] and public["items"][0]["reports"] == 0
    assert guest.get("/v1/products/bol-matin/reviews?rating=6").status == 422
    assert guest.get("/v1/products/bol-matin").body["rating"] == {"count": 1, "mean": 4.0}
    assert (guest.get("/v1/reviews").status, weak.get("/v1/reviews").status) == (401, 403)
    assert [each["id"] for each in staff.get("/v1/reviews?state=published").body["items"]] == [str(other.id)]
    wrong = staff.post(f"/v1/reviews/{other.id}/refuse", {"reason": "too bad"})
    assert wrong.status == 422 and wrong.body["errors"][0]["field"] == "reason"
    assert staff.post(f"/v1/reviews/{other.id}/refuse", {"reason": "insult"}).body["refusal"] == "insult"
    assert guest.get("/v1/products/bol-matin/reviews").body["total"] == 0
    asked = reviews.ask(
        world.products["bowl"], QuestionDraft(text="Au four ?", author="Léa", email="lea@example.com", locale="fr"),
        asker="a", storefront=world.storefront.code, origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    reviews.answer_question(asked, "Oui.", origin=world.context.origin(), now=world.now)
    (question,) = guest.get("/v1/products/bol-matin/questions").body
    assert question["answers"][0]["text"] == "Oui." and "lea@example.com" not in str(question)


def test_photographs_have_the_checks_of_the_page_and_votes_count_once(guest, caller_with, world, monkeypatch) -> None:
    staff = caller_with("reviews:write", "baskets:write")
    order = shop.paid(world, "BOWL-OCHRE")
    right = people.bought(world, order=order.id)
    here, token = f"/v1/orders/{order.id}/reviews", f"?token={order.link}"
    words = {"purchase_id": str(right), "rating": 5, "text": "Beau.", "author": "Léa"}
    made = guest.post(f"{here}{token}", words).body
    photos = f"{here}/{made['id']}/photos"
    assert guest.post(photos, ("photos", [people.photograph()])).status == 401
    (shown,) = guest.post(f"{photos}{token}", ("photos", [people.photograph(exif=b"Exif\x00\x00place")])).body["photos"]
    picture = guest.client.get(shown)
    assert picture.status_code == 404  # nobody has read the review yet
    assert staff.post(f"/v1/reviews/{made['id']}/publish").status == 200
    content = guest.client.get(shown).content
    assert content[:2] == b"\xff\xd8" and b"place" not in content
    for files in ([b"GIF89a"], [people.photograph()] * 4, []):
        refused = guest.post(f"{photos}{token}", ("photos", files))
        assert refused.status in (413, 422), refused.text
    assert guest.client.get(shown).status_code == 200  # refused: nothing changed
    one, another = {"voter": str(uuid4())}, {"voter": str(uuid4())}
    helpful = f"/v1/reviews/{made['id']}/helpful"
    assert guest.put(helpful, one).status == 401
    assert [staff.put(helpful, each).body["helpful"] for each in (one, one, another)] == [1, 1, 2]
    assert staff.delete(f"{helpful}?voter={one['voter']}").body == {"helpful": 1}
    assert guest.get("/v1/products/bol-matin/reviews?sort=helpful").body["items"][0]["helpful"] == 1
    monkeypatch.setattr("comptoir.reviews.commands.vote.CALLER", Brake("few", 1, timedelta(hours=1)))
    assert [staff.put(helpful, {"voter": str(uuid4())}).status for _ in range(2)] == [200, 429]


def test_questions_are_asked_answered_and_read_by_the_api(guest, caller_with, world) -> None:
    staff, weak = caller_with("reviews:read", "reviews:write", "baskets:write"), caller_with("catalog:read")
    product = "/v1/products/bol-matin/questions"
    asked = {"text": "Au four ?", "author": "Ana", "email": "ana@example.com"}
    assert guest.post(product, asked).status == 401
    assert staff.post(product, asked | {"email": "nobody"}).status == 422
    first = staff.post(product, asked).body["id"]
    assert guest.get(product).body == []
    (seen,) = staff.get("/v1/questions?state=waiting").body
    assert (seen["id"], seen["state"]) == (first, "waiting") and "ana@example.com" not in str(seen)
    assert (guest.get("/v1/questions").status, weak.get("/v1/questions").status) == (401, 403)
    order = shop.paid(world, "BOWL-OCHRE")
    people.bought(world, order=order.id)
    buyers = f"/v1/orders/{order.id}/questions/{first}/answers?token={order.link}"
    said = {"text": "Oui", "author": "Zoé"}
    assert guest.post(buyers, said).status == 409  # not shown yet
    assert staff.post(f"/v1/questions/{first}/publish").body["state"] == "published"
    mine = guest.post(buyers, said).body["id"]
    assert guest.get(product).body[0]["answers"] == []
    assert guest.post(f"/v1/answers/{mine}/publish").status == 401
    assert staff.post(f"/v1/answers/{mine}/publish").status == 200
    assert staff.post(f"/v1/questions/{first}/answers", {"text": "À 200 °C."}).status == 200
    assert {each["by"] for each in guest.get(product).body[0]["answers"]} == {"buyer", "brand"}
    wrong = staff.post(f"/v1/questions/{first}/refuse", {"reason": "dull"})
    assert wrong.status == 422
    other = shop.paid(world, "BOOK")  # who bought a book knows nothing of bowls
    people.bought(world, product="book", order=other.id)
    stranger = f"/v1/orders/{other.id}/questions/{first}/answers?token={other.link}"
    assert guest.post(stranger, said).status == 404

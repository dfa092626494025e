"""Reviews by program."""

from __future__ import annotations

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

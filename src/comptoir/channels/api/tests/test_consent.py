"""What a program says of the person behind it."""

from __future__ import annotations

import pytest

from comptoir.channels.api.tests.caller import BUYER
from comptoir.consent import facade as consent
from comptoir.consent.contracts import VISITOR, Subject
from comptoir.kit import sql


@pytest.fixture
def staff(caller_with):
    return caller_with("baskets:write", "customers:read", "customers:write")


def test_a_device_is_heard_with_the_consent_to_be_measured_only(staff, world):
    chosen = {"purposes": ["measurement"], "text_version": "app 7", "visitor": "device-1"}
    assert staff.post("/v1/choices", chosen).status == 201
    assert consent.allowed([Subject(VISITOR, "device-1")], "measurement")
    assert staff.post("/v1/choices", chosen | {"visitor": "a b"}).status == 422
    assert staff.post("/v1/choices", chosen | {"purposes": ["everything"]}).status == 422
    line = {"variant_id": str(world.variants["BOOK"]), "quantity": 1}
    said = (("", "device-1"), ("marketing", "device-1"), ("measurement", "de vice"), ("measurement", "device-1"))
    for allowed, named in said:
        basket = staff.post("/v1/baskets").body["id"]
        headers = {"Comptoir_Consent": allowed, "Comptoir_Visitor": named}
        assert staff.send("POST", f"/v1/baskets/{basket}/lines", line, **headers).status == 200
    told = sql.rows("SELECT visitor FROM journal_event WHERE name = 'Product Added' ORDER BY position")
    assert told == [(None,), ("device-1",)]


def test_letters_about_like_articles_are_told_with_an_order_where_the_law_allows_it(staff, guest, world):
    def order(**said):
        address = f"/v1/baskets/{guest.post('/v1/baskets').body['id']}"
        guest.post(f"{address}/lines", {"variant_id": str(world.variants["BOOK"]), "quantity": 1})
        guest.put(f"{address}/buyer", BUYER)
        shown = guest.put(f"{address}/delivery", {"delivery": "home"}).body
        agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"]}
        body = {**agreed, "tenders": [{"kind": "test_card", "token": "tok_success"}], **said}
        return shown["similar_allowed"], lambda: guest.post(f"{address}/order", body, once="the-same-order-twice")

    def why():
        return staff.get(f"/v1/message-permission?to={BUYER['email']}&channel=email&similar=true").body["why"]

    told = {"wording": "We may write about like articles.", "refused": False}
    allowed, place = order(similar=told)
    assert allowed and place().status == 201 and why() == "similar_products"
    (said,) = consent.said(consent.to("email", BUYER["email"]))
    assert (said.wording, said.means) == (told["wording"], "api")
    assert place().status == 201 and len(consent.said(consent.to("email", BUYER["email"]))) == 1
    assert consent.allowed_in("DE") and not consent.allowed_in("PL") and not consent.allowed_in("US")


def test_who_writes_asks_first_and_a_stop_is_heard(staff, guest):
    asked = "/v1/message-permission?to=0612345678&channel=sms"
    assert staff.get(asked).body == {"allowed": False, "why": "never_asked"}
    assert staff.post("/v1/message-replies", {"phone": "0612345678", "text": "Merci"}).body == {"stopped": False}
    assert staff.post("/v1/message-replies", {"phone": "0612345678", "text": "Stop"}).body == {"stopped": True}
    assert staff.get(asked).body == {"allowed": False, "why": "withdrawn"}
    assert staff.get("/v1/message-permission?to=x&channel=email").status == 422
    assert guest.get(asked).status == 401
    letter = {"email": "zoe@example.com", "wording": "The letter, please."}
    assert staff.post("/v1/newsletter", letter).status == 202
    assert staff.post("/v1/newsletter", letter | {"email": "x@"}).status == 422
    assert staff.get("/v1/message-permission?to=zoe@example.com&channel=email").body["why"] == "not_confirmed"

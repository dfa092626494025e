"""Gift cards, several means and refunds, as programs and guests meet them."""

from __future__ import annotations

from uuid import UUID

from comptoir.channels.api.tests.test_sale import basket_with, prepared
from comptoir.invoicing import facade as invoicing
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders import jobs


def work():
    while jobs.work_payments(clock.now()):
        pass


def euros(minor):
    return {"minor": minor, "currency": "EUR"}


def issued(caller_with, **given):
    body = {"kind": "gift_card", "amount": euros(1000), "reason": "sold_in_shop", **given}
    return caller_with("payments:write").post("/v1/stored-values", body)


def ordered(guest, world, *tenders):
    address = basket_with(guest, world)
    shown = prepared(guest, address)
    agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"]}
    return guest.post(f"{address}/order", {**agreed, "tenders": list(tenders)})


CARD = {"kind": "test_card", "token": "tok_success"}


def test_a_gift_card_and_a_card_pay_and_the_rest_of_the_story_can_be_read(guest, caller_with, world):
    card = issued(caller_with).body
    placed = ordered(guest, world, {"kind": "gift_card", "token": card["code"], "amount": euros(1000)}, CARD).body
    work()
    order = guest.get(f"/v1/orders/{placed['id']}?token={placed['token']}").body
    assert (order["state"], order["due"]["minor"]) == ("confirmed", 0)
    assert [p["tender"] for p in order["payments"]] == ["gift_card", "test_card"]
    staff = caller_with("payments:write")
    refunds = f"/v1/orders/{placed['id']}/refunds"
    body = {"reason": "returned", "as_credit": True}
    first, again = (staff.post(refunds, body, once="refund-0001") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert [p["id"] for p in first.body["payments"]] == [p["id"] for p in again.body["payments"]]
    work()
    (credit, *_rest) = guest.get(f"/v1/orders/{placed['id']}/credits?token={placed['token']}").body
    worth = guest.post("/v1/stored-values/balance", {"code": credit["code"]}).body
    assert worth["kind"] == "store_credit" and worth["available"] == credit["available"]
    assert set(orders.check_money().values()) == {0}


def test_a_refund_names_its_pieces_and_delivery(guest, caller_with, world):
    placed = ordered(guest, world, CARD).body
    work()
    staff, order = caller_with("payments:write", "orders:write", "orders:read"), f"/v1/orders/{placed['id']}"
    line = next(each for each in staff.get(order).body["lines"] if each["kind"] == "goods")
    named = {"position": line["position"], "quantity": 1, "put_back": 1}
    body = {"reason": "returned", "lines": [named], "delivery": True}
    early = staff.post(f"{order}/refunds", body).body
    assert early["code"] == "invalid" and line["refundable"] == 0, "it has not left: it is cancelled instead"
    assert staff.post(f"{order}/ship", {"tracking_number": "6A 1"}).status == 200
    for wrong in (
        {"lines": [named, named]}, {"lines": [named | {"reduction": {"minor": 1, "currency": "USD"}}]},
        {"place": "nowhere"}, {"amount": euros(1)},
    ):  # fmt: skip
        assert staff.post(f"{order}/refunds", body | wrong).body["code"] == "invalid", wrong
    invoicing.issue_due(UUID(placed["id"]), now=clock.now())
    told = staff.post(f"{order}/refunds", body).body
    after = next(each for each in told["lines"] if each["position"] == line["position"])
    assert (after["refunded"], after["refundable"]) == (1, line["quantity"] - 1)
    delivery = sum(each["total"]["minor"] for each in told["lines"] if each["kind"] == "delivery")
    assert told["credited"]["minor"] == line["unit"]["minor"] + delivery
    (mine,) = guest.get(f"{order}/refunds?token={placed['token']}").body
    assert (mine["reason"], mine["amount"], mine["credit_note"]) == ("returned", told["credited"], None)
    assert [(part["kind"], part["pieces"]) for part in mine["parts"]] == [("goods", 1), ("delivery", 1)]
    assert [(each["tender"], each["state"]) for each in mine["means"]] == [("test_card", "on_its_way")]
    work()
    invoicing.issue_due(UUID(placed["id"]), now=clock.now())
    (seen,) = staff.get(f"{order}/refunds").body
    assert seen["means"][0]["state"] == "given_back" and seen["credit_note"].startswith("A")
    assert set(orders.check_money().values()) == {0}


def test_what_may_not_be_given_back_or_issued_is_refused(guest, caller_with, world):
    placed = ordered(guest, world, CARD).body
    refunds = f"/v1/orders/{placed['id']}/refunds"
    assert guest.post(refunds, {"reason": "returned"}).status == 401
    assert caller_with("orders:write").post(refunds, {"reason": "returned"}).body["code"] == "scope_missing"
    staff = caller_with("payments:write")
    assert staff.post(refunds, {"reason": "returned"}).body["code"] == "nothing_to_refund"
    assert staff.post(refunds, {"reason": "because"}).body["code"] == "invalid"
    assert staff.post(refunds, {"reason": "returned", "amount": euros(0)}).body["code"] == "invalid"
    assert guest.get(f"/v1/orders/{placed['id']}/credits").status == 401
    assert issued(caller_with, amount=euros(10**9)).body["code"] == "invalid"
    assert issued(caller_with, kind="store_credit").body["code"] == "invalid"
    nobody = "/v1/stored-values/00000000-0000-7000-8000-000000000000"
    assert staff.get(nobody).status == staff.post(f"{nobody}/block").status == 404


def test_a_card_is_issued_once_per_key_topped_up_and_blocked(guest, caller_with, world):
    staff = caller_with("payments:write")
    body = {"kind": "gift_card", "amount": euros(1000), "reason": "goodwill"}
    first, again = (staff.post("/v1/stored-values", body, once="issue-0001") for _ in range(2))
    assert first.body == again.body and UUID(first.body["id"])
    address = f"/v1/stored-values/{first.body['id']}"
    assert staff.post(f"{address}/top-ups", {"amount": euros(500), "reason": "goodwill"}).body["balance"] == euros(1500)
    assert staff.post(f"{address}/block").body["state"] == "blocked"
    tender = {"kind": "gift_card", "token": first.body["code"]}
    assert ordered(guest, world, tender, CARD).body["code"] == "stored_value_unusable"
    assert staff.post(f"{address}/unblock").body["state"] == "active"
    assert staff.get(address).body["available"] == euros(1500)


def test_codes_cannot_be_guessed_at_leisure(guest, caller_with, world, settings):
    code = issued(caller_with).body["code"]
    for number in range(10):
        unknown = guest.post("/v1/stored-values/balance", {"code": f"0000-0000-0000-000{number}"})
        assert (unknown.status, unknown.body["code"]) == (422, "stored_value_unknown")
    assert guest.post("/v1/stored-values/balance", {"code": code}).status == 429
    settings.TRUSTS_PROXY = True  # then each visitor is counted alone, not the proxy
    assert guest.post("/v1/stored-values/balance", {"code": code}, X_Forwarded_For="203.0.113.7").status == 200

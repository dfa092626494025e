"""From a basket to a delivered order, by the API alone."""

from uuid import UUID, uuid4

from comptoir.channels.api.tests.caller import BUYER, Caller
from comptoir.checkout.models import Basket
from comptoir.orders import facade as orders
from comptoir.orders.models import Order
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult


def basket_with(guest, world, quantity=1):
    address = guest.post("/v1/baskets").headers["Location"].removeprefix("/api")
    guest.post(f"{address}/lines", {"variant_id": str(world.variants["BOWL-OCHRE"]), "quantity": quantity})
    return address


def prepared(guest, address):
    cheapest = guest.put(f"{address}/buyer", BUYER).body["chosen"]
    return guest.put(f"{address}/delivery", {"delivery": cheapest}).body


def test_a_basket_changes_line_by_line(guest, world):
    address = basket_with(guest, world, 2)
    line = f"{address}/lines/{world.variants['BOWL-OCHRE']}"
    assert guest.get(address).body["lines"][0]["quantity"] == 2
    assert guest.put(line, {"quantity": 5}).body["sums"]["goods"]["minor"] == 12000
    emptied = guest.delete(line)
    assert (emptied.status, emptied.body["lines"]) == (200, [])
    assert "empty" in emptied.body["blockers"]


def test_a_line_that_asks_for_more_than_there_is_stays_and_says_how_many_are_left(guest, world):
    address = basket_with(guest, world, 1)
    added = guest.post(f"{address}/lines", {"variant_id": str(world.variants["BOWL-OCHRE"]), "quantity": 900}).body
    (line,), (notice,) = added["lines"], added["notices"]
    assert (line["quantity"], notice["code"], notice["available"]) == (901, "quantity_reduced", line["available"])
    assert 0 < line["available"] < 901 and "stock" in added["blockers"]


def test_a_guest_buys_and_reads_the_order_with_its_token_only(guest, buy, world):
    placed = buy()
    assert placed.status == 201
    assert placed.body["total"]["minor"] > 2400
    address = placed.headers["Location"].removeprefix("/api")
    order = guest.get(address).body
    assert (order["number"], order["lines"][0]["sku"]) == (placed.body["number"], "BOWL-OCHRE")
    assert order["contact"]["email"] == BUYER["email"]
    assert order["promise"]["state"] == "made"
    bare = f"/v1/orders/{placed.body['id']}"
    assert guest.get(bare).status == 401
    assert guest.get(f"{bare}?token=forged").body["code"] == "link_invalid"
    standing = guest.get(f"{bare}/state?token={placed.body['token']}").body
    assert {name: order[name] for name in ("id", "state", "state_name", "version", "paid", "payments")} == standing
    assert guest.get(f"{bare}/state").status == 401
    assert guest.get(f"{bare}/state?token=forged").body["code"] == "link_invalid"
    other = buy().body
    assert guest.get(f"{bare}?token={other['token']}").status == 404


def test_a_basket_may_start_with_all_that_is_known_and_is_ordered_by_the_next_call(guest, world):
    lines = [{"variant_id": str(world.variants["BOWL-OCHRE"]), "quantity": 2}]
    for wrong in (
        {"lines": [*lines, {"variant_id": str(uuid4())}]}, {"lines": lines * 500}, {"lines": lines, "delivery": "sled"},
        {"lines": lines, "buyer": BUYER | {"email": "nobody"}},
    ):  # fmt: skip
        assert guest.post("/v1/baskets", wrong).status in (404, 422)
        assert not Basket.objects.exists()
    by_steps = prepared(guest, basket_with(guest, world, 2))
    known = {"lines": lines, "buyer": BUYER, "delivery": by_steps["chosen"]}
    shown = guest.post("/v1/baskets", known).body
    assert {**shown, "id": "", "version": 0} == {**by_steps, "id": "", "version": 0}
    placed = guest.post(
        f"/v1/baskets/{shown['id']}/order",
        {
            "shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"],
            "tenders": [{"kind": "test_card", "token": "tok_success"}],
        },
    )  # fmt: skip
    assert placed.status == 201


def test_what_was_shown_is_what_is_ordered(guest, world):
    address = basket_with(guest, world)
    shown = prepared(guest, address)
    tender = {"kind": "test_card", "token": "tok_success"}
    good = {
        "shown_total": shown["sums"]["total"],
        "shown_promise": shown["shown_promise"],
        "tenders": [tender],
    }
    cheaper = {**good, "shown_total": {"minor": 1, "currency": "EUR"}}
    assert guest.post(f"{address}/order", cheaper).body["code"] == "price_changed"
    assert guest.post(f"{address}/order", {**good, "shown_promise": "x"}).body["code"] == "promise_changed"
    assert not Order.objects.exists()
    assert guest.post(f"{address}/order", good).status == 201


def test_the_same_key_and_body_does_it_once_and_answers_the_same(guest, caller_with, world):
    once = str(uuid4())
    program = caller_with("baskets:write")
    first, second = (program.post("/v1/baskets", once=once) for _ in range(2))
    assert first.body == second.body
    assert Basket.objects.count() == 1
    address = f"/v1/baskets/{first.body['id']}"
    line = {"variant_id": str(world.variants["THROW"]), "quantity": 1}
    added = [guest.post(f"{address}/lines", line, once="a-key-of-mine") for _ in range(3)]
    assert [answer.body["lines"][0]["quantity"] for answer in added] == [1, 1, 1]
    other = guest.post(f"{address}/lines", {**line, "quantity": 2}, once="a-key-of-mine")
    assert (other.status, other.body["code"]) == (409, "idempotency_conflict")
    assert guest.get(address).body["lines"][0]["quantity"] == 1


def test_two_guests_with_the_same_key_do_not_share_a_basket(guest, world):
    first, second = (guest.post("/v1/baskets", once="my-first-basket") for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] != second.body["id"]


def test_placing_again_with_the_same_key_is_one_order(guest, world):
    address = basket_with(guest, world)
    shown = prepared(guest, address)
    agreed = {
        "shown_total": shown["sums"]["total"],
        "shown_promise": shown["shown_promise"],
        "tenders": [{"kind": "test_card", "token": "tok_success"}],
    }
    first, second = (guest.post(f"{address}/order", agreed, once="order-once") for _ in range(2))
    assert first.body == second.body
    assert Order.objects.count() == 1


def test_a_change_without_a_good_key_is_refused_and_nothing_is_written(guest):
    for headers in ({}, {"Idempotency-Key": "short"}, {"Idempotency-Key": "é" * 10}):
        response = guest.client.post("/api/v1/baskets", content_type="application/json", headers=headers)
        assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_invalid")
    assert not Basket.objects.exists()


def test_keys_do_what_their_scopes_say_and_nothing_else(guest, buy, caller_with):
    placed = buy().body
    address = f"/v1/orders/{placed['id']}"
    reader, writer = caller_with("orders:read"), caller_with("orders:write")
    assert guest.get("/v1/orders").status == 401
    assert reader.get("/v1/orders").body["total"] == 1
    assert reader.get(address).body["number"] == placed["number"]
    refused = reader.post(f"{address}/cancel", {"reason": "other"})
    assert (refused.status, refused.body["code"]) == (403, "scope_missing")
    assert refused.body["data"] == {"scope": "orders:write"}
    assert writer.get("/v1/orders").status == 403
    assert reader.get("/v1/products").status == 403
    unknown = Caller("ck_0123456789_" + "x" * 43).get("/v1/products")
    assert (unknown.status, unknown.body["code"]) == (401, "key_unknown")
    assert unknown.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_staff_finds_an_order_and_its_buyer_cancels_it_once(guest, buy, caller_with):
    placed = buy().body
    staff = caller_with("orders:read", "orders:write")
    assert staff.get(f"/v1/orders?search={placed['number']}&state=pending").body["total"] == 1
    assert staff.get("/v1/orders?state=delivered").body["items"] == []
    cancel = f"/v1/orders/{placed['id']}/cancel?token={placed['token']}"
    free = guest.post(cancel, {"reason": "Zoé Martin asked for it"})
    assert (free.status, free.body["errors"][0]["code"]) == (422, "not_a_choice")
    done = [guest.post(cancel, {"reason": "mistake"}, once="cancel-it") for _ in range(2)]
    assert [answer.body["state"] for answer in done] == ["cancelled", "cancelled"]
    assert guest.post(cancel, {}).body["code"] == "order_move_refused"


def test_a_key_lists_the_orders_of_its_storefront_only(buy, caller_with):
    placed = buy().body
    reader = caller_with("orders:read")
    assert reader.get("/v1/orders?until=9999-12-31").body["items"][0]["id"] == placed["id"]
    Order.objects.filter(id=placed["id"]).update(storefront="another")
    assert reader.get("/v1/orders").body["items"] == []
    assert reader.get(f"/v1/orders/{placed['id']}").status == 404


def test_an_order_that_is_not_paid_is_not_sent(buy, caller_with):
    placed = buy().body
    staff = caller_with("orders:write")
    refused = staff.post(f"/v1/orders/{placed['id']}/ship", {"tracking_number": "6A123"})
    assert refused.status == 409
    assert staff.post(f"/v1/orders/{placed['id']}/deliver").status == 409


def answer_payment(order_id, outcome, now):
    """What the worker does when the provider has answered."""
    request = payments.requests_of(UUID(order_id))[-1]
    result = PaymentResult(outcome=outcome, amount=request.amount, refusal_code="" if outcome == "paid" else "no")
    orders.settle_payment(request.id, result, actor="system:worker", now=now)


def test_a_paid_order_is_sent_and_delivered_by_the_staff(guest, buy, caller_with, world):
    placed = buy().body
    staff = caller_with("orders:write")
    address = f"/v1/orders/{placed['id']}"
    answer_payment(placed["id"], "paid", world.now)
    parcel = {"tracking_number": "6A12345678901", "carrier": "Colissimo"}
    shipped = [staff.post(f"{address}/ship", parcel, once="one-parcel") for _ in range(2)]
    assert [answer.body["state"] for answer in shipped] == ["shipped", "shipped"]
    assert shipped[0].body["shipments"][0]["tracking_number"] == "6A12345678901"
    delivered = staff.post(f"{address}/deliver").body
    assert (delivered["state"], delivered["due"]["minor"]) == ("delivered", 0)
    assert delivered["promise"]["state"] in ("kept", "broken")


def test_a_refused_payment_keeps_the_order_for_another_means(guest, buy, world):
    placed = buy().body
    answer_payment(placed["id"], "refused", world.now)
    again = f"/v1/orders/{placed['id']}/payments?token={placed['token']}"
    other = guest.post(again, {"kind": "barter"})
    assert (other.status, other.body["code"]) == (422, "tender_unknown")
    retried = [guest.post(again, {"kind": "test_card", "token": "tok_success"}, once="try-again") for _ in range(2)]
    assert [answer.status for answer in retried] == [201, 201]
    assert [payment["state"] for payment in retried[1].body["payments"]] == ["refused", "requested"]

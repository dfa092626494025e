"""A program of the merchant keeps the stock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comptoir.kit import clock


@pytest.fixture
def staff(caller_with):
    return caller_with("stock:read", "stock:write")


def change(quantity: int, article: str = "BOWL-OCHRE", reason: str = "damaged") -> dict[str, object]:
    return {"reason": reason, "lines": [{"article": article, "place": "entrepot", "quantity": quantity}]}


def test_stock_is_read_in_every_place_and_changed_once_per_key(staff):
    (before,) = staff.get("/v1/stock?articles=BOWL-OCHRE").body
    assert (before["on_hand"], before["sellable"]) == (12, 12)
    assert [(at["place"], at["available"]) for at in before["places"]] == [("entrepot", 10), ("paris-11", 2)]
    for _ in range(2):
        answer = staff.post("/v1/stock/adjustments", change(-3), once="twelve-letters")
        assert (answer.status, answer.body[0]["on_hand"]) == (200, 9)
    other = staff.post("/v1/stock/adjustments", change(-4), once="twelve-letters")
    assert (other.status, other.body["code"]) == (409, "idempotency_conflict")
    assert staff.get("/v1/stock?articles=BOWL-OCHRE").body[0]["on_hand"] == 9


def test_what_cannot_be_is_refused_with_a_reason(staff, guest, caller_with):
    for body, code in (
        (change(-99), "negative_stock"), (change(1, "NOTHING"), "invalid"), (change(1, reason="because"), "invalid"),
    ):  # fmt: skip
        assert staff.post("/v1/stock/adjustments", body).body["code"] == code
    assert guest.get("/v1/stock?articles=BOWL-OCHRE").status == 401
    assert caller_with("stock:read").post("/v1/stock/adjustments", change(1)).status == 403
    assert staff.post("/v1/incoming/none/receipts", {"quantity": 1}).status == 404
    assert staff.get("/v1/stock?articles=BOWL-OCHRE").body[0]["on_hand"] == 12


def test_what_is_announced_can_be_sold_and_received_and_goes_to_who_waits(staff, buy, world):
    day = (clock.now() + timedelta(days=10)).date()  # the door has the clock of today, not that of the small world
    line = {"reference": "PO 7", "article": "BOWL-BLUE", "place": "entrepot", "expected": 5, "expected_on": str(day)}
    assert staff.put("/v1/incoming/po-7-1", line).body["state"] == "announced"
    terms = {"kind": "backorder", "place": "entrepot", "most": 4}
    sold = staff.put("/v1/stock/BOWL-BLUE/ahead", terms).body
    assert (sold["available"], sold["sellable"]) == (1, 5)
    assert sold["ahead"]["dates"] == [[str(day + timedelta(days=1)), 5]]
    buy("BOWL-BLUE")
    late = buy("BOWL-BLUE")
    assert late.status == 201
    assert staff.get("/v1/stock?articles=BOWL-BLUE").body[0]["ahead"]["pieces"] == 3
    received = staff.post("/v1/incoming/po-7-1/receipts", {"quantity": 2}).body
    assert (received["received"], received["state"]) == (2, "announced")
    after = staff.get("/v1/stock?articles=BOWL-BLUE").body[0]
    assert (after["on_hand"], after["reserved"], after["available"]) == (3, 2, 1)
    assert staff.post("/v1/incoming/po-7-1/cancel").body["state"] == "cancelled"
    assert staff.get("/v1/incoming").body == []


def test_a_transfer_is_announced_sent_and_received(staff):
    lines = [{"article": "THROW", "quantity": 3}]
    body = {"reference": "T-1", "source": "entrepot", "target": "paris-11", "expected_on": "2026-12-01", "lines": lines}
    transfer = staff.post("/v1/transfers", body).body
    address = f"/v1/transfers/{transfer['id']}"
    assert staff.post(f"{address}/send", {}).body["state"] == "sent"
    received = staff.post(f"{address}/receive", {"lines": [{"article": "THROW", "quantity": 2}]}).body
    assert (received["state"], received["missing"]) == ("received", 1)
    (found,) = staff.get("/v1/stock?articles=THROW").body
    assert {at["place"]: at["on_hand"] for at in found["places"]} == {"entrepot": 2, "paris-11": 2}
    assert staff.post(f"{address}/cancel").body["code"] == "transfer_move_refused"
    assert [each["reference"] for each in staff.get("/v1/transfers").body] == ["T-1"]


def test_two_counters_of_a_program_count_and_somebody_approves(staff):
    count = staff.post("/v1/counts", {"place": "entrepot", "articles": ["THROW", "BOOK"]}).body
    address = f"/v1/counts/{count['id']}"
    for counter, throws in (("a", 4), ("b", 5)):
        figures = {"counter": counter, "article": "THROW", "pieces": throws}
        shown = staff.post(f"{address}/figures", figures).body
        assert all(line["figures"] == [] for line in shown["lines"])
        staff.post(f"{address}/figures", {"counter": counter, "article": "BOOK", "pieces": 8})
        state = staff.post(f"{address}/finish", {"counter": counter}).body["state"]
    assert state == "compared"
    assert staff.post(f"{address}/approve").body["code"] == "count_undecided"
    staff.post(f"{address}/decide", {"article": "THROW", "pieces": 4})
    assert staff.post(f"{address}/approve").body["state"] == "approved"
    assert staff.get("/v1/stock?articles=THROW").body[0]["on_hand"] == 4
    assert [each["state"] for each in staff.get("/v1/counts").body] == ["approved"]
    other = staff.post("/v1/counts", {"place": "entrepot"}).body
    assert staff.post(f"/v1/counts/{other['id']}/cancel").body["state"] == "cancelled"

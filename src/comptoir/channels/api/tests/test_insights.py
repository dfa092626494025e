"""Figures for programs: with their scope, of days that can be."""

from __future__ import annotations

from uuid import UUID

from comptoir.insights import facade as insights
from comptoir.insights.contracts import RefusedOrder
from comptoir.kit import clock, sql


def test_refused_orders_are_those_of_the_storefront(buy, caller_with, monkeypatch, settings):
    order = UUID(buy().body["id"])
    found = RefusedOrder(order_id=order, times=1, last_at=clock.now(), paid_after=False)
    monkeypatch.setattr(insights, "refused_orders", lambda *_moments, **_asked: (found,))
    day = clock.now().date().isoformat()
    asked = f"/v1/insights/funnel/refused-orders?since={day}&until={day}&means=test_card&reason=card_declined"
    reader = caller_with("orders:read")
    assert [each["order_id"] for each in reader.get(asked).body] == [str(order)]
    sql.run("UPDATE orders_order SET storefront = 'other' WHERE id = %s", [order])
    assert reader.get(asked).body == []


def test_orders_are_found_by_the_first_one_of_their_buyer(buy, caller_with):
    first, second = (buy().body["id"] for _ in range(2))
    sql.run("UPDATE orders_order SET state = 'confirmed', customer_id = (SELECT min(customer_id::text)::uuid"
            " FROM orders_order)")  # fmt: skip
    sql.run("UPDATE orders_order SET channel = 'phone', placed_at = '2026-09-20T10:00Z' WHERE id = %s", [first])
    reader = caller_with("orders:read")

    def found(asked: str) -> list[str]:
        return [each["id"] for each in reader.get(f"/v1/orders?stands=true&{asked}").body["items"]]

    assert found("first_channel=phone") == [second, first] and found("first_channel=api") == []
    assert found("first_channel=phone&buyer=new") == [first] and found("buyer=again") == [second]
    assert found("first_since=2026-09-20&first_until=2026-09-20&buyer=again") == [second]
    assert found("first_since=2026-09-21") == [] == found("first_until=2026-09-19")
    sql.run("UPDATE orders_order SET state = 'cancelled' WHERE id = %s", [first])
    assert found("first_channel=phone") == []


def test_figures_are_told_to_a_key_with_the_scope(guest, caller_with, settings, tmp_path):
    settings.LAKE_ROOT = tmp_path
    assert guest.get("/v1/insights/value").status in (401, 403)
    reader = caller_with("insights:read")
    day = clock.now().date().isoformat()
    period = f"since={day}&until={day}"
    funnel = reader.get(f"/v1/insights/funnel?{period}&by=device")
    assert funnel.status == 200 and [step["people"] for step in funnel.body["steps"]] == [0] * 8
    assert reader.get(f"/v1/insights/funnel?{period}&by=age").body["code"] == "invalid"
    assert reader.get(f"/v1/insights/sales?{period}").body["whole"]["orders"] == 0
    assert reader.get(f"/v1/insights/sales?since={day}&until=2001-01-01").body["code"] == "invalid"
    assert reader.get(f"/v1/insights/retention?until={day}").body == {
        "cohorts": [], "first_channels": [], "first_campaigns": []
    }  # fmt: skip
    assert reader.get("/v1/insights/value").body["made_on"] is None
    left = caller_with("segments:read").get(f"/v1/insights/funnel/left?{period}&step=order&purpose=marketing")
    assert left.body == {"people": [], "hidden": 0}
    assert reader.get(f"/v1/insights/funnel/left?{period}&step=order&purpose=marketing").status == 403
    for asked in (f"funnel/reached?{period}&step=visit", f"retention/brought?{period}&campaign=x&new=true"):
        address = f"/v1/insights/{asked}&purpose=measurement"
        assert caller_with("segments:read").get(address).body == {"people": [], "hidden": 0}
        assert reader.get(address).status == 403
    wrong = f"/v1/insights/funnel/reached?{period}&step=visit&by=age&purpose=measurement"
    assert caller_with("segments:read").get(wrong).body["code"] == "invalid"
    refused = f"/v1/insights/funnel/refused-orders?{period}&means=test_card&reason=card_declined"
    assert caller_with("orders:read").get(f"{refused}&paid_after=true").body == []
    assert caller_with("orders:read").get(refused).body == [] and reader.get(refused).status == 403

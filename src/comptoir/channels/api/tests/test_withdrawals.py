"""Withdrawals and shops by program."""

from __future__ import annotations

from comptoir.aftersales import facade as aftersales
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop

BODY = {"name": "Léa Martin", "email": "lea@example.com"}


def test_a_buyer_declares_by_the_link_and_a_program_of_the_staff_takes_back(world, guest, caller_with) -> None:
    staff = caller_with("orders:read", "orders:write")
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    shop.work(world.now)
    here = f"/v1/orders/{order.id}/withdrawal"
    right = guest.get(f"{here}?token={order.link}").body
    assert right["is_open"] and right["last_day"] is None and len(right["lines"]) == 2
    lines = BODY | {"lines": {shop.line(order, "BOOK"): 1}}
    made = guest.post(f"{here}s?token={order.link}", lines, once="withdraw-1")
    again = guest.post(f"{here}s?token={order.link}", lines, once="withdraw-1")
    assert (made.status, again.body["id"]) == (201, made.body["id"])
    assert made.body["refund"] == {"minor": 2500, "currency": "EUR"} and "Léa Martin" in made.body["statement"]
    assert guest.post(f"{here}s?token=x", BODY).status == 404
    assert [each["id"] for each in staff.get("/v1/withdrawals?state=declared").body["items"]] == [made.body["id"]]
    returned = f"/v1/withdrawals/{made.body['id']}/returned"
    assert staff.post(returned, {"evidence": "sent"}).status == 422
    assert staff.post(returned, {"evidence": "received"}).body["code"] == "parcels_being_stopped"
    aftersales.stop_parcels(aftersales.of_order(order.id)[0].id, now=clock.now())
    done = staff.post(returned, {"evidence": "received"})
    assert done.body["state"] == "refunding" and done.body["received_at"]
    assert staff.post(returned, {"evidence": "received"}).body["code"] == "withdrawal_move_refused"
    shop.work(clock.now())
    assert aftersales.close(aftersales.of_order(order.id)[0].id, now=clock.now())
    assert orders.get(order.id).credited.minor == 2500


def test_shops_and_what_is_near_are_open_to_guests(world, guest) -> None:
    (place,) = guest.get("/v1/shops?postcode=69003").body
    assert place["place"]["code"] == "paris-11" and place["distance"]["km"] > 380 and len(place["days"]) == 7
    near = guest.get(f"/v1/variants/{world.variants['BOOK']}/nearby?postcode=75003").body
    assert near["towns"] == ["Paris"] and near["home"] and near["shops"][0]["pieces"] == 3
    assert guest.get(f"/v1/variants/{world.variants['BOOK']}/nearby?postcode=7").status == 422
    assert guest.get(f"/v1/variants/{world.shop.id}/nearby?postcode=75003").status == 404

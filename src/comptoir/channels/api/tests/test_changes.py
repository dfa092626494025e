"""An order after it was placed, by the API: previewed, changed, cancelled by line, split, noted, exported."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

from comptoir.kit import clock
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.models import Order

CARD = {"kind": "test_card", "token": "tok_success"}


def paid(buy):
    placed = buy().body
    while jobs.work_payments(clock.now()):
        pass
    return f"/v1/orders/{placed['id']}", f"?token={placed['token']}"


def test_a_buyer_changes_an_order_as_it_was_shown(guest, buy, world):
    order, token = paid(buy)
    wish = {"quantities": {"1": 2}}
    seen = guest.post(f"{order}/changes/preview{token}", wish).body
    assert (seen["difference"]["minor"], seen["to_pay"]["minor"]) == (2400, 2400)
    good = wish | {
        "version": seen["version"], "shown_total": seen["total"], "shown_promise": seen["promise"], "tender": CARD
    }  # fmt: skip
    cheaper = good | {"shown_total": {"minor": 1, "currency": "EUR"}}
    assert guest.post(f"{order}/changes{token}", cheaper).body["code"] == "change_differs"
    once = str(uuid4())
    first, second = (guest.post(f"{order}/changes{token}", good, once=once) for _ in range(2))
    assert first.status == 200 and first.body == second.body
    assert first.body["lines"][0]["quantity"] == 2 and first.body["why_not"] == "difference_waits"
    stale = guest.post(f"{order}/changes{token}", good)
    assert (stale.status, stale.body["code"]) == (409, "order_changed_meanwhile")
    while jobs.work_payments(clock.now()):
        pass
    assert guest.get(f"{order}{token}").body["can_change"] is True


def test_a_buyer_cancels_a_line_until_it_has_left(guest, caller_with, buy):
    order, token = paid(buy)
    program = caller_with("orders:read", "orders:write")
    assert program.post(f"{order}/prepare", {}).body["shipments"][0]["state"] == "preparing"
    refused = guest.post(f"{order}/changes/preview{token}", {"quantities": {"1": 2}})
    assert (refused.status, refused.body["code"]) == (409, "order_not_changeable")
    assert refused.body["data"]["reason"] == "prepared"
    assert program.post(f"{order}/ship", {"tracking_number": "1"}).body["state"] == "shipped"
    gone = guest.post(f"{order}/lines/cancel{token}", {"lines": {"1": 1}})
    assert (gone.status, gone.body["code"]) == (409, "order_not_changeable")


def test_all_lines_cancelled_are_an_order_cancelled(guest, buy):
    order, token = paid(buy)
    assert guest.post(f"{order}/lines/cancel{token}", {"lines": {"7": 1}}).status == 422
    assert guest.post(f"{order}/lines/cancel{token}", {"lines": {"1": 1}}).body["state"] == "cancelled"


def test_nobody_changes_the_order_of_another(guest, buy):
    order, _token = paid(buy)
    _other, token = paid(buy)
    for path, body in (("changes/preview", {"quantities": {"1": 2}}), ("lines/cancel", {"lines": {"1": 1}})):
        assert guest.post(f"{order}/{path}", body).status == 401
        assert guest.post(f"{order}/{path}{token}", body).status == 404
    for path in ("notes", "tags", "terms"):
        assert guest.get(f"{order}/{path}").status == 401


def test_a_program_splits_notes_and_tags(caller_with, buy, world):
    order, _token = paid(buy)
    program = caller_with("orders:read", "orders:write")
    seen = program.get(order).body
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    piece = {str(world.variants["BOWL-OCHRE"]): 1}
    whole = program.post(f"{order}/split", {"shipment_id": seen["shipments"][0]["id"], "pieces": piece, "day": day})
    assert whole.status == 422
    note = program.post(f"{order}/notes", {"text": "Wrap it well"})
    assert (note.status, note.body[0]["text"], program.get(f"{order}/notes").body) == (201, "Wrap it well", note.body)
    assert program.put(f"{order}/tags/Cadeau").body == {"tags": ["Cadeau"]}
    assert program.put(f"{order}/tags/CADEAU").body == {"tags": ["Cadeau"]}
    assert [row["id"] for row in program.get("/v1/orders?tag=cadeau").body["items"]] == [seen["id"]]
    assert program.delete(f"{order}/tags/cadeau").body == {"tags": []}


def test_orders_are_found_by_name_and_sku(caller_with, buy):
    paid(buy)
    program = caller_with("orders:read")
    for text, count in (("martin", 1), ("zoe mar", 1), ("BOWL-OCHRE", 1), ("bowl-ochre", 1), ("durand", 0)):
        assert program.get(f"/v1/orders?search={text}").body["total"] == count, text


def test_many_orders_are_read_behind_the_last_one_and_by_day(caller_with, buy):
    placed = [buy("BOOK").body["id"] for _ in range(3)][::-1]
    program = caller_with("orders:read")
    read, address = [], "/v1/orders?size=1"
    first = program.get(address)
    assert [each["id"] for each in first.body["items"]] == placed[:1]
    address = f"/v1/orders?size=1&after={placed[0]}"
    while address:
        page = program.get(address)
        read += [each["id"] for each in page.body["items"]]
        link = page.headers.get("Link", "")
        address = link[link.index("/v1/") : link.index(">")] if link else ""
    assert read == placed[1:] and first.body["total"] == 3
    today, tomorrow = (clock.now().date() + timedelta(days=days) for days in (0, 1))
    for asked, count in ((f"since={today}&until={today}", 3), (f"since={tomorrow}", 0), ("until=9999-12-31", 3)):
        assert program.get(f"/v1/orders?{asked}").body["total"] == count, asked
    assert program.get(f"/v1/orders?after={uuid4()}").body["code"] == "invalid"


def test_an_export_is_a_table_in_which_no_text_is_a_formula(caller_with, guest, buy):
    order, _token = paid(buy)
    program = caller_with("orders:read", "orders:write")
    program.put(f"{order}/tags/=1+1")
    answer = program.client.get("/api/v1/orders/export.csv", headers=program.headers)
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["kind"] for row in rows] == ["goods", "delivery"] and rows[0]["tags"] == "'=1+1"
    assert rows[0]["number"] == Order.objects.get().number and rows[0]["line_total"] == "24.00"
    empty = program.client.get("/api/v1/orders/export.csv?state=shipped", headers=program.headers)
    assert len(b"".join(empty.streaming_content).decode().splitlines()) == 1
    assert guest.get("/v1/orders/export.csv").status == 401


def test_the_terms_that_were_in_force_stay_with_the_order(guest, buy, world):
    now = clock.now()
    given = {"locale": "fr", "origin": world.context.origin()}
    orders.publish_terms(world.storefront.code, label="2026-1", text="Premier.", now=now, **given)
    order, token = paid(buy)
    key = IdempotencyKey.of(actor="staff:1", endpoint="terms", key="key-00000001", request={})
    for _ in range(2):
        orders.publish_terms(
            world.storefront.code, label="2026-2", text="Second.", now=clock.now(), idempotency_key=key, **given
        )
    kept = guest.get(f"{order}{token}").body["terms"]
    assert kept["label"] == "2026-1" and guest.get(f"{order}/terms{token}").body["text"] == "Premier."
    other, other_token = paid(buy)
    assert guest.get(f"{other}{other_token}").body["terms"]["label"] == "2026-2"

"""Programs of the merchant and other systems: batches by external id, changes since a cursor, owners of fields."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from comptoir.catalog import facade as catalog
from comptoir.interconnect import facade as interconnect
from comptoir.interconnect.models import Conflict, Link
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.journal.tests.support import Session
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import clock, sql
from comptoir.kit.money import Money
from comptoir.orders import jobs
from comptoir.org import facade as org
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.search import facade as search

ALL = (
    "catalog:read", "catalog:write", "prices:write", "stock:read", "stock:write", "customers:read", "customers:write",
    "orders:read", "orders:write", "webhooks:read", "webhooks:write",
)  # fmt: skip


@pytest.fixture
def program(caller_with: Any) -> Any:
    """The merchant's own program, with every right."""
    return caller_with(*ALL, language="en")


@pytest.fixture
def erp(world: Any) -> Any:
    """An outside system with its own numbers."""
    return system(world, "erp", shares_ids=False)


def system(world: Any, code: str, *, shares_ids: bool = True) -> Any:
    from comptoir.channels.api.tests.caller import Caller

    origin = world.context.origin()
    info, key = org.issue_key(code, code, world.storefront.code, ALL, origin=origin, now=world.now)
    identity = interconnect.connect_system(
        code, code.upper(), [info.prefix], shares_ids=shares_ids, origin=origin, now=world.now
    )
    caller = Caller(key, "en")
    caller.system = identity
    return caller


def own(world: Any, caller: Any, kind: str, field: str, policy: str = "record") -> None:
    interconnect.set_owner(kind, field, caller.system, policy, origin=world.context.origin(), now=world.now)


def product(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": {"fr": f"Vase {id_}", "en": f"Vase {id_}"}, "variants": [{"id": f"{id_}-1"}], **more}


def price(id_: str, minor: int, **more: Any) -> dict[str, Any]:
    return {"id": id_, "amount": {"minor": minor, "currency": "EUR"}, **more}


def statuses(answer: Any) -> list[str]:
    assert answer.status == 200, answer.text
    return [one["status"] for one in answer.body["items"]]


def test_products_prices_and_stock_come_in_batches_by_external_id(program: Any, world: Any) -> None:
    body = {"items": [product(f"vase-{n}", brand="Atelier", tax_category="standard") for n in range(40)]}
    assert statuses(program.post("/v1/exchange/product/batch", body)) == ["created"] * 40
    assert statuses(program.post("/v1/exchange/product/batch", body)) == ["unchanged"] * 40
    prices = {"items": [price(f"vase-{n}-1", 1000 + n) for n in range(40)]}
    assert statuses(program.post("/v1/exchange/price/batch", prices)) == ["changed"] * 40
    place = world.warehouse.code
    stock = {"items": [{"id": f"vase-{n}-1@{place}", "on_hand": n} for n in range(40)]}
    assert statuses(program.post("/v1/exchange/stock/batch", stock))[1:] == ["changed"] * 39
    one = program.get(f"/v1/exchange/stock/one?id=vase-7-1@{place}").body
    assert one["state"] == {"on_hand": 7, "available": 7}
    search.index_news()
    assert program.get("/v1/products?search=vase").body["total"] == 40
    assert inventory.check() == []


def test_a_field_that_is_not_given_stays(program: Any) -> None:
    before = program.get("/v1/exchange/product/one?id=bowl").body["state"]
    item = {"id": "bowl", "name": {"fr": "Bol du soir", "en": "Evening bowl"}}
    assert statuses(program.post("/v1/exchange/product/batch", {"items": [item]})) == ["changed"]
    after = program.get("/v1/exchange/product/one?id=bowl").body["state"]
    assert after == before | {"name": item["name"]}


def test_what_a_product_is_goes_both_ways_and_has_an_owner(program: Any, erp: Any, world: Any) -> None:
    made = program.post("/v1/exchange/product/batch", {"items": [product("pattern", nature="digital")]})
    assert statuses(made) == ["created"]
    assert program.get("/v1/exchange/product/one?id=pattern").body["state"]["nature"] == "digital"
    listed = program.get("/v1/exchange/product").body["items"]
    assert {one["state"]["nature"] for one in listed if one["id"] != "pattern"} == {"goods"}
    cursor = program.get("/v1/changes?since=now").body["cursor"]
    card = program.post("/v1/exchange/product/batch", {"items": [{"id": "pattern", "nature": "gift_card"}]})
    assert statuses(card) == ["changed"]
    told = program.get(f"/v1/changes?since={cursor}").body["items"]
    assert [(one["state"]["nature"], one["state"]["tax_category"]) for one in told] == [("gift_card", "zero")]
    own(world, erp, "product", "nature", "refuse")
    refused = program.post("/v1/exchange/product/batch", {"items": [{"id": "pattern", "nature": "goods"}]})
    assert statuses(refused) == ["refused"]
    assert program.post("/v1/exchange/product/batch", {"items": [{"id": "x", "nature": "toy"}]}).status == 422


def test_one_bad_item_leaves_the_others_alone_or_refuses_all_as_asked(program: Any, world: Any) -> None:
    body = {"items": [price("BOOK", 111), price("NOSUCH", 1), price("THROW", 222)]}
    refused = program.post("/v1/exchange/price/batch", body | {"all_or_nothing": True})
    assert refused.status == 422 and refused.body["code"] == "batch_refused"
    assert [one["code"] for one in refused.body["data"]["items"]] == ["unknown_id"]
    assert _price(world, "BOOK") == 2500
    answer = program.post("/v1/exchange/price/batch", body)
    assert statuses(answer) == ["changed", "refused", "changed"]
    assert answer.body["items"][1]["code"] == "unknown_id" and (answer.body["done"], answer.body["refused"]) == (2, 1)
    assert (_price(world, "BOOK"), _price(world, "THROW")) == (111, 222)


def test_an_article_number_of_another_product_is_refused_alone(program: Any) -> None:
    taken = product("vase", variants=[{"id": "vase-1", "sku": "BOOK"}])
    answer = program.post("/v1/exchange/product/batch", {"items": [taken, product("jug")]})
    assert statuses(answer) == ["refused", "created"] and answer.body["items"][0]["code"] == "sku_taken"
    assert catalog.products_called(["vase", "jug"]).keys() == {"jug"}


def test_the_same_key_answers_the_same_bytes_and_books_once(program: Any, world: Any) -> None:
    body = {"items": [{"id": f"BOOK@{world.shop.code}", "change": 5}]}
    key = str(uuid4())
    first, second = (program.post("/v1/exchange/stock/batch", body, once=key) for _ in range(2))
    assert first.text == second.text and _on_hand(world, "BOOK") == 3 + 5
    another = {"items": [{"id": f"BOOK@{world.shop.code}", "change": 6}]}
    other = program.post("/v1/exchange/stock/batch", another, once=key)
    assert other.status == 409 and other.body["code"] == "idempotency_conflict"


def test_older_news_of_a_system_is_stale_whatever_its_key(world: Any) -> None:
    erp = system(world, "erp")

    def send(minor: int, version: int) -> Any:
        return erp.post("/v1/exchange/price/batch", {"items": [price("BOOK", minor, version=version)]})

    assert statuses(send(300, 5)) == ["changed"]
    assert statuses(send(200, 4)) == ["stale"] and statuses(send(400, 5)) == ["stale"]
    assert _price(world, "BOOK") == 300
    assert statuses(send(500, 6)) == ["changed"]
    move = {"items": [{"id": f"BOOK@{world.shop.code}", "change": 2, "version": 9}]}
    assert statuses(erp.post("/v1/exchange/stock/batch", move)) == ["changed"]
    assert statuses(erp.post("/v1/exchange/stock/batch", move)) == ["stale"] and _on_hand(world, "BOOK") == 5


def test_a_system_with_its_own_numbers_is_answered_in_them(erp: Any, program: Any, world: Any) -> None:
    # The ERP calls a lamp "book": not our notebook of that name.
    assert statuses(erp.post("/v1/exchange/product/batch", {"items": [product("book")]})) == ["created"]
    assert program.get("/v1/exchange/product/one?id=erp:book").status == 200
    assert erp.get("/v1/exchange/product/one?id=book").body["state"]["name"]["fr"] == "Vase book"
    unknown = erp.post("/v1/exchange/price/batch", {"items": [price("4711", 10)]})
    assert statuses(unknown) == ["refused"]
    link = {"id": "4711", "ours": "BOOK"}
    assert [erp.put("/v1/exchange/links/variant", link).status for _ in range(2)] == [204, 204]
    assert statuses(erp.post("/v1/exchange/price/batch", {"items": [price("4711", 10)]})) == ["changed"]
    assert _price(world, "BOOK") == 10
    taken = erp.put("/v1/exchange/links/variant", {"id": "4711", "ours": "THROW"})
    assert taken.status == 409 and Link.objects.filter(external_id="4711").count() == 1
    mine = {one["id"]: one["linked"] for one in erp.get("/v1/exchange/price").body["items"]}
    assert mine["4711"] is True and mine["THROW"] is False


def test_what_another_owns_is_recorded_or_refused_and_ours_stands(program: Any, world: Any) -> None:
    erp, till = system(world, "erp"), system(world, "till")
    own(world, erp, "price", "amount")
    answer = till.post("/v1/exchange/price/batch", {"items": [price("BOOK", 999)]})
    assert statuses(answer) == ["conflict"] and answer.body["items"][0]["fields"] == ["amount"]
    conflict = Conflict.objects.get()
    assert (conflict.ours["minor"], conflict.theirs["minor"], conflict.reason) == (2500, 999, "not_owner")
    assert _price(world, "BOOK") == 2500
    assert statuses(program.post("/v1/exchange/price/batch", {"items": [price("BOOK", 5)]})) == ["refused"]
    assert statuses(erp.post("/v1/exchange/price/batch", {"items": [price("BOOK", 2600)]})) == ["changed"]
    own(world, erp, "price", "amount", "refuse")
    answer = till.post("/v1/exchange/price/batch", {"items": [price("BOOK", 998)]})
    assert statuses(answer) == ["refused"] and answer.body["items"][0]["code"] == "not_owner"
    interconnect.decide(conflict.id, "theirs", origin=world.context.origin(), now=clock.now())
    assert _price(world, "BOOK") == 999


def test_changes_since_a_cursor_come_once_each_as_they_are_now(program: Any, world: Any, buy: Any) -> None:
    cursor = program.get("/v1/changes?since=now").body["cursor"]
    assert program.get(f"/v1/changes?since={cursor}").body["items"] == []
    for minor in (100, 200, 300):
        program.post("/v1/exchange/price/batch", {"items": [price("BOOK", minor)]})
    order = buy().body
    while jobs.work_payments(clock.now()):
        pass
    answer = program.get(f"/v1/changes?since={cursor}").body
    found = {(one["kind"], one["id"]): one["state"] for one in answer["items"]}
    assert len(found) == len(answer["items"])
    assert found["price", "BOOK"]["amount"] == {"minor": 300, "currency": "EUR"}
    assert found["order", order["number"]]["state"] == "confirmed"
    assert found["order", order["number"]]["lines"][0]["variant"] == "BOWL-OCHRE"
    assert found["stock", f"BOWL-OCHRE@{world.warehouse.code}"] == {"on_hand": 10, "available": 9}
    (buyer,) = [state for (kind, _id), state in found.items() if kind == "customer"]
    assert buyer["email"] == "zoe@example.com"
    assert program.get(f"/v1/changes?since={answer['cursor']}").body["items"] == []


def test_a_change_that_commits_late_is_not_skipped(program: Any, world: Any) -> None:
    """A transaction that began first commits last: a cursor by position or time would have passed it by."""
    cursor = program.get("/v1/changes?since=now").body["cursor"]
    slow = Session()
    name = connection.settings_dict["NAME"]

    def begin() -> None:
        connection.settings_dict["NAME"] = name
        transaction.set_autocommit(False)
        word = ProductChanged(product_id=world.products["book"], external_id="book")
        with transaction.atomic():
            journal.append(word, origin=world.context.origin(), occurred_at=clock.now())

    def end() -> None:
        transaction.commit()
        transaction.set_autocommit(True)
        connection.close()

    slow.do(begin)
    program.post("/v1/exchange/price/batch", {"items": [price("BOOK", 100)]})
    first = program.get(f"/v1/changes?since={cursor}").body
    assert first["items"] == []  # held back until the elder is settled
    slow.do(end)
    second = program.get(f"/v1/changes?since={first['cursor']}").body
    assert {(one["kind"], one["id"]) for one in second["items"]} == {("product", "book"), ("price", "BOOK")}


def test_a_cursor_that_is_not_ours_is_refused(program: Any) -> None:
    for cursor in ("abc", "AAAA", "é", "x" * 254):
        answer = program.get(f"/v1/changes?since={cursor}")
        assert (answer.status, answer.body["code"]) == (409, "cursor_unknown"), cursor


def test_a_key_reads_only_what_its_scopes_say(caller_with: Any, buy: Any) -> None:
    buy()
    narrow = caller_with("stock:read")
    kinds = {one["kind"] for one in narrow.get("/v1/changes").body["items"]}
    assert kinds == {"stock"}
    assert narrow.get("/v1/changes?kinds=customer").body["data"] == {"scope": "customers:read"}
    assert narrow.get("/v1/exchange/customer").status == 403
    assert narrow.post("/v1/exchange/stock/batch", {"items": [{"id": "a@b", "on_hand": 1}]}).status == 403


def test_everything_of_a_kind_is_read_page_by_page(program: Any) -> None:
    program.post("/v1/exchange/product/batch", {"items": [product(f"vase-{n}") for n in range(10)]})
    seen, cursor, more = [], "", True
    while more:
        answer = program.get(f"/v1/exchange/product?limit=4&cursor={cursor}").body
        seen += [one["id"] for one in answer["items"]]
        cursor, more = answer["cursor"], answer["more"]
    assert len(seen) == len(set(seen)) == 13


def test_orders_are_moved_on_by_number_and_moving_twice_changes_nothing(program: Any, buy: Any) -> None:
    number = buy().body["number"]
    while jobs.work_payments(clock.now()):
        pass
    ship = {"items": [{"id": number, "state": "shipped", "tracking_number": "6A1"}, {"id": "NOSUCH", "state": "ready"}]}
    answer = program.post("/v1/exchange/order/batch", ship)
    assert statuses(answer) == ["changed", "refused"] and answer.body["items"][1]["code"] == "unknown_id"
    assert statuses(program.post("/v1/exchange/order/batch", ship)) == ["unchanged", "refused"]
    back = {"items": [{"id": number, "state": "cancelled", "reason": "other"}]}
    refused = program.post("/v1/exchange/order/batch", back)
    assert refused.body["items"][0]["code"] == "order_move_refused"
    assert program.get(f"/v1/exchange/order/one?id={number}").body["state"]["state"] == "shipped"


def test_customers_come_and_an_order_keeps_its_address(program: Any, buy: Any) -> None:
    buy()
    person = program.get("/v1/exchange/customer").body["items"][0]
    moved = {"id": person["id"], "street": "9 quai du Rhône", "postcode": "69001"}
    assert statuses(program.post("/v1/exchange/customer/batch", {"items": [moved]})) == ["changed"]
    now_is = program.get(f"/v1/exchange/customer/one?id={person['id']}").body["state"]
    assert now_is == person["state"] | {"street": "9 quai du Rhône", "postcode": "69001"}
    renamed = {"id": person["id"], "email": "other@example.com"}
    assert statuses(program.post("/v1/exchange/customer/batch", {"items": [renamed]})) == ["refused"]
    assert {row[0] for row in sql.rows("SELECT street FROM customers_address")} == {"3 rue du Lac", "9 quai du Rhône"}


def test_sums_agree_with_what_the_other_side_computes_and_a_comparison_names_the_rest(program: Any) -> None:
    listed = program.get("/v1/exchange/price").body["items"]
    for one in listed:
        text = json.dumps(one["state"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert digest(text)[:16] == one["checksum"]
    pages: dict[int, list[str]] = {page: [] for page in range(16)}
    for one in listed:
        pages[int(digest(one["id"])[0], 16)].append(f"{one['id']} {one['checksum']}")
    mine = [
        {"page": page, "count": len(lines), "checksum": digest("\n".join(sorted(lines)))[:16]}
        for page, lines in pages.items()
    ]
    assert program.get("/v1/exchange/price/sums").body == mine
    theirs = [{"id": one["id"], "checksum": one["checksum"]} for one in listed if one["id"] != "THROW"]
    theirs.append({"id": "GHOST", "checksum": "0" * 16})
    found = program.post("/v1/exchange/price/compare", {"items": theirs}).body
    named = [(one["id"], one["what"]) for one in found["differences"]]
    assert named == [("GHOST", "missing_here"), ("THROW", "missing_there")]
    assert (found["ours"], found["theirs"], found["same"]) == (4, 4, 3)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_batch_of_five_hundred_is_taken_and_one_more_is_not(program: Any) -> None:
    items = [product(f"v-{n}") for n in range(501)]
    assert program.post("/v1/exchange/product/batch", {"items": items}).status == 422
    assert statuses(program.post("/v1/exchange/product/batch", {"items": items[:500]})) == ["created"] * 500
    twice = program.post("/v1/exchange/price/batch", {"items": [price("BOOK", 1), price("BOOK", 2)]})
    assert twice.status == 422


def test_webhooks_are_managed_over_the_api(program: Any, world: Any, caller_with: Any, settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = True
    body = {"name": "ERP", "address": "http://127.0.0.1:9/hook", "patterns": ["order.*"]}
    made = program.post("/v1/webhooks", body)
    assert made.status == 201 and made.body["secret"].startswith("whsec_")
    address = f"/v1/webhooks/{made.body['id']}"
    assert program.post(f"{address}/test").status == 202
    assert [one["type"] for one in program.get(f"{address}/deliveries").body] == ["webhook.test"]
    assert program.put(f"{address}/state", {"state": "paused"}).body["state"] == "paused"
    assert program.post(f"{address}/secret").body["secret"] != made.body["secret"]
    span = {"since": "2026-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z"}
    assert program.post(f"{address}/replay", span).status == 202
    assert program.post(f"{address}/replay", span | {"until": "4177-12-15T17:29:33+23:19"}).status == 202
    assert program.post(f"{address}/replay", span | {"until": "9999-12-31T23:59:59-10:00"}).status == 422
    assert "order.placed" in program.get("/v1/webhooks/types").body
    assert "secret" not in program.get("/v1/webhooks").text.replace("previous_secret_until", "")
    inside = program.post("/v1/webhooks", body | {"address": "https://10.0.0.1/"})
    assert (inside.status, inside.body["code"]) == (422, "webhook_address_refused")
    assert caller_with("webhooks:read").post("/v1/webhooks", body).status == 403
    assert program.get(f"/v1/webhooks/{uuid4()}/deliveries").status == 404


def test_prices_set_by_hand_reach_a_system_too(program: Any, world: Any) -> None:
    cursor = program.get("/v1/changes?since=now").body["cursor"]
    hand = PriceToSet(variant_id=world.variants["THROW"], amount=Money(1, "EUR"))
    pricing.set_prices([hand], market=world.storefront.market.code, origin=world.context.origin(), now=clock.now())
    line = Adjustment(variant_id=world.variants["BOOK"], location_id=world.shop.id, quantity=1)
    inventory.adjust([line], kind="receipt", reason="delivery", origin=world.context.origin(), now=clock.now())
    found = program.get(f"/v1/changes?since={cursor}").body["items"]
    assert {(one["kind"], one["id"]) for one in found} == {("price", "THROW"), ("stock", f"BOOK@{world.shop.code}")}


def _price(world: Any, sku: str) -> int:
    market = world.storefront.market
    return pricing.current([world.variants[sku]], market=market.code, currency="EUR")[world.variants[sku]].amount.minor


def _on_hand(world: Any, sku: str) -> int:
    levels = inventory.availability([world.variants[sku]])[world.variants[sku]]
    return next(level.on_hand for level in levels if level.location_id == world.shop.id)

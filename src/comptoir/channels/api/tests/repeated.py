"""Calls that are sent again: shared baskets, questions, segments, pairs, forwarding, delivery, what needs no parcel."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.db import transaction

from comptoir.checkout.tests.story import CONTACT
from comptoir.customers import facade as customers
from comptoir.duplicates import searching
from comptoir.duplicates.contracts import Pair
from comptoir.forwarding import facade as forwarding
from comptoir.kit import clock, sql
from comptoir.segments import facade as segments

Call = tuple[str, str, str, Any, Any]  # operation, method, address, body, another body


def again(shop: SimpleNamespace, *orders: str) -> Generator[Call, Any, None]:
    basket = shop.staff.post("/v1/baskets").body["id"]
    one, other = ({"order_id": order.rpartition("/")[2]} for order in orders)
    yield "order_again", "POST", f"/v1/baskets/{basket}/again", one, other


def categories(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    said = {"below": "maison", "categories": ["textile"]}
    yield "order_categories", "PUT", "/v1/categories/order", said, said | {"categories": ["table"]}


def friends(shop: SimpleNamespace, home: str, book: str) -> Generator[Call, Any, None]:
    token = shop.staff.post(f"{home}/share", {"for_friends": True}).body["token"]
    there = f"/v1/shared-baskets/{token}"
    lea = yield "join_shared", "POST", f"{there}/friends", {"name": "Léa"}, {"name": "Tom"}
    me = {"friend": lea["friend"], "variant_id": book}
    yield "propose", "POST", f"{there}/proposals", me, me | {"quantity": 2}
    said = me | {"text": "Joli"}
    yield "comment_shared", "POST", f"{there}/comments", said, said | {"text": "Beau"}
    thinks = {"friend": lea["friend"], "opinion": "yes"}
    yield "set_opinion", "PUT", f"{there}/opinions/{book}", thinks, thinks | {"opinion": "unsure"}
    yield "comment_own", "POST", f"{home}/comments", {"text": "Merci"}, {"text": "Non"}
    (proposal,) = shop.staff.get(there).body["together"]["proposals"]
    yield "take_proposal", "POST", f"{home}/proposals/{proposal['id']}/take", None, None
    throw = str(shop.world.variants["THROW"])
    shop.staff.post(f"{there}/proposals", me | {"variant_id": throw})
    other = shop.staff.get(there).body["together"]["proposals"][1]
    yield "decline_proposal", "POST", f"{home}/proposals/{other['id']}/decline", None, None
    yield "end_sharing", "DELETE", f"{home}/sharing/{token}", None, None


def questions(shop: SimpleNamespace, order: str) -> Generator[Call, Any, None]:
    """On what the order brought: a bowl."""
    asked = {"text": "Au four ?", "author": "Ana", "email": "ana@example.com"}
    product = "/v1/products/bol-matin/questions"
    first = yield "ask_question", "POST", product, asked, asked | {"text": "Au gel ?"}
    here = f"/v1/questions/{first['id']}"
    yield "publish_question", "POST", f"{here}/publish", None, None
    said = {"text": "Oui.", "author": "Zoé"}
    mine = yield "answer_as_buyer", "POST", f"{order}/questions/{first['id']}/answers", said, said | {"text": "Non."}
    yield "publish_answer", "POST", f"/v1/answers/{mine['id']}/publish", None, None
    yield "refuse_answer", "POST", f"/v1/answers/{mine['id']}/refuse", {"reason": "insult"}, {"reason": "personal"}
    yield "answer_question", "POST", f"{here}/answers", {"text": "Oui, à 200 °C."}, {"text": "Non."}
    yield "refuse_question", "POST", f"{here}/refuse", {"reason": "insult"}, {"reason": "personal"}


def for_a_segment(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    """BOOK costs more than that."""
    bought = {"event": "Order Placed", "test": "at_least", "times": 1, "days": 30}
    rule = {"version": 1, "rule": bought}
    origin = shop.world.context.origin()
    segments.define("buyers", name={"en": "Buyers"}, definition=rule, origin=origin, now=clock.now())
    ours = {"article": "BOOK", "segment": "buyers", "amount": {"minor": 1900, "currency": "EUR"}}
    yield "set_segment_prices", "POST", "/v1/segment-prices", {"items": [ours]}, {"items": [ours | {"amount": None}]}


def promotions(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    wanted = {
        "name": "Noël", "shown_fr": "Noël", "shown_en": "Christmas", "starts_at": "2026-11-01T00:00:00Z",
        "trigger": "code", "code": "NOEL", "effect": "percent", "percent_bp": 1000, "scope": "products", "of": ["bowl"],
    }  # fmt: skip
    made = yield "create_promotion", "POST", "/v1/promotions", wanted, wanted | {"name": "Pâques"}
    home = f"/v1/promotions/{made['id']}"
    less = wanted | {"percent_bp": 500, "version": 1}
    yield "change_promotion", "PUT", home, less, less | {"name": "x"}
    basket = f"/v1/baskets/{shop.staff.post('/v1/baskets').body['id']}/codes"
    yield "enter_code", "POST", basket, {"code": "NOEL"}, {"code": "OTHER"}
    yield "remove_code", "DELETE", f"{basket}/NOEL", None, None
    yield "switch_promotion", "PUT", f"{home}/switch", {"is_on": False}, {"is_on": True}
    yield "make_promotion_codes", "POST", f"{home}/codes", {"count": 2}, {"count": 3}
    yield "end_promotion", "POST", f"{home}/end", None, None


def a_pair(shop: SimpleNamespace, a: str, b: str) -> Generator[Call, Any, None]:
    with transaction.atomic():
        searching.keep([Pair(a=min(a, b), b=max(a, b), weight=9.0, evidence=())], clock.now())
    pair = shop.staff.get("/v1/duplicates").body[0]["id"]
    decided = {"decision": "different", "reason": "sisters"}
    yield "decide_duplicate", "POST", f"/v1/duplicates/{pair}/decision", decided, decided | {"decision": "same"}
    with transaction.atomic():
        contact = replace(CONTACT, email="other@example.com")
        found = customers.name_buyer(contact, with_address=True, locale="fr", now=clock.now())
    linked = {"customers": [a, str(found.customer_id)], "reason": "she rang us"}
    yield "link_records", "POST", "/v1/duplicates", linked, linked | {"reason": "another"}


def destinations(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    wanted = {"name": "x", "address": "http://127.0.0.1:9/", "write_key": "k", "purpose": "measurement"}
    opened = yield "open_destination", "POST", "/v1/destinations", wanted, wanted | {"name": "y"}
    home = f"/v1/destinations/{opened['id']}"
    yield "change_destination", "PUT", home, wanted | {"name": "z"}, wanted
    yield "set_destination_state", "PUT", f"{home}/state", {"state": "paused"}, {"state": "active"}
    yield "replay_destination", "POST", f"{home}/replay", None, None
    sql.run("INSERT INTO forwarding_reached (destination_id, visitor, user_key, first_at, last_at)"
            " VALUES (%s, 'device', '', now(), now())", [opened["id"]])  # fmt: skip
    with transaction.atomic():
        forwarding.pass_on(["device"], uuid4(), origin=shop.world.context.origin(), now=clock.now())
    (asked,) = forwarding.erasures_passed_on()
    address = f"/v1/destinations/erasures/{asked.id}/confirm"
    yield "confirm_erasure_elsewhere", "POST", address, {"proof": "letter of today"}, {"proof": "another"}
    yield "remove_destination", "DELETE", home, None, None


def delivery(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    relay = {"code": "relay", "kind": "ship", "name": {"fr": "Relais"}}
    yield "add_delivery_method", "POST", "/v1/delivery-methods", relay, relay | {"code": "other"}
    home, terms = "/v1/delivery-methods/relay", {"name": {"fr": "Point relais"}}
    yield "change_delivery_method", "PUT", home, terms, terms | {"position": 9}
    rate = {"country": "FR", "max_weight_g": 1000, "amount": {"minor": 450, "currency": "EUR"}}
    yield "set_delivery_rates", "PUT", f"{home}/rates", {"rates": [rate]}, {"rates": []}
    yield "switch_delivery_method", "PUT", f"{home}/state", {"active": False}, {"active": True}


def properties(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    glaze = {"name": {"fr": "Émail"}, "value": {"fr": "Mat"}}
    wanted = {"product": "bowl", "properties": [glaze], "gtins": [{"article": "BOWL-BLUE", "gtins": ["4006381333931"]}]}
    yield "set_properties", "PUT", "/v1/properties", wanted, wanted | {"properties": []}


def natures(shop: SimpleNamespace, paid: Callable[..., str]) -> Generator[Call, Any, None]:
    wanted = {"product": "book", "nature": "digital"}
    yield "set_nature", "PUT", "/v1/natures", wanted, wanted | {"nature": "service"}
    address = "/v1/files?product=book&name=recettes.pdf"
    kept = yield "keep_file", "PUT", address, b"%PDF-1.7 one", b"%PDF-1.7 two"
    wanted = {"product": "book", "files": [kept["files"][0]["id"]]}
    other = {"product": "book", "files": [], "removed": wanted["files"]}
    yield "arrange_files", "PUT", "/v1/files/order", wanted, other
    shop.staff.put("/v1/natures", {"product": "book", "nature": "service"})
    order = paid(shop, sku="BOOK", supply_agreed=True)
    yield "supply", "POST", f"{order}/supply", {}, {"shipment_id": str(uuid4())}

"""Every change of the API, sent again: answered with the same bytes, done once, refused with another body; also after a
crash between the change and the keeping of its answer.

The walk names each operation of the schema that changes something. One that is new and not named fails it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from comptoir.aftersales import facade as aftersales
from comptoir.channels.api import answers
from comptoir.channels.api.http import api
from comptoir.channels.api.openapi import schema_of
from comptoir.channels.api.tests import repeated
from comptoir.channels.api.tests.caller import BUYER, Caller
from comptoir.channels.api.tests.repeated import Call
from comptoir.checkout.tests.story import CONTACT
from comptoir.customers import facade as customers
from comptoir.interconnect import facade as interconnect
from comptoir.inventory.tests.shop import Buyers
from comptoir.journal.testing import deliver
from comptoir.kit import clock, idempotency, locks, sql
from comptoir.kit.money import Money
from comptoir.orders import jobs
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project.consumers import CONSUMERS
from comptoir.reviews.tests import people
from comptoir.search import facade as search
from comptoir.treasury.tests.statements import IBAN, statement

# They are sent by POST because they are long or secret, and change nothing.
ONLY_READ = {"quote", "preview_change", "balance", "preview_variants", "match_pictures"}
# Nothing of these is written but what the order path writes anyway: the answer follows from that.
RENDERED_ANEW = {"place_order"}
CARD = {"kind": "test_card", "token": "tok_success"}


def changing() -> dict[str, Any]:
    return {
        operation["operationId"]: operation
        for methods in schema_of(api)["paths"].values()
        for method, operation in methods.items()
        if method in ("post", "put", "patch", "delete") and operation["operationId"] not in ONLY_READ
    }


@pytest.fixture
def shop(world, guest, buy, settings) -> SimpleNamespace:
    settings.WEBHOOKS_LOCAL = True
    origin = world.context.origin()
    info, key = org.issue_key("erp", "erp", world.storefront.code, org.SCOPES, origin=origin, now=world.now)
    interconnect.connect_system("erp", "ERP", [info.prefix], shares_ids=True, origin=origin, now=world.now)
    return SimpleNamespace(world=world, guest=guest, buy=buy, staff=Caller(key))


def paid(shop: SimpleNamespace, **given: Any) -> str:
    order = f"/v1/orders/{shop.buy(**given).body['id']}"
    while jobs.work_payments(clock.now()):
        pass
    return order


def euros(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


def baskets(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    variants = shop.world.variants
    book, throw = str(variants["BOOK"]), str(variants["THROW"])
    basket = yield "open_basket", "POST", "/v1/baskets", None, None
    home = f"/v1/baskets/{basket['id']}"
    yield "add_line", "POST", f"{home}/lines", {"variant_id": book, "quantity": 2}, {"variant_id": book, "quantity": 3}
    yield "set_line", "PUT", f"{home}/lines/{throw}", {"quantity": 1}, {"quantity": 2}
    yield "save_line", "POST", f"{home}/saved", {"variant_id": throw}, {"variant_id": book}
    yield "put_back", "POST", f"{home}/saved/{throw}/back", None, None
    shop.staff.post(f"{home}/saved", {"variant_id": throw})
    yield "forget_saved", "DELETE", f"{home}/saved/{throw}", None, None
    shared = yield "share_basket", "POST", f"{home}/share", None, None
    yield from repeated.friends(shop, home, book)
    other = shop.staff.post("/v1/baskets").body["id"]
    yield "take_shared", "POST", f"/v1/baskets/{other}/take", {"token": shared["token"]}, {"token": "x" * 43}
    yield "remove_line", "DELETE", f"/v1/baskets/{other}/lines/{book}", None, None
    shown = yield "set_buyer", "PUT", f"{home}/buyer", BUYER, BUYER | {"name": "Zoé Roux"}
    shown = yield "set_delivery", "PUT", f"{home}/delivery", {"delivery": shown["chosen"]}, {"delivery": "none"}
    agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"], "tenders": [CARD]}
    yield "place_order", "POST", f"{home}/order", agreed, agreed | {"shown_total": euros(1)}


def orders(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    order, day = paid(shop), (clock.now() + timedelta(days=20)).date().isoformat()
    yield from repeated.again(shop, order, paid(shop))
    company = {"name": "Un SARL", "siren": "552100554"}
    yield "name_company", "PUT", f"{order}/company", company, company | {"name": "Deux SARL"}
    yield "add_note", "POST", f"{order}/notes", {"text": "Wrap it"}, {"text": "Do not"}
    yield "tag_order", "PUT", f"{order}/tags/gift", None, None
    yield "untag_order", "DELETE", f"{order}/tags/gift", None, None
    seen = shop.staff.post(f"{order}/changes/preview", {"quantities": {"1": 2}}).body
    change = {"quantities": {"1": 2}, "version": seen["version"], "shown_total": seen["total"], "tender": CARD}
    change["shown_promise"] = seen["promise"]
    yield "change_order", "POST", f"{order}/changes", change, change | {"shown_total": euros(1)}
    yield "take_back_change", "DELETE", f"{order}/changes/unpaid", None, None
    yield "start_preparing", "POST", f"{order}/prepare", {}, {"shipment_id": str(uuid4())}
    yield "stop_preparing", "POST", f"{order}/unprepare", {}, {"shipment_id": str(uuid4())}
    refund = {"reason": "goodwill", "amount": euros(100)}
    yield "refund", "POST", f"{order}/refunds", refund, refund | {"amount": euros(200)}
    refused = next(each for each in reversed(shop.staff.get(order).body["payments"]) if each["kind"] == "refund")
    sql.run("UPDATE payments_paymentrequest SET state = 'refused' WHERE id = %s", [refused["id"]])
    yield "refund_again", "POST", f"{order}/refunds/{refused['id']}/again", {}, {"as_credit": True}
    yield "mark_shipped", "POST", f"{order}/ship", {"tracking_number": "6A 1"}, {"tracking_number": "6A 2"}
    yield "mark_delivered", "POST", f"{order}/deliver", None, None
    who = {"name": "Zoé Martin", "email": "zoe@example.com", "lines": {"1": 1}}
    withdrawn = yield "declare", "POST", f"{order}/withdrawals", who, who | {"name": "Lou Roux"}
    aftersales.stop_parcels(UUID(withdrawn["id"]), now=clock.now())
    returned = {"evidence": "received", "put_back": {"1": 1}}
    here = f"/v1/withdrawals/{withdrawn['id']}/returned"
    yield "take_back", "POST", here, returned, {"evidence": "sent", "proof": "8R1"}
    deliver(CONSUMERS)
    (right,) = shop.staff.get(f"{order}/reviews").body
    said = {"rating": 4, "text": "Lourd et beau.", "author": "Zoé M."}
    here = f"{order}/reviews"
    new = said | {"purchase_id": right["id"]}
    review = yield "submit_review", "POST", here, new, new | {"rating": 5}
    yield "change_review", "PUT", f"{here}/{review['id']}", said | {"rating": 3}, said
    file, other = people.photograph(), people.photograph(form="PNG")
    yield "replace_photos", "POST", f"{here}/{review['id']}/photos", ("photos", [file]), ("photos", [file, other])
    yield "remove_photos", "DELETE", f"{here}/{review['id']}/photos", None, None
    yield "publish_review", "POST", f"/v1/reviews/{review['id']}/publish", None, None
    voter, helpful = {"voter": str(uuid4())}, f"/v1/reviews/{review['id']}/helpful"
    yield "find_helpful", "PUT", helpful, voter, {"voter": str(uuid4())}
    yield "find_not_helpful", "DELETE", f"{helpful}?voter={voter['voter']}", None, None
    yield from repeated.questions(shop, order)
    yield "answer_review", "PUT", f"/v1/reviews/{review['id']}/answer", {"text": "Merci."}, {"text": "Non."}
    yield "refuse_review", "POST", f"/v1/reviews/{review['id']}/refuse", {"reason": "insult"}, {"reason": "personal"}
    yield "withdraw_review", "DELETE", f"{here}/{review['id']}", None, None
    (parcel,) = shop.staff.get(big := paid(shop, quantity=2)).body["shipments"]
    split = {"shipment_id": parcel["id"], "pieces": {str(shop.world.variants["BOWL-OCHRE"]): 1}, "day": day}
    yield "split_order", "POST", f"{big}/split", split, split | {"shipment_id": str(uuid4())}
    yield "cancel_lines", "POST", f"{big}/lines/cancel", {"lines": {"1": 1}}, {"lines": {"1": 2}}
    yield "cancel_order", "POST", f"{big}/cancel", {"reason": "mistake"}, {"reason": "other"}
    refused_card = paid(shop, token="tok_refused")
    yield "pay_again", "POST", f"{refused_card}/payments", CARD, {"kind": "bank_transfer"}
    collected = paid(shop, delivery="collect@paris-11")
    yield "mark_ready", "POST", f"{collected}/ready", None, None


def variants(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    size = {"label": {"fr": "Taille", "en": "Size"}, "values": [{"fr": "S"}, {"fr": "L"}]}
    wanted = {"product": "throw", "axes": [size], "price": euros(9_900)}
    made = yield "make_variants", "POST", "/v1/variants", wanted, wanted | {"price": euros(1)}
    back = {"articles": made["made"]}
    yield "retire_variants", "POST", "/v1/variants/retire", back, {"articles": made["made"][:1]}


def pictures(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><path d="M0 0h4v5z"/></svg>'
    address = "/v1/pictures?name=BOWL-OCHRE-1.svg&alt_fr=Bol"
    picture = yield "add_picture", "POST", address, drawing, drawing.replace(b"h4", b"h3")
    wanted = {"product": "bowl", "pictures": [{"id": picture["id"], "alt_fr": "Bol", "alt_en": "Bowl"}]}
    yield "arrange_pictures", "PUT", "/v1/pictures", wanted, wanted | {"removed": [picture["id"]]}
    yield from repeated.properties(shop)
    yield from repeated.natures(shop, paid)


def facets(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    search.index_news()
    table = {"category": "table", "columns": [{"fr": "Taille"}, {"fr": "cm"}], "rows": [["S", "12"]]}
    kept = yield "set_size_table", "PUT", "/v1/size-tables", table, table | {"rows": [["S", "13"]]}
    yield "remove_size_table", "DELETE", f"/v1/size-tables/{kept['id']}", None, None
    yield "set_facets", "PUT", "/v1/facets", {"pinned": ["colour"]}, {"hidden": ["colour"]}


def stock(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    line = {"article": "THROW", "place": "entrepot", "quantity": 1}
    moved = {"reason": "damaged", "lines": [line | {"quantity": -1}]}
    yield "adjust_stock", "POST", "/v1/stock/adjustments", moved, moved | {"reason": "found"}
    ahead = {"kind": "preorder", "place": "entrepot", "most": 4, "sent_from": "2027-03-01"}
    yield "sell_ahead", "PUT", "/v1/stock/BOOK/ahead", ahead, ahead | {"most": 5}
    due = {"reference": "PO", "article": "THROW", "place": "entrepot", "expected": 9, "expected_on": "2027-01-05"}
    yield "announce_incoming", "PUT", "/v1/incoming/po-1", due, due | {"expected": 8}
    yield "receive_incoming", "POST", "/v1/incoming/po-1/receipts", {"quantity": 2}, {"quantity": 3}
    yield "cancel_incoming", "POST", "/v1/incoming/po-1/cancel", None, None
    day = {"source": "entrepot", "target": "paris-11", "expected_on": "2027-01-05"}
    wanted = day | {"reference": "T 1", "lines": [{"article": "THROW", "quantity": 1}]}
    transfer = yield "announce_transfer", "POST", "/v1/transfers", wanted, wanted | {"reference": "T 2"}
    way = f"/v1/transfers/{transfer['id']}"
    piece = {"lines": [{"article": "THROW", "quantity": 1}]}
    yield "send_transfer", "POST", f"{way}/send", {}, piece
    yield "receive_transfer", "POST", f"{way}/receive", {}, piece
    late = shop.staff.post("/v1/transfers", wanted | {"reference": "T 3"}).body
    yield "cancel_transfer", "POST", f"/v1/transfers/{late['id']}/cancel", None, None
    listed = {"place": "entrepot", "articles": ["THROW"]}
    count = yield "open_count", "POST", "/v1/counts", listed, listed | {"articles": ["BOOK"]}
    home = f"/v1/counts/{count['id']}"
    figure = {"counter": "a", "article": "THROW", "pieces": 4, "add": True}
    yield "enter_figure", "POST", f"{home}/figures", figure, figure | {"pieces": 5}
    shop.staff.post(f"{home}/figures", figure | {"counter": "b", "pieces": 3})
    yield "finish_count", "POST", f"{home}/finish", {"counter": "a"}, {"counter": "b"}
    shop.staff.post(f"{home}/finish", {"counter": "b"})
    decided = {"article": "THROW", "pieces": 4}
    yield "decide_figure", "POST", f"{home}/decide", decided, decided | {"pieces": 3}
    yield "approve_count", "POST", f"{home}/approve", None, None
    other = shop.staff.post("/v1/counts", listed).body
    yield "cancel_count", "POST", f"/v1/counts/{other['id']}/cancel", None, None


def money(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    card = {"kind": "gift_card", "amount": euros(5000), "reason": "goodwill"}
    issued = yield "issue", "POST", "/v1/stored-values", card, card | {"amount": euros(1)}
    home, more = f"/v1/stored-values/{issued['id']}", {"amount": euros(100), "reason": "goodwill"}
    yield "top_up", "POST", f"{home}/top-ups", more, more | {"amount": euros(200)}
    yield "block", "POST", f"{home}/block", None, None
    yield "unblock", "POST", f"{home}/unblock", None, None
    payments.set_bank_account(
        shop.world.context.market.legal_entity, holder="Maison Coste SAS", iban=IBAN, bic="", currency="EUR",
        origin=shop.world.context.origin(), now=shop.world.now,
    )  # fmt: skip
    yield "bring_statements", "POST", "/v1/bank-statements", statement(name="S-1"), statement(name="S-2")


def exchange(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    order = shop.staff.get(paid(shop)).body["number"]
    batches: dict[str, tuple[Any, Any]] = {
        "product": ("bring_products", {"id": "vase", "name": {"fr": "Vase", "en": "Vase"}, "variants": [{"id": "v1"}]}),
        "price": ("bring_prices", {"id": "v1", "amount": euros(900)}),
        "stock": ("bring_stock", {"id": "v1@entrepot", "change": 3}),
        "customer": ("bring_customers", {"id": "c1", "email": "lou@example.com", "name": "Lou", "country": "FR"}),
        "order": ("serve_orders", {"id": order, "state": "shipped", "tracking_number": "1"}),
    }
    for kind, (operation, item) in batches.items():
        yield operation, "POST", f"/v1/exchange/{kind}/batch", {"items": [item]}, {"items": [item | {"version": 7}]}
    link = {"id": "E-77", "ours": "BOOK"}
    yield "put_link", "PUT", "/v1/exchange/links/variant", link, link | {"ours": "THROW"}
    yield "compare", "POST", "/v1/exchange/product/compare", {"items": []}, {"items": [], "page": 1}


def selling(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    others = {"others": ["throw"]}
    yield "set_relations", "PUT", "/v1/relations/book/goes_with", others, {"others": []}
    lower = PriceToSet(variant_id=shop.world.variants["BOOK"], amount=Money(2000, "EUR"))
    pricing.set_prices([lower], market="fr", origin=shop.world.context.origin(), now=clock.now())
    yield from repeated.for_a_segment(shop)
    wanted = {"items": [{"article": "BOOK", "reference": euros(2500)}]}
    yield "announce_reductions", "POST", "/v1/reductions", wanted, {"items": [{"article": "BOOK"}]}
    cup = {"id": "cup", "name": {"fr": "Tasse", "en": "Cup"}, "variants": [{"id": "cup-1"}]}
    shop.staff.post("/v1/exchange/product/batch", {"items": [cup]})
    wait = {"article": "cup-1", "email": "lou@example.com"}
    yield "ask_when_back", "POST", "/v1/stock-requests", wait, wait | {"email": "zoe@example.com"}
    chosen = {"purposes": ["marketing"], "text_version": "1", "visitor": "device-1"}
    yield "choose_purposes", "POST", "/v1/choices", chosen, chosen | {"purposes": []}
    letter = {"email": "lou@example.com", "wording": "Send me the letter."}
    yield "ask_for_letter", "POST", "/v1/newsletter", letter, letter | {"email": "zoe@example.com"}
    back = {"phone": "0612345678", "text": "STOP"}
    yield "hear_reply", "POST", "/v1/message-replies", back, back | {"text": "merci"}
    lou, zoe = (str(somebody(name)) for name in ("lou", "zoe"))
    yield from repeated.a_pair(shop, lou, zoe)
    yield "ask_erasure", "POST", "/v1/privacy/erasures", {"customer_id": lou}, {"customer_id": zoe}
    yield "end_reductions", "POST", "/v1/reductions/end", {"articles": ["BOOK"]}, {"articles": ["THROW"]}


def somebody(name: str) -> UUID:
    contact = replace(CONTACT, email=f"{name}@example.com")
    with transaction.atomic():
        return customers.name_buyer(contact, with_address=True, locale="fr", now=clock.now()).customer_id


def webhooks(shop: SimpleNamespace) -> Generator[Call, Any, None]:
    wanted = {"name": "x", "address": "http://127.0.0.1:9/", "patterns": ["*"]}
    opened = yield "open_webhook", "POST", "/v1/webhooks", wanted, wanted | {"name": "y"}
    home = f"/v1/webhooks/{opened['id']}"
    yield "change_webhook", "PUT", home, wanted | {"name": "z"}, wanted
    yield "set_webhook_state", "PUT", f"{home}/state", {"state": "paused"}, {"state": "off"}
    yield "rotate_webhook_secret", "POST", f"{home}/secret", None, None
    yield "test_webhook", "POST", f"{home}/test", None, None
    span = {"since": "2026-11-01T00:00:00Z", "until": "2030-11-20T00:00:00Z"}
    yield "replay_webhooks", "POST", f"{home}/replay", span, span | {"until": "2030-11-21T00:00:00Z"}


def told(answer: Any) -> tuple[Any, ...]:
    return answer.status, answer.text, [answer.headers.get(name) for name in answers.HEADERS]


def happened() -> list[Any]:
    # Anonymous counts wait in the memory of the process and are written when it pleases.
    facts = "journal_event WHERE lane <> 'exempt'"
    tables = (facts, "kit_idempotencyrecord", "checkout_basket", "interconnect_report")
    return [sql.row(f"SELECT count(*) FROM {table}") for table in tables]


def walk(shop: SimpleNamespace, story: Generator[Call, Any, None], crash: Any) -> set[str]:
    done, body = set(), None
    while True:
        try:
            operation, method, address, asked, another = story.send(body)
        except StopIteration:
            return done
        key = f"{operation} {uuid4()}"
        with crash():
            crashed = shop.staff.send(method, address, asked, once=key)
        assert crashed.status == (201 if operation in RENDERED_ANEW else 500), (operation, crashed.text)
        before = happened()
        first = shop.staff.send(method, address, asked, once=key)
        assert first.status < 300, (operation, first.status, first.text)
        again = shop.staff.send(method, address, asked, once=key, Accept_Language="en")
        assert told(again) == told(first)
        if another is not None:
            other = shop.staff.send(method, address, another, once=key)
            assert (other.status, other.body.get("code")) == (409, "idempotency_conflict"), (operation, other.text)
        assert happened() == before, operation
        done.add(operation)
        body = first.body


def test_every_change_sent_again_is_answered_alike_and_another_body_is_refused(shop, monkeypatch):
    @contextmanager
    def crash() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(idempotency, "say", lambda *given: 1 / 0)
            yield

    stories = (
        baskets, orders, variants, pictures, facets, stock, money, exchange, selling, webhooks,
        repeated.destinations, repeated.delivery, repeated.promotions, repeated.categories,
    )  # fmt: skip
    done = set().union(*(walk(shop, story(shop), crash) for story in stories))
    assert done == set(changing())


def test_every_change_asks_for_a_key():
    without = {
        name
        for name, operation in changing().items()
        if not any(given["name"] == "Idempotency-Key" and given["required"] for given in operation["parameters"])
    }
    assert without == set()


def test_a_basket_is_answered_as_it_was_though_prices_moved_and_it_became_an_order(guest, world):
    basket = guest.post("/v1/baskets").body["id"]
    home, line = f"/v1/baskets/{basket}", {"variant_id": str(world.variants["BOOK"]), "quantity": 1}
    first = guest.post(f"{home}/lines", line, once="the-first-line")
    dearer = PriceToSet(variant_id=world.variants["BOOK"], amount=Money(9900, "EUR"))
    pricing.set_prices([dearer], market=world.context.market.code, origin=world.context.origin(), now=clock.now())
    assert guest.get(home).body["sums"] != first.body["sums"]
    assert guest.post(f"{home}/lines", line, once="the-first-line").text == first.text
    sql.run("UPDATE checkout_basket SET state = 'merged' WHERE id = %s", [basket])
    assert guest.post(f"{home}/lines", line).status == 409
    assert guest.post(f"{home}/lines", line, once="the-first-line").text == first.text


def test_a_repeat_is_answered_though_what_it_named_is_gone(shop):
    moved = {"reason": "damaged", "lines": [{"article": "BOOK", "place": "entrepot", "quantity": -1}]}
    first = shop.staff.post("/v1/stock/adjustments", moved, once="moved-once")
    sql.run("UPDATE catalog_variant SET sku = 'GONE', external_id = 'GONE' WHERE sku = 'BOOK'")
    assert shop.staff.post("/v1/stock/adjustments", moved).status == 422
    assert shop.staff.post("/v1/stock/adjustments", moved, once="moved-once").text == first.text


def test_one_key_sent_by_ten_at_once_is_one_change_with_ten_equal_answers(guest, world):
    basket = guest.post("/v1/baskets").body["id"]
    line = {"variant_id": str(world.variants["BOOK"]), "quantity": 1}
    callers = Buyers()
    with transaction.atomic():
        locks.hold(("basket", UUID(basket)))
        for number in range(10):
            caller = Caller(language=("fr", "en")[number % 2])
            callers.start(lambda caller=caller: caller.post(f"/v1/baskets/{basket}/lines", line, once="ten-at-once"))
        callers.wait_until_blocked(10)
    answers = callers.join()
    assert {answer.status for answer in answers} == {200} and len({answer.text for answer in answers}) == 1
    assert guest.get(f"/v1/baskets/{basket}").body["lines"][0]["quantity"] == 1


def test_nobody_reads_a_kept_answer_without_the_right_to_the_order(guest, shop):
    placed = shop.buy().body
    order, token = f"/v1/orders/{placed['id']}", f"?token={placed['token']}"
    cancelled = guest.post(f"{order}/cancel{token}", {"reason": "mistake"}, once="cancelled-once")
    assert guest.post(f"{order}/cancel{token}", {"reason": "mistake"}, once="cancelled-once").text == cancelled.text
    assert guest.post(f"{order}/cancel", {"reason": "mistake"}, once="cancelled-once").status == 401


def test_neither_keys_nor_codes_can_be_read_where_answers_are_kept(shop):
    card = {"kind": "gift_card", "amount": euros(5000), "reason": "goodwill"}
    issued = shop.staff.post("/v1/stored-values", card, once="a-key-of-a-program")
    ((kept, said),) = sql.rows("SELECT key, said FROM kit_idempotencyrecord")
    assert "program" not in kept
    call = idempotency.IdempotencyKey.of(actor="", endpoint="", key="another-key", request=None)
    assert issued.body["code"].encode() not in bytes(said) and idempotency._opened(call, said) is None

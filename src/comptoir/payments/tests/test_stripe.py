"""Stripe: whole orders against localstripe, and what it lacks against a double."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from stripe import WebhookSignature

from comptoir.checkout.tests import story
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.adapters.stripe import accounts
from comptoir.payments.adapters.stripe.charges import Stripe
from comptoir.payments.contracts import Tender
from comptoir.payments.ports import Demand
from comptoir.payments.tests import stripe_servers
from comptoir.payments.tests.stripe_servers import ENTITY, SECRET, Double, LocalStripe

HERE = f"/hooks/stripe/{ENTITY}/"


@pytest.fixture(scope="module")
def process() -> Iterator[LocalStripe]:
    with stripe_servers.localstripe() as running:
        yield running


@pytest.fixture
def local(process: LocalStripe, settings: Any) -> LocalStripe:
    settings.STRIPE_ACCOUNTS = stripe_servers.account(process.address)
    return process


@pytest.fixture
def double(settings: Any) -> Iterator[Double]:
    with Double().running() as running:
        settings.STRIPE_ACCOUNTS = stripe_servers.account(running.address)
        yield running


def ordered(world: SimpleNamespace, token: str = "") -> Any:
    """An order by card, after the worker told Stripe; gives its demand."""
    opened = story.placed(world, "BOOK", tender=Tender(kind="card", token=token))
    jobs.work_payments(world.now)
    return orders.get(opened.order_id).payments[0]


def event(kind: str, thing: Any, identity: str = "evt_1") -> dict[str, Any]:
    return {
        "id": identity, "object": "event", "type": kind, "created": int(time.time()), "livemode": False,
        "pending_webhooks": 1, "data": {"object": {k: v for k, v in thing.items() if not k.startswith("_")}},
    }  # fmt: skip


def tell(said: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> Any:
    body = json.dumps(said)
    header = WebhookSignature.generate_signature_header(body, secret, int(time.time()) - age)
    return Client().post(HERE, body, content_type="application/json", headers={"Stripe-Signature": header})


def test_a_card_pays_and_a_cancelled_order_is_refunded(world, local):
    asked = ordered(world, local.card("4242424242424242"))
    order = orders.get(asked.order_id)
    assert (order.state, order.paid, asked.provider_reference[:3]) == ("confirmed", order.total, "pi_")
    orders.cancel(order.id, reason="changed_mind", actor="guest", now=world.now)
    while jobs.work_payments(world.now):
        pass
    assert orders.get(order.id).paid.minor == 0
    there = local.get(f"/v1/payment_intents/{asked.provider_reference}")["latest_charge"]
    assert there["amount_refunded"] == order.total.minor


def test_a_card_that_is_declined_leaves_the_order_waiting_for_another(world, local):
    asked = ordered(world, local.card("4000000000000341"))
    order = orders.get(asked.order_id)
    assert (order.state, asked.state, asked.refusal_code) == ("pending", "refused", "card_declined")


def test_reserved_money_is_taken_in_part_when_goods_leave(world, local, settings):
    settings.STRIPE_ACCOUNTS = stripe_servers.account(local.address, captures_later=True)
    asked = ordered(world, local.card("4242424242424242"))
    assert (asked.state, orders.get(asked.order_id).state) == ("authorised", "confirmed")
    part = Demand(
        key=uuid7(), token="", amount=Money(1000, "EUR"), reference=asked.provider_reference, kind="capture",
        legal_entity=ENTITY,
    )  # fmt: skip
    assert Stripe().capture(part).outcome == "paid"
    there = local.get(f"/v1/payment_intents/{asked.provider_reference}")["latest_charge"]
    assert there["captured"] and there["amount"] - there["amount_refunded"] == 1000
    assert Stripe().capture(part).outcome == "refused"  # it is taken once


def test_an_event_that_localstripe_signs_confirms_the_order_after_authentication(live_shop, local):
    world = live_shop
    where = {"url": f"{world.url}{HERE}", "secret": SECRET}
    local.post("/_config/webhooks/shop", where)
    opened = story.placed(world, "BOOK", tender=Tender(kind="card", token=local.card("4000002500003155")))
    asked = _until(lambda: orders.get(opened.order_id).payments[0], "action_required")
    intent = local.get(f"/v1/payment_intents/{asked.provider_reference}")
    approved = {"client_secret": intent["client_secret"], "success": "true"}
    local.post(f"/v1/payment_intents/{intent['id']}/_authenticate", approved)
    _until(lambda: orders.get(opened.order_id), "confirmed")
    told = sql.rows("SELECT kind, state FROM treasury_incomingevent WHERE request_id = %s", [asked.id])
    assert told == [("payment_intent.succeeded", "settled")]


def _until(read: Any, state: str) -> Any:
    for _ in range(400):
        if (found := read()).state == state:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{found.state} is not {state}")


def test_the_customer_pays_on_stripes_page_and_comes_back(world, double):
    asked = ordered(world)
    (what, given, headers), *_rest = double.calls
    assert (what, asked.state) == ("POST /v1/checkout/sessions", "action_required")
    assert asked.action_address == f"{double.address}/pay/cs_test_0"
    assert given["success_url"].endswith(f"/payment/{asked.id}/")
    assert headers["idempotency-key"] == f"comptoir-{asked.id}"
    assert headers["stripe-version"] == accounts.VERSION
    assert not any("card[" in name or "email" in name for name in given)
    double.pay("cs_test_0")
    assert orders.refresh_payment(asked.id, actor="guest", now=world.now + timedelta(minutes=1))
    order = orders.get(asked.order_id)
    assert (order.state, order.payments[0].provider_reference) == ("confirmed", "pi_0")


def test_the_event_may_come_before_the_customer_and_again_with_other_bytes(world, double):
    asked = ordered(world)
    said = event("payment_intent.succeeded", double.pay("cs_test_0"))
    assert tell(said).status_code == 200
    assert tell(said | {"pending_webhooks": 0}).status_code == 200  # Stripe's own counter moved
    assert not orders.refresh_payment(asked.id, actor="guest", now=world.now + timedelta(minutes=1))
    order = orders.get(asked.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert sql.rows("SELECT count(*) FROM payments_receipt") == [(1,)]
    assert tell(event("payment_intent.succeeded", {**double.intents["pi_0"], "amount_received": 1})).status_code == 409


def test_a_dispute_is_found_by_the_payment_intent_and_ends_by_its_event(world, double):
    asked = ordered(world)
    tell(event("payment_intent.succeeded", double.pay("cs_test_0")))
    thing = {
        "id": "du_1", "payment_intent": "pi_0", "amount": asked.amount.minor, "currency": "eur", "metadata": {},
        "reason": "product_not_received", "status": "needs_response",
    }  # fmt: skip
    assert tell(event("charge.dispute.created", thing, "evt_2")).status_code == 200
    order = orders.get(asked.order_id)
    assert (order.dispute, payments.disputes_of(order.id)[0].withheld) == ("open", asked.amount)
    tell(event("charge.dispute.closed", thing | {"status": "won"}, "evt_3"))
    assert orders.get(asked.order_id).dispute == "won"
    unknown = event("charge.dispute.created", thing | {"id": "du_2", "payment_intent": "pi_9"}, "evt_4")
    assert tell(unknown).status_code == 200
    assert sql.rows("SELECT state, result FROM treasury_incomingevent WHERE event_id = 'evt_4'") == [
        ("ignored", "unknown_demand")
    ]


@pytest.mark.parametrize(("secret", "age"), [("whsec_forged", 0), (SECRET, 301), (SECRET, -400)])
def test_a_forged_or_old_event_of_stripe_is_refused(world, double, secret, age):
    asked = ordered(world)
    said = event("payment_intent.succeeded", double.pay("cs_test_0"))
    before = story.written()
    assert tell(said, secret=secret, age=age).status_code == 401
    assert story.written() == before and orders.get(asked.order_id).state == "pending"


def test_a_secret_that_is_being_replaced_still_signs(world, double, settings):
    settings.STRIPE_ACCOUNTS = stripe_servers.account(double.address, secrets=("whsec_new", SECRET))
    ordered(world)
    assert tell(event("payment_intent.succeeded", double.pay("cs_test_0"))).status_code == 200


def test_a_bank_that_asks_first_is_visited_by_redirect(world, double):
    asked = ordered(world, "pm_asks_first")
    assert (asked.state, asked.action_address) == ("action_required", f"{double.address}/3ds/pi_0")
    failed = {**double.intents["pi_0"], "last_payment_error": {"code": "payment_intent_authentication_failure"}}
    tell(event("payment_intent.payment_failed", failed | {"status": "requires_payment_method"}))
    assert orders.get(asked.order_id).payments[0].refusal_code == "payment_intent_authentication_failure"


def test_reserved_money_is_taken_in_parts_each_once(world, double, settings):
    settings.STRIPE_ACCOUNTS = stripe_servers.account(double.address, captures_later=True)
    ordered(world, "pm_card")
    first, last = (
        Demand(
            key=key, token="", amount=Money(minor, "EUR"), reference="pi_0", kind="capture", legal_entity=ENTITY,
            final=final,
        )
        for key, minor, final in ((uuid7(), 500, False), (uuid7(), 300, True))
    )  # fmt: skip
    assert [Stripe().capture(part).outcome for part in (first, first, last)] == ["paid", "paid", "paid"]
    assert (double.intents["pi_0"]["amount_received"], double.intents["pi_0"]["status"]) == (800, "succeeded")
    tell(event("payment_intent.succeeded", double.intents["pi_0"]))
    assert sql.rows("SELECT count(*) FROM payments_receipt") == [(0,)]  # the captures say what came, not this


def test_no_answer_is_asked_about_and_never_charged_twice(world, double):
    double.drops = True
    asked = ordered(world, "pm_card")
    assert asked.state == "requested" and len(double.intents) == 1
    double.drops = False
    jobs.work_payments(world.now + timedelta(minutes=1))
    order = orders.get(asked.order_id)
    assert (order.state, len(double.intents)) == ("confirmed", 1)


def test_a_refund_that_is_pending_is_asked_about_until_it_is_done(world, double):
    asked = ordered(world, "pm_card")
    double.refund_status = "pending"
    orders.cancel(asked.order_id, reason="mistake", actor="guest", now=world.now)
    jobs.work_payments(world.now)
    assert orders.get(asked.order_id).paid.minor == asked.amount.minor
    double.refunds[0]["status"] = "succeeded"
    jobs.work_payments(world.now + timedelta(minutes=1))
    assert (orders.get(asked.order_id).paid.minor, len(double.refunds)) == (0, 1)


def test_the_books_of_a_day_have_fees_and_payouts(double):
    noon = datetime(2026, 11, 17, 12, tzinfo=UTC)
    at = int(noon.timestamp())
    double.book("charge", 2500, {"id": "ch_1", "payment_intent": "pi_1", "metadata": {}}, at, fee=60)
    double.book("payout", -2440, "po_1", at)
    double.book("charge", 100, {"id": "ch_2", "payment_intent": "pi_2", "metadata": {}}, at + 86_400)
    found = payments.movements("stripe", ENTITY, noon - timedelta(hours=12), noon + timedelta(hours=12))
    assert [(m.kind, m.reference, m.amount.minor, m.fee.minor) for m in found] == [
        ("charge", "pi_1", 2500, 60), ("payout", "po_1", -2440, 0),
    ]  # fmt: skip


def test_without_an_account_stripe_is_not_offered_and_its_key_is_never_shown(world, double, settings, caplog):
    offered = {option.kind for option in payments.tenders(collects=False, legal_entity=ENTITY)}
    ordered(world)
    shown = f"{accounts.account_of(ENTITY)} {payments.provider_statuses([ENTITY])} {caplog.text}"
    assert "card" in offered and stripe_servers.KEY not in shown and SECRET not in shown
    settings.STRIPE_ACCOUNTS = {}
    assert "card" not in {option.kind for option in payments.tenders(collects=False, legal_entity=ENTITY)}
    assert tell({"id": "evt_1"}).status_code == 404

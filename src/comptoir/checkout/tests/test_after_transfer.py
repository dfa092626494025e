"""What is promised to who pays by transfer: no day before the money comes, then the day of what is held for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import translation

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_ahead import announce
from comptoir.checkout.tests.test_money import work
from comptoir.kit import cache, sql
from comptoir.orders import assess, mail
from comptoir.orders import facade as orders
from comptoir.orders.contracts import ChangeWish
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.promises import facade as promises

BANK = Tender(kind="test_card", token="tok_authenticate")
REFUSED = Tender(kind="test_card", token="tok_refused")


def waiting(world: SimpleNamespace, basket: Any) -> tuple[Any, Any]:
    """An order for whose money the bank says to wait a week; and its request."""
    opened = checkout.place_order(story.wish(basket, world.context, BANK))
    work(world)
    request = orders.get(opened.order_id).payments[0]
    sql.run("UPDATE payments_paymentrequest SET state = 'requested' WHERE id = %s", [request.id])
    waits = PaymentResult(outcome="waiting", amount=opened.total, until=world.now + timedelta(days=7))
    orders.settle_payment(request.id, waits, actor="system:worker", now=world.now)
    return opened, request


def paid(world: SimpleNamespace, opened: Any, request: Any, days: int) -> Any:
    came, late = PaymentResult(outcome="paid", amount=opened.total, reference="V"), world.now + timedelta(days=days)
    assert orders.settle_payment(request.id, came, actor="system:bank", now=late) == "confirmed"
    return orders.get(opened.order_id)


def test_goods_still_to_come_keep_their_day_and_their_place_in_the_queue(world: SimpleNamespace) -> None:
    announce(world)
    opened, request = waiting(world, story.filled(world, "BOWL-BLUE", quantity=3))
    (told,) = promises.of("order", opened.order_id)
    checkout.place_order(story.wish(story.filled(world, "BOWL-BLUE", quantity=3), world.context))  # the queue behind
    page = Client(HTTP_HOST="127.0.0.1").get(f"/fr/commande/{opened.link}/").content.decode()
    assert "Le jour vous est dit dès l’arrivée de votre virement" in page and "jours ouvrés" not in page
    assert paid(world, opened, request, 5).promise.due == told.due, "its pieces come on the same day as before"


def test_the_day_is_that_of_the_place_that_holds_the_goods(world: SimpleNamespace) -> None:
    sql.run("UPDATE org_location SET ships = true WHERE code = 'paris-11'")
    cache.forget()
    here = "UPDATE inventory_stocklevel SET on_hand = %s WHERE variant_id = %s AND location_id = %s"
    bowl = world.variants["BOWL-OCHRE"]
    sql.run(here, [0, bowl, world.warehouse.id])
    opened, _request = waiting(world, story.filled(world, "BOWL-OCHRE"))
    sql.run(here, [9, bowl, world.warehouse.id])
    way = assess.way_from_now(opened.order_id, actor="system:bank", now=world.now + timedelta(days=3))
    assert way and world.warehouse.id not in {part.location_id for part in way.allocations}


def test_a_change_while_the_money_is_waited_for_promises_no_day_that_is_over(world: SimpleNamespace) -> None:
    opened, _request = waiting(world, story.filled(world, "BOWL-OCHRE"))
    wish = ChangeWish(contact=replace(story.CONTACT, postcode="69003", city="Lyon"))
    seen_at = world.now + timedelta(hours=1)
    seen = orders.preview_change(opened.order_id, wish, actor="staff:1", now=seen_at)
    orders.change_order(
        opened.order_id, wish, version=seen.version, shown_total=seen.total, shown_promise=seen.promise,
        actor="staff:1", now=seen_at, tender=REFUSED,
    )  # fmt: skip
    work(world, 61)
    later = world.now + timedelta(days=6)
    orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=later)
    work(world, 6 * 24 * 60)
    found = orders.get(opened.order_id)
    assert found.state == "confirmed" and found.promise and found.promise.due > later


def test_neither_mail_nor_page_tells_a_day_that_nobody_promises(world: SimpleNamespace) -> None:
    opened, _request = waiting(world, story.filled(world, "BOWL-OCHRE"))
    with translation.override("fr"):
        body = mail.compose(orders.get(opened.order_id), "changed").body
    assert "Chez vous" not in body and "2 jours ouvrés" in body
    orders.pay_again(opened.order_id, tender=REFUSED, actor="guest", now=world.now + timedelta(days=4))
    work(world, 4 * 24 * 60)
    page = Client(HTTP_HOST="127.0.0.1").get(f"/fr/commande/{opened.link}/").content.decode()
    assert "Livraison entre" not in page and "novembre</strong>" not in page

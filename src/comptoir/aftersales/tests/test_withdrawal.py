"""A withdrawal from its declaration to the money, with real orders."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import IntegrityError

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales import mail
from comptoir.aftersales.errors import AlreadyWithdrawn, OrderUnknown, WindowOver, WithdrawalMoveRefused
from comptoir.aftersales.models import Withdrawal
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft
from comptoir.checkout.tests import story
from comptoir.kit import sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.tests import shop
from comptoir.project import founding
from comptoir.project import world as small
from comptoir.promises import facade as promises

WHO = {"name": "Léa Martin", "email": "lea@example.com", "locale": "fr", "channel": "web", "actor": "guest"}
DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


def declare(order: OrderInfo, now: Any, quantities: dict[int, int] | None = None, **more: Any) -> Any:
    return aftersales.declare(order.id, quantities=quantities, now=now, **{**WHO, **more})


def delivered(world: SimpleNamespace, *skus: str) -> OrderInfo:
    order = shop.paid(world, *skus)
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    shop.work(world.now)
    orders.mark_delivered(order.id, actor="staff:1", now=world.now + DAY)
    return orders.get(order.id)


def written() -> dict[str, int]:
    return story.written() | {"withdrawals": Withdrawal.objects.count()}


def test_what_came_goes_back_and_then_the_money_with_the_delivery(world) -> None:
    order = delivered(world, "BOOK", "BOWL-OCHRE")
    now = world.now + 3 * DAY
    key = IdempotencyKey.of(actor="guest", endpoint="withdraw", key="12345678", request="x")
    made = declare(order, now, idempotency_key=key)
    assert declare(order, now, idempotency_key=key) == made and Withdrawal.objects.count() == 1
    assert (made.state, made.is_whole, made.to_return) == ("declared", True, 2)
    assert made.refund == order.total
    promise = promises.get(made.promise_id)
    assert (promise.kind, promise.state) == ("refund", "made")
    assert promise.due.astimezone(PARIS).date() == (now + 14 * DAY).date()
    assert aftersales.stop_parcels(made.id, now=now) == 0 and not aftersales.close(made.id, now=now)
    with pytest.raises(AlreadyWithdrawn):
        declare(order, now)

    sent = aftersales.take_back(
        made.id, evidence="sent", proof="8R123", actor="staff:1", channel="backoffice", now=now
    )
    assert (sent.state, orders.get(order.id).credited) == ("refunding", order.total)
    assert not aftersales.close(made.id, now=now)  # asked for, not yet given
    shop.work(now)
    assert aftersales.close(made.id, now=now) and aftersales.close(made.id, now=now)
    assert promises.get(made.promise_id).state == "kept"
    assert orders.get(order.id).paid.minor == 0
    here = aftersales.take_back(made.id, evidence="received", actor="staff:1", channel="backoffice", now=now)
    assert here.received_at and here.state == "refunded"
    before = written()
    with pytest.raises(WithdrawalMoveRefused):
        aftersales.take_back(made.id, evidence="received", actor="staff:1", channel="backoffice", now=now)
    with pytest.raises(Invalid):
        aftersales.take_back(made.id, evidence="sent", actor="staff:1", channel="backoffice", now=now)
    assert written() == before


def test_one_line_before_it_left_is_stopped_and_paid_back_at_once(world) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    made = declare(order, world.now, {shop.line(order, "BOOK"): 1})
    assert (made.to_return, made.is_whole) == (0, False)
    assert aftersales.stop_parcels(made.id, now=world.now) == 1
    assert aftersales.stop_parcels(made.id, now=world.now) == 0
    shop.work(world.now)
    assert aftersales.close(made.id, now=world.now)
    after = orders.get(order.id)
    assert [line.sku for line in after.lines if line.kind == "goods"] == ["BOWL-OCHRE"]
    assert order.total.minor - after.total.minor == 2500 and not after.due
    assert promises.get(made.promise_id).state == "kept"
    shop.assert_sound(order.id)
    right = aftersales.right(after, world.now)
    assert right.is_open and [line.sku for line in right.lines] == ["BOWL-OCHRE"]


def test_an_unpaid_order_and_a_whole_one_that_waits_are_cancelled(world) -> None:
    unpaid = orders.get(story.placed(world, "BOOK").order_id)
    paid = shop.paid(world, "BOWL-OCHRE")
    for order in (unpaid, paid):
        made = declare(order, world.now)
        aftersales.stop_parcels(made.id, now=world.now)
        shop.work(world.now)
        assert orders.get(order.id).state == "cancelled"
        assert aftersales.close(made.id, now=world.now)
        assert orders.get(order.id).paid.minor == 0 and not orders.get(order.id).due


def test_a_parcel_that_left_before_it_was_stopped_has_to_come_back(world) -> None:
    order = shop.paid(world, "BOOK")
    made = declare(order, world.now)
    orders.mark_shipped(order.id, tracking_number="6A1", actor="staff:1", now=world.now)
    assert aftersales.stop_parcels(made.id, now=world.now) == 0
    found = aftersales.get(made.id)
    assert (found.state, found.to_return, found.refund) == ("declared", 1, order.total)


def test_without_goods_in_time_the_promise_waits_and_is_made_again_when_they_come(world) -> None:
    made = declare(delivered(world, "BOOK"), world.now + DAY)
    aftersales.stop_parcels(made.id, now=world.now + DAY)
    assert aftersales.wait_for_goods(world.now + 14 * DAY) == 0
    late = world.now + 20 * DAY
    assert aftersales.wait_for_goods(late) == 1 and aftersales.wait_for_goods(late) == 0
    assert promises.get(made.promise_id).state == "withdrawn"
    here = aftersales.take_back(made.id, evidence="received", actor="staff:1", channel="backoffice", now=late + DAY)
    assert here.promise_id != made.promise_id
    shop.work(late + DAY)
    assert aftersales.close(made.id, now=late + DAY)
    assert promises.get(here.promise_id).state == "kept"


def test_after_the_last_day_nothing_is_written_and_before_it_the_hour_counts(world) -> None:
    order = delivered(world, "BOOK")  # received on Thursday 19 November
    assert str(aftersales.right(order, world.now).last_day) == "2026-12-03"
    before = written()
    with pytest.raises(WindowOver) as refused:
        declare(order, world.now + 16 * DAY)
    assert "3 décembre 2026" in refused.value.text("fr")
    for wrong in ({"email": "nobody"}, {"name": " "}):
        with pytest.raises(Invalid):
            declare(order, world.now, **wrong)
    assert written() == before
    assert declare(order, world.now + 15 * DAY).state == "declared"


def test_the_acknowledgement_holds_content_date_and_hour_and_stays_as_it_was(world) -> None:
    made = declare(delivered(world, "BOOK"), world.now + DAY)
    for part in ("Léa Martin", made.order_number, "Cahier de table", "19 novembre 2026", "10:30:00", "Maison Coste"):
        assert part in made.statement
    mail.send(made.id, now=world.now)
    mail.send(made.id, now=world.now)
    (message,) = outbox.outbox
    assert made.statement in message.body and message.to == ["lea@example.com"]
    assert message.attachments[0].content == made.statement
    for change in ("statement = 'x'", "declared_at = now()", "email = 'x@example.com'"):
        with pytest.raises(IntegrityError):
            sql.run(f"UPDATE aftersales_withdrawal SET {change} WHERE id = %s", [made.id])
    with pytest.raises(IntegrityError):
        sql.run("DELETE FROM aftersales_withdrawal WHERE id = %s", [made.id])


def test_an_order_is_found_by_number_and_e_mail_and_nobody_learns_which_was_wrong(world) -> None:
    order = shop.paid(world, "BOOK")
    spelt = order.number.lower().replace("-", " ")
    assert aftersales.find_order(spelt, " LEA@example.com", asker="a", now=world.now) == order.id
    told = set()
    for number, email in ((order.number, "x@example.com"), ("AAAA-AAAA", "lea@example.com"), ("", "")):
        with pytest.raises(OrderUnknown) as refused:
            aftersales.find_order(number, email, asker="b", now=world.now)
        told.add((refused.value.text("fr"), str(refused.value.data)))
    assert len(told) == 1
    with pytest.raises(TooFast):
        for _try in range(12):
            with pytest.raises(OrderUnknown):
                aftersales.find_order(order.number, "x@example.com", asker="c", now=world.now)
    another = shop.paid(world, "BOWL-OCHRE")
    for each in range(24):  # who is right forgets the tries at the number too
        number, email = another.number, "lea@example.com" if each % 6 == 5 else "x@example.com"
        with contextlib.suppress(OrderUnknown):
            aftersales.find_order(number, email, asker=f"e{each}", now=world.now)
    for each in range(30):  # others of the same address who are right keep it open
        number, email = (another.number, "lea@example.com") if each % 5 == 4 else (f"AAAA-{each:04}", "x@example.com")
        with contextlib.suppress(OrderUnknown):
            aftersales.find_order(number, email, asker="d", now=world.now)


def test_the_exclusion_of_the_day_of_the_order_counts(world) -> None:
    ordered_before = shop.paid(world, "THROW")
    drafts = [d for d in small._drafts() if d.external_id == "throw"]
    excluded = AttributeDraft(
        code="withdrawal-exclusion", label=Localised(fr="Rétractation", en="Withdrawal"), kind="choice",
        value="made-to-measure",
    )  # fmt: skip
    catalog.upsert_products(
        [replace(draft, attributes=(excluded,)) for draft in drafts], market=founding.MARKET,
        origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    ordered_after = shop.paid(world, "THROW", "BOOK")
    assert aftersales.right(ordered_before, world.now).lines[0].exclusion == ""
    right = aftersales.right(ordered_after, world.now)
    assert [(line.sku, line.is_lost) for line in right.lines if line.is_lost] == [("THROW", True)]
    made = declare(ordered_after, world.now)
    assert [line.sku for line in made.lines] == ["BOOK"] and not made.is_whole

"""What the outside may say to us, and what it may not."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from comptoir.checkout.tests import story
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments.adapters import test_bank
from comptoir.payments.contracts import PaymentResult, Tender

HERE = "/hooks/test-bank/maison-coste/"
LATE = Tender(kind="test_card", token="tok_webhook_late")


def waiting(world: SimpleNamespace, *, sku: str = "BOOK", token: str = "tok_webhook_late") -> Any:
    """An order whose bank was told and has not answered yet; gives its demand."""
    opened = story.placed(world, sku, tender=Tender(kind="test_card", token=token))
    jobs.work_payments(world.now)
    return orders.get(opened.order_id).payments[0]


def paid(asked: Any, **other: Any) -> dict[str, Any]:
    """What the bank says when it has the money."""
    result = PaymentResult(
        outcome=other.pop("outcome", "paid"), amount=other.pop("amount", asked.amount),
        reference=other.pop("reference", f"test_{asked.id.hex}"),
    )  # fmt: skip
    return test_bank.letter(asked.id, "charge", result, clock.now()) | other


def send(said: dict[str, Any], *, at: timedelta = timedelta(), to: str = HERE, **headers: str) -> Any:
    body = json.dumps(said)
    given = test_bank.signed(body, said["id"], clock.now() + at)
    given.pop("content-type")
    return Client().post(to, body, content_type="application/json", headers=given | headers)


def inbox() -> list[tuple[str, str, int]]:
    return sql.rows("SELECT state, result, repeats FROM treasury_incomingevent ORDER BY received_at, id")


def untouched(before: dict[str, int]) -> bool:
    return story.written() == before and inbox() == []


def test_an_event_pays_its_order_once_and_is_answered_the_same_each_time(world):
    asked = waiting(world)
    said = paid(asked)
    first, second = send(said), send(said)
    assert (first.status_code, first.content) == (200, second.content)
    order = orders.get(asked.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert inbox() == [("settled", "confirmed", 1)]
    assert story.written()["payments_receipt"] == 1


def test_another_body_under_the_same_id_is_a_conflict(world):
    asked = waiting(world)
    said = paid(asked)
    send(said)
    before = story.written()
    changed = send(said | {"data": said["data"] | {"amount": 1}})
    assert (changed.status_code, changed.json()["code"]) == (409, "event_conflict")
    assert story.written() == before


@pytest.mark.parametrize(
    "forged",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "not a signature"},
        {"webhook-signature": ""},
        {"webhook-id": "evt_other"},
        {"webhook-timestamp": "yesterday"},
        {"webhook-timestamp": "9" * 30},
    ],
)
def test_a_forged_event_is_refused_and_leaves_nothing(world, forged):
    asked = waiting(world)
    before = story.written()
    answer = send(paid(asked), **forged)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_genuine")
    assert untouched(before)


def test_a_secret_of_another_house_signs_nothing_here(world, settings):
    asked = waiting(world)
    said = paid(asked)
    body = json.dumps(said)
    settings.SECRET_KEY = "another house"
    given = test_bank.signed(body, said["id"], clock.now())
    settings.SECRET_KEY = "tests only"
    given.pop("content-type")
    before = story.written()
    answer = Client().post(HERE, body, content_type="application/json", headers=given)
    assert answer.status_code == 401 and untouched(before)


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24])
def test_an_event_recorded_and_sent_again_later_is_refused(world, minutes):
    asked = waiting(world)
    before = story.written()
    answer = send(paid(asked), at=timedelta(minutes=minutes))
    assert answer.status_code == 401 and untouched(before)


def test_a_changed_byte_breaks_the_signature(world):
    asked = waiting(world)
    said = paid(asked)
    given = test_bank.signed(json.dumps(said), said["id"], clock.now())
    given.pop("content-type")
    before = story.written()
    dearer = json.dumps(said).replace(str(asked.amount.minor), "1")
    answer = Client().post(HERE, dearer, content_type="application/json", headers=given)
    assert answer.status_code == 401 and untouched(before)


def test_huge_and_packed_bodies_are_refused_before_they_are_read(world):
    huge = Client().post(HERE, b"x" * 300_000, content_type="application/json")
    bomb = Client().post(
        HERE, gzip.compress(b"0" * 50_000_000), content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert (huge.status_code, bomb.status_code) == (413, 415)
    assert (huge.json()["code"], bomb.json()["code"]) == ("body_too_large", "encoding_refused")
    assert Client().get(HERE).status_code == 405
    assert Client().post("/hooks/nobody/maison-coste/", b"{}", content_type="application/json").status_code == 404
    assert inbox() == []


def test_an_event_is_for_the_company_whose_address_it_was_sent_to(world):
    asked = waiting(world)
    answer = send(paid(asked), to="/hooks/test-bank/other-house/")
    assert answer.status_code == 200
    assert inbox() == [("refused", "other_account", 0)]
    assert orders.get(asked.order_id).paid.minor == 0


def test_an_event_that_names_another_charge_moves_nothing(world):
    asked, other = waiting(world, token="tok_authenticate"), waiting(world, sku="BOWL-OCHRE")
    answer = send(paid(asked, reference=f"test_{other.id.hex}"))
    assert answer.status_code == 200 and inbox() == [("refused", "other_reference", 0)]
    assert [orders.get(each.order_id).paid.minor for each in (asked, other)] == [0, 0]


def test_an_event_of_one_provider_does_not_pay_the_demand_of_another(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    asked = orders.get(opened.order_id).payments[0]
    send(paid(asked))
    assert inbox() == [("refused", "other_provider", 0)]
    assert orders.get(opened.order_id).paid.minor == 0


def test_an_event_about_nothing_of_ours_is_kept_and_ignored(world):
    asked = waiting(world)
    unknown = paid(asked)
    unknown["data"] = unknown["data"] | {"demand": str(uuid7())}
    news = paid(asked) | {"type": "balance.changed"}
    assert [send(unknown).status_code, send(news).status_code] == [200, 200]
    assert inbox() == [("ignored", "unknown_demand", 0), ("ignored", "not_about_a_payment", 0)]


@pytest.mark.parametrize("said", [[], {}, {"type": "charge.paid"}, {"type": 3, "data": []}])
def test_a_signed_event_that_cannot_be_read_is_refused(world, said):
    body = json.dumps(said)
    given = test_bank.signed(body, "evt_1", clock.now())
    given.pop("content-type")
    answer = Client().post(HERE, body, content_type="application/json", headers=given)
    assert (answer.status_code, answer.json()["code"]) == (400, "event_unreadable")
    assert inbox() == []


def test_a_wrong_amount_is_recorded_as_it_came_and_does_not_confirm(world):
    asked = waiting(world)
    send(paid(asked, amount=Money(100, "EUR")))
    order = orders.get(asked.order_id)
    assert (order.state, order.paid.minor) == ("pending", 100)


def test_news_that_comes_late_changes_nothing_that_is_settled(world):
    asked = waiting(world)
    send(paid(asked))
    send(paid(asked, outcome="refused"))
    send(paid(asked, outcome="cancelled"))
    order = orders.get(asked.order_id)
    assert (order.state, order.paid, order.payments[0].state) == ("confirmed", order.total, "paid")


def test_nothing_that_is_secret_or_personal_reaches_the_log(world, caplog):
    asked = waiting(world)
    said = paid(asked)
    send(said)
    send(said, **{"webhook-signature": "v1,Zm9yZ2Vk"})
    written = caplog.text
    assert "Zm9yZ2Vk" not in written and test_bank.secret() not in written and str(asked.id) not in written

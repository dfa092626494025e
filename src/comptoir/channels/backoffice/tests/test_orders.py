"""What staff do to an order is the order's own verb: seen in the tables and in the journal."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from comptoir.channels.backoffice import rows, story
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.errors import NothingToGiveBack, OrderMoveRefused


def post(client, name: str, pk: UUID, follow: bool = False, **data: str):
    return client.post(reverse(f"orders:{name}", args=[pk]), data, follow=follow)


def words(order_id: UUID) -> list[str]:
    return [event.name for event in journal.timeline("order", order_id)]


def test_an_order_is_shipped_with_its_tracking_number_and_delivered(admin, place) -> None:
    order_id = place()
    parcel = str(orders.get(order_id).shipments[0].id)
    sent = post(admin, "ship", order_id, shipment=parcel, carrier="Colissimo", tracking_number="6A123456789")
    assert sent.status_code == 302
    order = orders.get(order_id)
    assert (order.state, order.shipments[0].tracking_number) == ("shipped", "6A123456789")
    assert post(admin, "deliver", order_id).status_code == 302
    assert orders.get(order_id).state == "delivered"
    assert {"Order Shipped", "Stock Taken", "Order Delivered"} <= set(words(order_id))
    told = journal.timeline("order", order_id)[-1].origin
    assert told.actor.startswith("staff:")
    assert story.of_order(order, "en")[-1].channel == "backoffice", "not the channel on which it was sold"


def test_a_collected_order_is_made_ready_paid_at_the_counter_and_handed_over(admin, log_in, place) -> None:
    order_id = place(collect=True)
    assert post(admin, "ready", order_id).status_code == 302
    page, french = reverse("orders:order", args=[order_id]), log_in("operations", "fr")
    assert "Marquer comme retirée" in french.get(page).content.decode()
    refused = post(admin, "deliver", order_id)
    assert "This order is not paid yet" in refused.content.decode()
    assert orders.get(order_id).state == "ready"
    assert post(admin, "receive", order_id).status_code == 302
    assert post(admin, "deliver", order_id).status_code == 302
    assert orders.get(order_id).state == "delivered"
    shown = french.get(page).content.decode()
    assert "retiré</" in shown and "Livrée" in shown and "Remise" not in shown


def test_a_refund_at_the_counter_is_recorded_once_when_it_was_given_back(admin, log_in, place) -> None:
    order_id = place(collect=True)
    address = reverse("orders:give-back", args=[order_id])
    page = reverse("orders:order", args=[order_id])
    post(admin, "receive", order_id)
    post(admin, "cancel", order_id, reason="changed_mind")
    while jobs.work_payments(clock.now()):
        pass
    assert address in admin.get(page).content.decode()
    assert post(log_in("merchant"), "give-back", order_id).url == reverse("wagtailadmin_home")
    assert "Payment Refunded" not in words(order_id)
    assert post(admin, "give-back", order_id).status_code == 302
    assert orders.get(order_id).paid.minor == 0 and words(order_id).count("Payment Refunded") == 1
    assert address not in admin.get(page).content.decode()
    refused = post(admin, "give-back", order_id)
    assert NothingToGiveBack().text("en") in refused.content.decode()
    assert words(order_id).count("Payment Refunded") == 1


def test_a_cancelled_order_keeps_its_reason_and_gives_the_money_back(log_in, admin, place) -> None:
    order_id = place()
    assert post(admin, "cancel", order_id, reason="mistake").status_code == 302
    order = orders.get(order_id)
    assert order.state == "cancelled"
    assert [payment.kind for payment in order.payments] == ["charge", "refund"]
    address = reverse("orders:order", args=[order_id])
    assert "Commande passée par erreur" in log_in("operations", "fr").get(address).content.decode()
    assert "Ordered by mistake" in log_in("operations", "en").get(address).content.decode()
    told = [e.payload for e in journal.timeline("order", order_id) if e.name == "Order Cancelled"]
    assert [payload["reason"] for payload in told] == ["mistake"]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_refused_action_shows_the_sentence_and_writes_nothing(log_in, place, locale: str) -> None:
    client = log_in("operations", locale)
    order_id = place()
    post(client, "cancel", order_id, reason="mistake")
    before = words(order_id), levels()
    answer = post(client, "cancel", order_id, reason="other")
    said = OrderMoveRefused(state="cancelled", to="cancelled").text(locale)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert (words(order_id), levels()) == before


def levels() -> list[tuple[int, int]]:
    return list(rows.StockLevel.objects.order_by("pk").values_list("on_hand", "reserved"))


def test_a_form_that_is_not_filled_in_asks_no_verb(admin, place) -> None:
    order_id = place()
    for reason in ("", "Zoé Martin asked for it"):
        assert post(admin, "cancel", order_id, reason=reason).status_code == 200
    assert orders.get(order_id).state == "confirmed"


def test_a_merchant_reads_an_order_and_changes_nothing(log_in, place) -> None:
    client = log_in("merchant")
    order_id = place()
    page = client.get(reverse("orders:order", args=[order_id])).content.decode()
    assert reverse("orders:cancel", args=[order_id]) not in page
    assert post(client, "cancel", order_id, reason="other").url == reverse("wagtailadmin_home")
    assert orders.get(order_id).state == "confirmed"


def test_the_story_tells_order_payment_stock_and_promise_in_the_readers_language(log_in, place) -> None:
    order_id = place()
    english = log_in("operations", "en").get(reverse("orders:order", args=[order_id])).content.decode()
    french = log_in("operations", "fr").get(reverse("orders:order", args=[order_id])).content.decode()
    for sentence in ("Order placed: €", "Reserved: 3 pieces", "received", "Order confirmed", "Promised for"):
        assert sentence in english, sentence
    for sentence in ("Commande passée", "Réservé\u202f: 3 pièces", "Promis pour"):
        assert sentence in french, sentence


def test_an_order_that_is_not_there_is_not_found(admin, world) -> None:
    unknown = UUID(int=7)
    assert admin.get(reverse("orders:order", args=[unknown])).status_code == 404
    assert admin.get(reverse("orders:cancel", args=[unknown])).status_code == 404


def test_no_page_tells_a_day_while_a_transfer_is_waited_for(log_in, place) -> None:
    order, client = place(), log_in("operations", "en")
    page, listed = reverse("orders:order", args=[order]), reverse("orders:index")
    day = "<dt>Promised for</dt><dd>none while a transfer is waited for"
    due = {"promised_by_from": "2000-01-01", "promised_by_to": "2100-01-01"}
    number = orders.get(order).number
    assert day not in client.get(page).content.decode()
    assert number in client.get(listed, due).content.decode()
    sql.run("UPDATE orders_order SET unpromised_since = placed_at WHERE id = %s", [order])
    assert day in client.get(page).content.decode()
    assert number not in client.get(listed, due).content.decode()

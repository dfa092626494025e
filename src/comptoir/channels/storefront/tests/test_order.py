"""What the page of an order says before it is paid and after it has ended."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from django.test import Client

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.checkout.tests import story
from comptoir.kit import clock, sql
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import OpenedOrder
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.treasury.tests.conftest import bank  # noqa: F401

SAID = {
    "nothing": {"fr": "Rien n’a été débité.", "en": "Nothing was charged."},
    "under way": {
        "fr": "30,95\u202f€ ont été débités et sont en cours de remboursement.",
        "en": "€30.95 was charged and is being given back.",
    },
    "given back": {
        "fr": "30,95\u202f€ ont été débités et vous ont été rendus.",
        "en": "€30.95 was charged and has been given back.",
    },
    "owed": {
        "fr": "30,95\u202f€ ont été débités et n’ont pas encore pu être rendus\u202f: nous vous les devons.",
        "en": "€30.95 was charged and could not be given back yet: we owe it to you.",
    },
}


def work(now: datetime) -> None:
    while jobs.work_payments(now):
        pass


def page(opened: OpenedOrder, language: str = "fr") -> str:
    answer = Client().get(address("order", language, link=opened.link))
    assert answer.status_code == 200
    return answer.content.decode()


def assert_said(opened: OpenedOrder, expected: str) -> None:
    """This sentence about money, and none of the others."""
    for language in ("fr", "en"):
        html = page(opened, language)
        found = [key for key, texts in SAID.items() if texts[language] in html]
        assert found == [expected]


def cancel(opened: OpenedOrder, world: SimpleNamespace) -> None:
    orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now)


def refuse_refund(order_id: UUID, now: datetime) -> None:
    refund = next(each for each in orders.get(order_id).payments if each.kind == "refund")
    result = PaymentResult(outcome="refused", amount=refund.amount, refusal_code="closed_account")
    orders.settle_payment(refund.id, result, actor="system:bank", now=now)


def test_an_unpaid_collection_is_a_collection_and_can_be_paid_in_the_shop(world: SimpleNamespace) -> None:
    refused = Tender(kind="test_card", token="tok_refused")
    opened = story.placed(world, "BOOK", tender=refused, delivery="collect@paris-11")
    work(world.now)
    html = page(opened)
    assert "À retirer" in html and "14 rue de la Folie-Méricourt" in html and "Livraison entre" not in html
    assert 'value="in_shop"' in html
    client = Client(HTTP_SEC_FETCH_SITE="same-origin")
    client.post(address("order_pay", "fr", link=opened.link), {"tender": "in_shop"})
    work(clock.now())
    html = page(opened)
    assert "Merci, votre commande est confirmée" in html and "À retirer" in html


def test_an_unpaid_delivery_is_not_paid_in_the_shop(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_refused"))
    work(world.now)
    html = page(opened)
    assert "Livraison entre" in html and 'value="test_card:tok_success"' in html and 'value="in_shop"' not in html


def told(bank: SimpleNamespace) -> str:  # noqa: F811
    """The column promised_by of the one line of goods in the export."""
    table = "".join(orders.export_csv(orders.OrderFilter(), locale="fr", personal=False, until=bank.now))
    return next(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))["promised_by"]


def test_who_waits_for_a_transfer_may_pay_by_card_instead(bank: SimpleNamespace) -> None:  # noqa: F811
    opened = story.placed(bank, "BOOK", tender=Tender(kind="bank_transfer"))
    work(bank.now)
    (row,) = orders.find(orders.OrderFilter()).items
    assert (row.promised, told(bank)) == (None, ""), "no day is promised, in no list"
    html = page(opened)
    assert "Payer autrement" in html and "IBAN" in html and 'value="bank_transfer"' not in html
    browser = Client(HTTP_SEC_FETCH_SITE="same-origin")
    browser.post(address("order_pay", "fr", link=opened.link), {"tender": "test_card:tok_success"})
    work(clock.now())
    html = page(opened)
    assert "Merci, votre commande est confirmée" in html and "IBAN" not in html
    (row,) = orders.find(orders.OrderFilter()).items
    assert row.promised == row.promised_by and told(bank)


def test_a_card_tried_again_keeps_its_day_and_no_promise_is_taken_back(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_refused"))
    work(world.now)
    (before,) = orders.find(orders.OrderFilter()).items
    for token in ("tok_refused", "tok_success"):
        again = world.now + timedelta(minutes=1)
        assert "Livraison entre" in page(opened)
        orders.pay_again(
            opened.order_id, tender=Tender(kind="test_card", token=token), actor="guest", now=again
        )
        (row,) = orders.find(orders.OrderFilter()).items
        assert row.promised == row.promised_by == before.promised_by, "held for longer, and promised as before"
        work(again)
    assert "Merci, votre commande est confirmée" in page(opened)
    told = sql.rows("SELECT name, count(*) FROM journal_event WHERE name LIKE 'Promise %%' GROUP BY name")
    assert told == [("Promise Made", 1)]


def test_a_transfer_that_never_came_leaves_no_day_behind(bank: SimpleNamespace) -> None:  # noqa: F811
    opened = story.placed(bank, "BOOK", tender=Tender(kind="bank_transfer"))
    work(bank.now)
    cancel(opened, bank)
    (row,) = orders.find(orders.OrderFilter()).items
    assert (row.state, row.promised, told(bank)) == ("cancelled", None, "")
    assert orders.get(opened.order_id).promised is None


def test_an_order_is_cancelled_by_a_second_tap_that_knows_what_goes_back(world: SimpleNamespace) -> None:
    told = {
        "fr": ("30,95\u202f€ vous seront rendus, comme vous avez payé", "La garder", "<span>Carte de test</span>"),
        "en": ("€30.95 goes back to you", "Keep it", "<span>Test card</span>"),
    }
    browser = Client(HTTP_SEC_FETCH_SITE="same-origin")
    unpaid, opened = story.placed(world, "BOOK"), story.placed(world, "BOOK")
    work(world.now)
    cancel(unpaid, world)
    assert browser.get(address("order_cancel", "fr", link=unpaid.link)).status_code == 302
    for language, said in told.items():
        here = address("order_cancel", language, link=opened.link)
        shown = page(opened, language)
        assert f'href="{here}"' in shown and f'action="{here}"' not in shown
        asked = browser.get(here).content.decode()
        assert [text for text in said if text not in asked] == []
        assert "rien à rendre" not in asked and "nothing to give back" not in asked
    assert orders.get(opened.order_id).state == "confirmed"
    browser.post(address("order_cancel", "fr", link=opened.link))
    assert orders.get(opened.order_id).state == "cancelled"


def test_cancelling_an_order_that_nobody_paid_gives_nothing_back(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_refused"))
    work(world.now)
    asked = Client().get(address("order_cancel", "fr", link=opened.link)).content.decode()
    assert "il n’y a rien à rendre" in asked and "vous seront rendus" not in asked


def test_a_delivered_order_says_where_to_turn_to_and_offers_itself_again_higher_up(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK")
    work(world.now)
    html = page(opened)
    assert "Un problème avec cette commande" not in html
    assert html.index('id="promise"') < html.index('id="to"') < html.index("Commander à nouveau")
    orders.start_preparing(opened.order_id, actor="staff:1", now=world.now)
    orders.mark_shipped(opened.order_id, carrier="Colissimo", tracking_number="1", actor="staff:1", now=world.now)
    orders.mark_delivered(opened.order_id, actor="staff:1", now=world.now)
    html = page(opened)
    help_ = html.partition('aria-labelledby="help"')[2].partition("</section>")[0]
    withdrawal = address("order_withdrawal", "fr", link=opened.link)
    for there in ("/fr/informations/aide/", "/fr/informations/garanties/", withdrawal):
        assert f'href="{there}' in help_
    assert html.index("Commander à nouveau") < html.index('id="to"')
    assert "A problem with this order?" in page(opened, "en")


def test_a_transfer_for_gift_cards_alone_reserves_nothing(bank: SimpleNamespace) -> None:  # noqa: F811
    said = {"nature": "gift_card", "origin": bank.context.origin(), "now": bank.now}
    catalog.set_nature(bank.products["book"], **said)
    opened = story.placed(bank, "BOOK", tender=Tender(kind="bank_transfer"))
    work(bank.now)
    assert "Le code vient par e-mail dès que l’argent est là" in page(opened)
    assert "restent réservés" not in page(opened) and "stay reserved" not in page(opened, "en")


def test_a_cancelled_order_says_what_became_of_the_money(world: SimpleNamespace) -> None:
    unpaid = story.placed(world, "BOOK")
    cancel(unpaid, world)
    assert_said(unpaid, "nothing")
    paid = story.placed(world, "BOOK")
    work(world.now)
    cancel(paid, world)
    assert_said(paid, "under way")
    work(world.now)
    assert_said(paid, "given back")


def test_money_that_the_bank_did_not_take_back_is_said_to_be_owed(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK")
    work(world.now)
    cancel(opened, world)
    refuse_refund(opened.order_id, world.now)
    assert_said(opened, "owed")


def test_an_expired_order_whose_money_came_too_late_does_not_say_that_nothing_was_charged(
    world: SimpleNamespace,
) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_authenticate"))
    work(world.now)
    late = world.now + timedelta(hours=1)
    orders.expire_unpaid(late)
    assert_said(opened, "nothing")
    sql.run("UPDATE inventory_stocklevel SET on_hand = reserved WHERE variant_id = %s", [world.variants["BOOK"]])
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total, reference="late")
    assert orders.settle_payment(request.id, result, actor="system:bank", now=late) == "expired"
    assert_said(opened, "under way")
    work(late + timedelta(minutes=1))
    assert_said(opened, "given back")


def test_a_buyer_changes_the_address_after_seeing_what_it_means(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK")
    work(world.now)
    here = address("order_change", "fr", link=opened.link)
    assert here in page(opened)
    client = Client(HTTP_SEC_FETCH_SITE="same-origin")
    assert client.get(here).status_code == 200
    typed = {
        "name": "Léa Martin", "street": "9 rue Neuve", "more": "", "postcode": "69001", "city": "Lyon",
        "country": "FR", "phone": "",
    }  # fmt: skip
    seen = client.post(here, typed).content.decode()
    assert "9 rue Neuve" in seen and orders.get(opened.order_id).contact.city == "Paris"
    shown = {
        name: seen.split(f'name="{name}" value="')[1].split('"')[0]
        for name in ("version", "shown_total", "shown_promise")
    }
    assert client.post(here, typed | shown | {"confirm": "1"}).status_code == 302
    found = orders.get(opened.order_id)
    assert (found.contact.city, found.contact.email) == ("Lyon", "lea@example.com")


def test_a_buyer_cancels_an_article_in_two_taps_until_it_is_prepared(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK", "BOWL-OCHRE")
    work(world.now)
    here = address("order_lines", "fr", link=opened.link)
    client = Client(HTTP_SEC_FETCH_SITE="same-origin")
    assert "25,00" in client.post(here, {"line_1": "1"}).content.decode()
    assert len(orders.get(opened.order_id).lines) == 4
    assert client.post(here, {"line_1": "1", "confirm": "1"}).status_code == 302
    assert [line.sku for line in orders.get(opened.order_id).lines] == ["BOWL-OCHRE", ""]
    orders.start_preparing(opened.order_id, actor="staff:1", now=world.now)
    html = page(opened)
    assert address("order_change", "fr", link=opened.link) not in html
    assert "en cours de préparation" in html


def test_an_order_that_left_and_was_refunded_whole_says_so_first(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK")
    work(world.now)
    orders.mark_shipped(opened.order_id, tracking_number="6A 1", actor="staff:1", now=world.now)
    assert "Votre commande est en route" in page(opened)
    orders.refund(opened.order_id, reason="returned", actor="staff:1", now=world.now)
    assert "remboursée" not in page(opened), "owed is not given back"
    work(world.now)
    html = page(opened)
    assert "Votre commande est remboursée" in html
    assert "Parti mercredi 18 novembre" in html, "what is known of the parcel stays"
    assert "est en route" not in html and "Livraison entre" not in html
    assert_said(opened, "given back")
    (row,) = orders.find(orders.OrderFilter()).items
    assert (row.state, row.headline, row.state_name.read("fr")) == ("shipped", "refunded", "Remboursée")
    assert orders.standing(opened.order_id).state_name == orders.get(opened.order_id).state_name == row.state_name

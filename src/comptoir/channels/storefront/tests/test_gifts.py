"""A gift card at the checkout, on a page without JavaScript."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from comptoir.channels.storefront.tests.test_checkout import PATH, TYPED, filled, orders
from comptoir.checkout.tests import story
from comptoir.kit import cache, clock, sql
from comptoir.kit.money import Money
from comptoir.orders import facade as order_room
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender
from comptoir.project import founding


@pytest.fixture
def browser(world: SimpleNamespace) -> Client:
    client = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")
    client.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    return client


def card(minor: int) -> str:
    made = payments.issue(
        kind="gift_card", amount=Money(minor, "EUR"), reason="goodwill", origin=founding.origin(), now=clock.now()
    )
    return made.code


def paid(browser: Client, sent: dict[str, str]) -> tuple[str, list[str]]:
    answer = browser.post(PATH, sent)
    assert answer.status_code == 302, answer.content.decode()
    while jobs.work_payments(clock.now()):
        pass
    page = browser.get(answer["Location"])
    found = order_room.by_link(answer["Location"].split("/")[-2])
    assert set(order_room.check_money().values()) == {0} and page.status_code == 200
    return found.state, [p.tender for p in found.payments]


def test_a_card_shows_what_it_pays_and_what_is_left_before_anything_is_ordered(browser: Client) -> None:
    html = browser.post(PATH, TYPED | {"gift": card(1000), "update": "gift"}).content.decode()
    assert "10,00" in html and "Reste à payer" in html and 'name="shown_gift" value="1000"' in html
    assert orders() == 0


def test_card_and_bank_pay_together(browser: Client) -> None:
    assert paid(browser, filled(browser, gift=card(1000))) == ("confirmed", ["gift_card", "test_card"])


def test_a_card_that_pays_all_asks_for_no_other_means(browser: Client) -> None:
    sent = filled(browser, gift=card(90000).lower().replace("-", ""))
    del sent["tender"]
    assert paid(browser, sent) == ("confirmed", ["gift_card"])


def test_a_code_that_was_typed_but_not_shown_what_it_pays_is_shown_first(browser: Client) -> None:
    sent = filled(browser) | {"gift": card(1000)}
    answer = browser.post(PATH, sent)
    assert answer.status_code == 422 and orders() == 0
    assert "Votre carte paie" in answer.content.decode()


def test_an_unknown_code_is_said_at_its_field(browser: Client) -> None:
    answer = browser.post(PATH, filled(browser) | {"gift": "1234-5678-9ABC-DEFG"})
    html = answer.content.decode()
    assert answer.status_code == 422 and 'id="field-gift-wrong"' in html and orders() == 0


def test_an_order_whose_card_was_refused_is_paid_by_a_code_then_by_card(browser: Client) -> None:
    first = browser.post(PATH, filled(browser, tender="test_card:tok_refused"))["Location"].split("?")[0]
    while jobs.work_payments(clock.now()):
        pass
    assert "Payer avec ce code" in browser.get(first).content.decode()
    for sent in ({"gift": card(1000)}, {"tender": "test_card:tok_success"}):
        assert browser.post(f"{first}payer/", sent).status_code == 302
        while jobs.work_payments(clock.now()):
            pass
    found = order_room.by_link(first.split("/")[-2])
    assert (found.state, found.due.minor) == ("confirmed", 0)


def test_a_store_credit_of_a_refund_is_told_to_the_buyer_on_the_order_page(world: SimpleNamespace) -> None:
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_success"))
    for _step in range(2):
        while jobs.work_payments(clock.now()):
            pass
        if not _step:
            order_room.refund(
                opened.order_id, reason="returned", as_credit=True, actor="staff:a", now=clock.now()
            )
    ((_found, code),) = payments.credits_of(opened.order_id, now=clock.now())
    assert code in Client(HTTP_HOST="127.0.0.1").get(f"/fr/commande/{opened.link}/").content.decode()


def test_a_card_is_not_said_to_hold_vat(browser: Client, world: SimpleNamespace) -> None:
    slug = sql.rows("SELECT slug->>'fr' FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id"
                    " WHERE v.id = %s", [world.variants["BOOK"]])[0][0]  # fmt: skip
    assert "TVA comprise" in browser.get(f"/fr/produit/{slug}/").content.decode()
    made = "UPDATE catalog_product SET nature = 'gift_card', tax_category = 'zero' WHERE slug->>'fr' = %s"
    sql.run(made, [slug])
    cache.forget()
    page = browser.get(f"/fr/produit/{slug}/").content.decode()
    assert "TVA comprise" not in page and "Sans TVA à l’achat" in page


def test_before_the_order_the_guarantee_of_conformity_is_named_for_goods_alone(browser: Client, world) -> None:
    said = "Garantie légale de conformité"
    assert said in browser.get(PATH).content.decode()
    sql.run("UPDATE catalog_product SET nature = 'gift_card', tax_category = 'zero'", [])
    cache.forget()
    page = browser.get(PATH).content.decode()
    assert 'id="before"' in page and said not in page.partition('id="before"')[2].partition("</section>")[0]

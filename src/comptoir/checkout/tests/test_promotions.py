"""Promotions from the basket to the credit note, on a real database; and the last use of a code, wanted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.checkout import facade as checkout
from comptoir.checkout.commands import codes as entering
from comptoir.checkout.errors import PriceChanged, PromotionCodeRefused
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_races import held_at
from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory.tests.shop import Buyers
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.documents import check, cii
from comptoir.journal import facade as journal
from comptoir.journal import testing
from comptoir.kit import cache, sql
from comptoir.kit.brakes import Brake, TooFast
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Wish
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import OrderNotChangeable
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet, ReductionToAnnounce
from comptoir.promotions import facade as promotions
from comptoir.promotions.commands import redeem as redeeming
from comptoir.promotions.contracts import Terms
from comptoir.promotions.errors import CodeTaken, PlainReduction, PromotionOver
from comptoir.promotions.handlers import USES
from comptoir.segments import facade as segments

STAFF = "staff:tests"


def offer(world: SimpleNamespace, **terms: Any) -> UUID:
    name = terms.pop("name", "Bienvenue")
    wanted = Terms(name=name, shown=Localised(fr=name, en="Welcome"), starts_at=world.now - timedelta(days=1), **terms)
    origin = world.context.origin()
    return promotions.create_promotion(wanted, market="fr", currency="EUR", origin=origin, now=world.now)


def welcome(world: SimpleNamespace, **terms: Any) -> UUID:
    given = {"trigger": "code", "code": "hello10", "effect": "percent", "percent_bp": 1_000}
    return offer(world, **(given | terms))


def enter(world: SimpleNamespace, basket: UUID, code: str) -> None:
    checkout.enter_code(basket, code, world.context, asker="address:1")


def rows() -> dict[str, int]:
    found = story.written()
    for table in ("promotions_promotion", "promotions_code", "promotions_redemption"):
        found[table] = sql.rows(f"SELECT count(*) FROM {table}")[0][0]
    return found


def test_what_a_code_takes_off_goes_from_the_basket_to_the_credit_note(world: SimpleNamespace) -> None:
    promotion = welcome(world, scope="variants", ids=(world.variants["BOWL-OCHRE"],), most_per_person=1)
    offer(world, name="3 pour 2", effect="pieces", take=3, pay=2, scope="products", ids=(world.products["book"],))
    offer(world, name="Offerte", effect="delivery", least_minor=9_000)
    basket = story.filled(world, "BOWL-OCHRE", "BOOK", quantity=4)  # 4 × 24.00 and 4 × 25.00
    before = checkout.view(basket, world.context).quote
    assert (before.goods.minor, before.delivery.minor, before.saved.minor) == (19_600 - 2_500, 0, 2_500 + 1_290)
    enter(world, basket, " hello10 ")
    view = checkout.view(basket, world.context)
    assert [(each.code, each.refusal) for each in view.quote.codes] == [("HELLO10", "")]
    bowls, books = view.lines
    assert (bowls.unit.minor, bowls.total.minor, books.unit.minor, books.total.minor) == (2_400, 8_640, 2_500, 7_500)
    assert [(why.text.read("fr"), why.amount.minor) for why in bowls.promotions] == [
        ("Bienvenue\u202f: −10\u202f%, code HELLO10", -960)
    ]
    assert all(way.charge.minor == 0 for way in view.delivery)
    wishes = [Wish(variant_id=world.variants[sku], quantity=4) for sku in ("BOWL-OCHRE", "BOOK")]
    shown = offers.estimate(wishes, world.context, postcode=view.postcode, codes=["hello10"])
    assert (shown.quote.total, shown.delivery) == (view.quote.total, view.delivery), "what a basket says, too"

    opened = checkout.place_order(story.wish(basket, world.context))
    jobs.work_payments(world.now)
    order = orders.get(opened.order_id)
    assert opened.total == view.quote.total == order.total == order.paid
    bowl = order.lines[0]
    assert (bowl.quantity, bowl.unit.minor, bowl.before.minor) == (4, 2_160, 2_400)
    assert "Promotion Used" in [event.name for event in journal.timeline("order", opened.order_id)]
    assert promotions.figures([promotion])[promotion].cost_minor == 960

    orders.mark_shipped(order.id, tracking_number="6A1", actor=STAFF, now=world.now)
    (invoice,) = [invoicing.get(made) for made in invoicing.issue_due(order.id, now=world.now)]
    assert invoice.total == order.total.minor and check.findings(cii.xml(invoice)) == []
    xml = cii.xml(invoice).decode()
    assert xml.count("<ram:SpecifiedTradeAllowanceCharge>") == 3 and "code HELLO10" in xml

    orders.refund(order.id, amount=bowl.unit, reason="returned", actor=STAFF, now=world.now)
    (credit,) = [invoicing.get(made) for made in invoicing.issue_due(order.id, now=world.now)]
    assert credit.total == 2_160 and check.findings(cii.xml(credit)) == []

    known = replace(world.context, customer_id=order.customer_id)
    stood = rows()
    with pytest.raises(PromotionCodeRefused) as refused:
        checkout.enter_code(checkout.open_basket(known), "HELLO10", known, asker="address:1")
    assert refused.value.data["why"] == "used_before" and rows() == stood


def test_pieces_that_leave_an_order_give_back_what_was_paid_for_them(world: SimpleNamespace) -> None:
    welcome(world, effect="amount", amount_minor=1_000)
    basket = story.filled(world, "BOWL-OCHRE", quantity=3)
    enter(world, basket, "HELLO10")
    opened = checkout.place_order(story.wish(basket, world.context))
    jobs.work_payments(world.now)
    order = orders.get(opened.order_id)
    parts = [(line.quantity, line.unit.minor) for line in order.lines if line.variant_id]
    assert parts == [(2, 2_067), (1, 2_066)], "the cent that does not divide makes a line of its own"
    assert [line.before.minor for line in order.lines if line.variant_id] == [2_400, 2_400]
    mine = {"reason": "changed_mind", "actor": "guest", "now": world.now, "by_buyer": True}
    fewer = ChangeWish(quantities={1: 1})
    for refused in (
        lambda: orders.cancel_lines(order.id, {1: 1}, **mine),
        lambda: orders.cancelled_lines(order.id, {1: 1}, by_buyer=True),
        lambda: orders.preview_change(order.id, fewer, actor="guest", now=world.now, by_buyer=True),
        lambda: orders.change_order(
            order.id, fewer, version=order.version, shown_total=order.total, shown_promise="", actor="guest",
            now=world.now, by_buyer=True,
        ),
    ):  # fmt: skip
        with pytest.raises(OrderNotChangeable) as why:
            refused()
        assert why.value.data["reason"] == "promoted"
    assert order.can_cancel_lines and not order.can_drop_parts
    assert orders.cancelled_lines(order.id, {1: 2, 2: 1}, by_buyer=True) == order.total, "the whole order may go"
    given = orders.cancel_lines(order.id, {1: 1}, reason="mistake", actor=STAFF, now=world.now)
    assert given.refund.minor == 2_067
    left = orders.get(order.id)
    assert [(line.quantity, line.unit.minor, line.before.minor) for line in left.lines if line.variant_id] == [
        (1, 2_067, 2_400), (1, 2_066, 2_400)
    ]  # fmt: skip


def test_what_ended_meanwhile_is_another_total_and_writes_nothing(world: SimpleNamespace) -> None:
    promotion = welcome(world)
    basket = story.filled(world, "BOOK")
    enter(world, basket, "HELLO10")
    wanted = story.wish(basket, world.context)
    promotions.switch_promotion(promotion, on=False, origin=world.context.origin(), now=world.now)
    stood = rows()
    with pytest.raises(PriceChanged):
        checkout.place_order(wanted)
    assert rows() == stood
    assert [each.refusal for each in checkout.view(basket, world.context).quote.codes] == ["unknown"]
    checkout.remove_code(basket, "hello10", world.context)
    assert checkout.view(basket, world.context).quote.codes == ()


def test_what_another_process_ended_is_found_out_by_the_order_itself(world: SimpleNamespace) -> None:
    offer(world, effect="amount", amount_minor=100, least_pieces=2)
    wanted = story.wish(story.filled(world, "BOOK", quantity=2), world.context)
    sql.run("UPDATE promotions_promotion SET is_on = false, version = version + 1")  # this one remembers it for 3 s
    stood = rows()
    with pytest.raises(PriceChanged):
        checkout.place_order(wanted)
    assert rows() == stood


def test_codes_that_cannot_be_made_good_are_refused_in_words(world: SimpleNamespace) -> None:
    welcome(world, least_minor=5_000)
    offer(world, trigger="code", code="SOON", effect="percent", percent_bp=100, name="Bientôt")
    sql.run("UPDATE promotions_promotion SET starts_at = %s WHERE code = 'SOON'", [world.now + timedelta(days=3)])
    basket = story.filled(world, "BOOK")
    for typed, why in (("NOPE", "unknown"), ("SOON", "not_yet")):
        with pytest.raises(PromotionCodeRefused) as refused:
            enter(world, basket, typed)
        assert refused.value.data["why"] == why and refused.value.text("fr") != refused.value.text("en")
    with pytest.raises(Invalid):
        enter(world, basket, "  ")
    enter(world, basket, "HELLO10")
    (standing,) = checkout.view(basket, world.context).quote.codes
    assert standing.refusal == "minimum_missing" and "€25.00" in standing.text.read("en")
    checkout.add(basket, world.variants["BOOK"], 1, world.context)
    assert checkout.view(basket, world.context).quote.saved.minor == 500
    welcome(world, code="THREE", effect="pieces", take=3, pay=2)
    enter(world, basket, "THREE")
    missing = checkout.view(basket, world.context).quote.codes[1]
    assert "Il manque 1 article concerné" in missing.text.read("fr") and "1 more" in missing.text.read("en")


def test_what_is_for_a_segment_is_for_its_members_and_says_that_a_machine_decided(world: SimpleNamespace) -> None:
    bought = {"version": 1, "rule": {"event": "Order Placed", "test": "at_least", "times": 1, "days": 30}}
    origin = world.context.origin()
    segments.define("regulars", name={"fr": "Habitués"}, definition=bought, origin=origin, now=world.now)
    welcome(world, segment="regulars")
    offer(world, name="Fidèles", segment="regulars", effect="amount", amount_minor=100)
    basket = story.filled(world, "BOOK")
    with pytest.raises(PromotionCodeRefused) as refused:
        enter(world, basket, "HELLO10")
    assert refused.value.data["why"] == "other_people"
    assert checkout.view(basket, world.context).quote.saved.minor == 0
    member = replace(world.context, segments=frozenset({"regulars"}))
    checkout.enter_code(basket, "HELLO10", member, asker="address:1")
    (line,) = checkout.view(basket, member).lines
    assert [why.off.minor for why in line.promotions] == [250, 100]
    assert all("décision automatisée" in why.text.read("fr") for why in line.promotions)


def test_reduced_articles_are_left_out_where_the_promotion_says_so(world: SimpleNamespace) -> None:
    origin, later = world.context.origin(), world.now + timedelta(days=2)
    bowl = world.variants["BOWL-OCHRE"]
    lower = PriceToSet(variant_id=bowl, amount=Money(2_000, "EUR"))
    pricing.set_prices([lower], market="fr", origin=origin, now=later)
    told = [ReductionToAnnounce(variant_id=bowl)]
    pricing.announce_reductions(told, market="fr", currency="EUR", origin=origin, now=later)
    promotion = welcome(world, not_reduced=True)
    context = replace(world.context, now=later)
    basket = story.filled(world, "BOWL-OCHRE", "BOOK")
    checkout.enter_code(basket, "HELLO10", context, asker="address:1")
    assert [line.total.minor for line in checkout.view(basket, context).lines] == [2_000, 2_250]
    terms = replace(promotions.get(promotion).terms, not_reduced=False)
    promotions.change_promotion(promotion, terms, origin=origin, now=later)
    assert [line.total.minor for line in checkout.view(basket, context).lines] == [1_800, 2_250]


def test_guessing_codes_is_braked(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "BY_BASKET", Brake("few_codes", 2, timedelta(minutes=10)))
    basket = story.filled(world, "BOOK")
    for _ in range(2):
        with pytest.raises(PromotionCodeRefused):
            enter(world, basket, "GUESS")
    with pytest.raises(TooFast):
        enter(world, basket, "GUESS")


def test_a_basket_without_promotions_asks_nothing_more(world: SimpleNamespace) -> None:
    basket = story.filled(world, "BOOK")
    checkout.view(basket, world.context)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as run:
            checkout.view(basket, world.context)
        return [each["sql"] for each in run.captured_queries]

    assert not [statement for statement in asked() if "promotions_" in statement]
    offer(world, effect="delivery", least_minor=1)
    checkout.view(basket, world.context)
    assert not [statement for statement in asked() if "promotions_" in statement], "what is automatic is in memory"


@pytest.mark.parametrize(
    ("limit", "guarded"),
    [(limit, guarded) for limit in ("most_uses", "most_per_person", "a code") for guarded in (True, False)],
)
def test_the_last_use_of_a_code_is_one_order_s(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, limit: str, guarded: bool
) -> None:
    promotion, code = welcome(world, **({} if limit == "a code" else {limit: 1})), "HELLO10"
    if limit == "a code":
        promotions.make_codes(promotion, 1, origin=world.context.origin(), now=world.now)
        code = promotions.codes(promotion)[1].code
    for statement in () if guarded else ("HOLD", "HOLD_CODES"):
        without = getattr(redeeming, statement).replace(" FOR NO KEY UPDATE", "")
        monkeypatch.setattr(redeeming, statement, without)
    if not guarded:
        monkeypatch.setattr(promotions, "subjects", lambda *_given: [])
    wishes = []
    for sku in ("BOOK", "THROW"):
        basket = story.filled(world, sku)
        enter(world, basket, code)
        wishes.append(story.wish(basket, world.context))
    buyers = Buyers()
    # Both come as far as the write: there the first to write makes the other wait.
    with held_at(lambda: sql.run("LOCK TABLE promotions_redemption IN SHARE MODE"), buyers, 2):
        for wanted in wishes:
            buyers.start(lambda wanted=wanted: checkout.place_order(wanted))
    answers = buyers.join()
    refused = [answer for answer in answers if isinstance(answer, PriceChanged | PromotionCodeRefused)]
    assert len(refused) == (1 if guarded else 0), answers
    assert promotions.figures([promotion])[promotion].uses == (1 if guarded else 2)


def test_a_cancelled_order_gives_its_use_back(world: SimpleNamespace) -> None:
    promotion = welcome(world, most_uses=1)
    basket = story.filled(world, "BOOK")
    enter(world, basket, "HELLO10")
    opened = checkout.place_order(story.wish(basket, world.context))
    with pytest.raises(PromotionCodeRefused) as refused:
        enter(world, story.filled(world, "THROW"), "HELLO10")
    assert refused.value.data["why"] == "used_up"
    orders.cancel(opened.order_id, reason="mistake", actor=STAFF, now=world.now)
    for _ in range(2):
        testing.deliver([USES])
        assert promotions.figures([promotion])[promotion].uses == 0
    enter(world, story.filled(world, "THROW"), "HELLO10")


def test_an_order_that_expires_gives_its_use_back_and_late_money_takes_it_again(world: SimpleNamespace) -> None:
    promotion = welcome(world, most_uses=1)
    basket = story.filled(world, "BOOK")
    enter(world, basket, "HELLO10")
    asking = Tender(kind="test_card", token="tok_authenticate")
    opened = checkout.place_order(story.wish(basket, world.context, asking))
    jobs.work_payments(world.now)
    late = world.now + timedelta(hours=1)
    assert orders.expire_unpaid(late) == 1
    testing.deliver([USES])
    assert promotions.figures([promotion])[promotion].uses == 0
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total, reference="late")
    assert orders.settle_payment(request.id, result, actor="system:bank", now=late) == "confirmed"
    testing.deliver([USES])
    assert promotions.figures([promotion])[promotion].uses == 1


def test_a_product_s_page_and_card_say_what_is_offered_on_it_and_no_lower_price(world: SimpleNamespace) -> None:
    offer(world, name="3 pour 2", effect="pieces", take=3, pay=2, scope="products", ids=(world.products["bowl"],))
    offer(world, name="Offerte", effect="delivery", least_minor=6_000)
    welcome(world)
    context = replace(world.context, locale="en")
    bowl, book = (next(iter(offers.cards([world.products[code]], context))) for code in ("bowl", "book"))
    assert (bowl.offers, book.offers) == (("3 for the price of 2",), ())
    assert bowl.price == Money(2_400, "EUR") and bowl.reduced is None
    above = [node.id for node in bowl.category.trail]
    sql.run("UPDATE promotions_promotion SET ways = '{home}' WHERE effect = 'delivery'")
    last = offer(world, effect="amount", amount_minor=100, least_minor=1, not_reduced=True, most_uses=1)

    def announced(**more: bool) -> list[str]:
        given = {"ways": fulfilment.named, **more}
        return promotions.announced(bowl.variant_ids, bowl.product_id, above, context, **given)

    said = ["3 for the price of 2 on Morning bowl", "Free delivery from €60.00, by Home delivery"]
    limited = "€1.00 off from €0.01, not on reduced articles, for one order in all"
    assert announced() == [*said, limited]
    assert announced(is_reduced=True) == said and announced(is_money=True) == []
    checkout.place_order(story.wish(story.filled(world, "BOOK"), world.context))
    cache.forget()  # three seconds later
    assert promotions.figures([last])[last].uses == 1 and announced() == said


def test_codes_of_their_own_serve_one_order_each(world: SimpleNamespace) -> None:
    promotion = welcome(world, code="")
    made = promotions.make_codes(promotion, 1_000, prefix="noel", origin=world.context.origin(), now=world.now)
    codes = promotions.codes(promotion)
    assert made == len({each.code for each in codes}) == 1_000
    basket, other = story.filled(world, "BOOK"), story.filled(world, "THROW")
    enter(world, basket, codes[0].code.lower())
    enter(world, other, codes[0].code)
    shown = story.wish(other, world.context)
    checkout.place_order(story.wish(basket, world.context))
    with pytest.raises(PriceChanged):
        checkout.place_order(shown)
    assert [each.uses for each in promotions.codes(promotion)][:2] == [1, 0]


def test_what_may_not_be_offered_is_refused_and_writes_nothing(world: SimpleNamespace) -> None:
    promotion = welcome(world)
    origin = world.context.origin()
    stood = rows()
    with pytest.raises(PlainReduction):
        offer(world, effect="percent", percent_bp=500)
    with pytest.raises(CodeTaken):
        welcome(world)
    with pytest.raises(Invalid) as wrong:
        offer(world, effect="bundle", scope="all", amount_minor=0, trigger="sometimes", name="x" * 81)
    assert set(wrong.value.errors) == {"name", "trigger", "ids", "amount_minor", "shown_fr"}
    assert rows() == stood
    promotions.end_promotion(promotion, origin=origin, now=world.now)
    with pytest.raises(PromotionOver):
        promotions.switch_promotion(promotion, on=False, origin=origin, now=world.now)
    later = replace(world.context, now=world.now + timedelta(hours=1))
    with pytest.raises(PromotionCodeRefused) as refused:
        checkout.enter_code(story.filled(world, "BOOK"), "HELLO10", later, asker="address:1")
    assert refused.value.data["why"] == "over"
    assert Money(0, "EUR") == checkout.view(story.filled(world, "BOOK"), later).quote.saved

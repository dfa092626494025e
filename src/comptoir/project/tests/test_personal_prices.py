"""A price for a segment: paid and told by who is in it and allows it, seen by nobody else."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core import signing
from django.db import transaction

from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import PriceChanged
from comptoir.checkout.tests import story
from comptoir.kit import cache, clock, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.offers import facade as offers
from comptoir.orders import facade as orders
from comptoir.org.contracts import PURPOSES
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet, ReductionToAnnounce, SegmentPriceToSet
from comptoir.pricing.errors import NotBelowList
from comptoir.project.whole_pages import WholePages
from comptoir.project.whole_pages.tests.test_whole_pages import BOWL, Browser
from comptoir.project.wsgi import application
from comptoir.recognition.contracts import Visit
from comptoir.recognition.facade import recognise
from comptoir.segments import facade as segments
from comptoir.segments.tests import openings

LABEL = "décision automatisée"


@pytest.fixture
def regulars(world: SimpleNamespace) -> SimpleNamespace:
    """A segment with one device in it, which allowed everything, and a bowl that costs 24 € and 20 € for them."""
    device, origin, now = str(uuid4()), world.context.origin(), clock.now()
    openings.keep_identity(device, kind="visitor")
    openings.keep_trait(device, "is", "regular")
    openings.answer(device, True, now, kind="visitor")
    rule = {"version": 1, "rule": {"trait": "is", "test": "is", "value": "regular"}}
    segments.define("regulars", name={"en": "Regulars"}, definition=rule, origin=origin, now=now)
    while segments.work(now):
        pass
    bowl = world.variants["BOWL-OCHRE"]
    listed = pricing.current([bowl], market="fr", currency="EUR")[bowl].amount
    told = SimpleNamespace(device=device, bowl=bowl, listed=listed, origin=origin, market=world.context.market.code)
    told.set = lambda minor, segment="regulars": pricing.set_segment_prices(
        [SegmentPriceToSet(variant_id=bowl, segment=segment, amount=None if minor is None else Money(minor, "EUR"))],
        market=told.market, currency="EUR", origin=origin, now=now,
    )  # fmt: skip
    told.own = Money(listed.minor - 400, "EUR")
    assert told.set(told.own.minor) == 1 and told.set(told.own.minor) == 0
    return told


def here(device: str, *, purposes: frozenset[str] = frozenset(PURPOSES)):
    return recognise(
        Visit(channel="web", locale="fr", now=clock.now(), correlation=uuid7(), visitor=device, purposes=purposes)
    )


def test_who_is_in_the_segment_and_allows_it_pays_less_and_is_told(world, regulars) -> None:
    member, other, silent = here(regulars.device), here(str(uuid4())), here(regulars.device, purposes=frozenset())

    def paid(context) -> tuple:
        price = pricing.shown_to([regulars.bowl], context)[regulars.bowl]
        return price.amount, bool(price.personal)

    assert paid(member) == (regulars.own, True)
    assert paid(other) == paid(silent) == (regulars.listed, False)
    basket = checkout.open_basket(member)
    checkout.add(basket, regulars.bowl, 2, member)
    (line,) = checkout.view(basket, member).lines
    assert line.unit == regulars.own and line.personal.listed == regulars.listed
    (quoted, *_) = checkout.view(basket, member).quote.lines
    assert [why.code for why in quoted.reasons] == ["list_price", "personal_price"]
    assert sum(why.amount.minor for why in quoted.reasons) == quoted.total.minor
    assert not checkout.view(basket, member).notices
    assert [each.code for each in checkout.view(basket, silent).notices] == ["price_changed"]
    token = checkout.share(basket, member, for_friends=True).token
    checkout.propose(token, checkout.join_shared(token, "Tom", member, asker="a"), regulars.bowl, 1, member)
    (proposal,) = checkout.read_shared(token, member).together.proposals
    checkout.take_proposal(basket, proposal.id, member)
    assert not checkout.view(basket, member).notices, "a personal price is no reduction"
    card = next(each for each in offers.listing(member).cards.items if regulars.bowl in each.variant_ids)
    assert card.personal and card.price == regulars.own
    page = offers.product(BOWL.split("/")[3], member)
    assert page.chosen.personal.listed == regulars.listed and page.chosen.reduced is None

    with transaction.atomic():
        sql.run("UPDATE segments_membership SET until = now(), left_why = 'rule' WHERE until IS NULL")
    assert paid(here(regulars.device)) == (regulars.listed, False), "who left pays what everybody pays"


def test_an_order_keeps_why_its_price_was_personal_and_a_price_that_moved_is_asked_again(world, regulars) -> None:
    member = here(regulars.device)
    basket = checkout.open_basket(member)
    checkout.add(basket, regulars.bowl, 1, member)
    checkout.prepare(basket, member, contact=story.CONTACT, delivery="home")
    wanted = story.wish(basket, member)
    regulars.set(regulars.own.minor + 100)
    with pytest.raises(PriceChanged):
        checkout.place_order(wanted)
    regulars.set(regulars.own.minor)
    order = orders.get(checkout.place_order(wanted).order_id)
    (line,) = (each for each in order.lines if each.kind == "goods")
    assert line.unit == regulars.own and LABEL in line.personal.read("fr")


def test_a_personal_price_is_no_reduction_and_no_trap(world, regulars) -> None:
    for minor in (regulars.listed.minor, regulars.listed.minor + 1):
        with pytest.raises(NotBelowList):
            regulars.set(minor)
    with pytest.raises(NotFound):
        regulars.set(100, segment="nobody")
    lowest = pricing.lowest_in(regulars.bowl, market=regulars.market, currency="EUR", now=clock.now())
    assert lowest == regulars.listed, "the history of prices knows nothing of it"
    now, member = clock.now(), here(regulars.device)
    lower = Money(regulars.listed.minor - 100, "EUR")
    pricing.set_prices(
        [PriceToSet(variant_id=regulars.bowl, amount=lower)], market=regulars.market, origin=regulars.origin, now=now
    )
    pricing.announce_reductions(
        [ReductionToAnnounce(variant_id=regulars.bowl)], market=regulars.market, currency="EUR",
        origin=regulars.origin, now=now,
    )  # fmt: skip
    slug = BOWL.split("/")[3]
    assert offers.product(slug, member).chosen.reduced is None
    assert offers.product(slug, replace(member, segments=frozenset())).chosen.reduced.before == regulars.listed
    pricing.set_prices(
        [PriceToSet(variant_id=regulars.bowl, amount=regulars.own)], market=regulars.market, origin=regulars.origin,
        now=now,
    )  # fmt: skip
    assert pricing.shown_to([regulars.bowl], member)[regulars.bowl].personal is None, "everybody pays as little"
    assert regulars.set(None) == 1 and regulars.set(None) == 0


def test_the_page_of_a_member_is_given_to_nobody_else(world, regulars) -> None:
    cache.forget()
    pages = WholePages(application, 10_000_000)
    pages.watch.every = 3600.0
    pages.watch.due = time.monotonic()
    browser = Browser(pages)

    def cookie(device: str) -> str:
        told = " ".join([str(uuid4()), *sorted(PURPOSES)])
        signed = signing.get_cookie_signer(salt="choicestorefront.choice").sign(told)
        return f"choice={signed}; visitor={device}"

    def get(header: str) -> SimpleNamespace:
        browser.cookie = header
        return browser.get(BOWL)

    shown = [get(cookie(regulars.device)), get(cookie(str(uuid4()))), get(cookie(regulars.device)), get("")]
    assert [LABEL in each.text for each in shown] == [True, False, True, False]
    assert "20,00" in shown[0].text and "20,00" not in shown[1].text
    assert get("").statements == 0, "who allowed nothing is still answered from memory"
    assert "public" not in shown[0].headers.get("Cache-Control", "")

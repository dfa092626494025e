"""Two records that staff hold for one person's are counted as one, and as if it had never been when that is undone."""

from __future__ import annotations

import csv
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.consent.models import Choice
from comptoir.customers import facade as customers
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates.models import Duplicate
from comptoir.journal.testing import deliver
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.org.contracts import MARKETING, PERSONALISATION
from comptoir.privacy import kept
from comptoir.privacy.persons import person
from comptoir.profiles import facade as profiles
from comptoir.segments import facade as segments

TWICE = {"version": 1, "rule": {"trait": "orders_count", "test": "at_least", "value": 2}}
BOTH = {"version": 1, "rule": {"event": "Order Placed", "test": "at_least", "times": 2}}
KEPT = (
    "customers_together", "profiles_identifier", "profiles_link", "profiles_person", "profiles_moment",
    "profiles_trait", "profiles_taste", "profiles_bought", "profiles_about", "profiles_person_trait",
    "profiles_person_moment", "consent_choice",
)  # fmt: skip
INSIDE = "SELECT person_id, segment_id, since FROM segments_membership WHERE until IS NULL ORDER BY 1, 2"


def bought(world: SimpleNamespace, email: str, sku: str) -> UUID:
    basket = story.filled(world, sku)
    checkout.prepare(basket, world.context, contact=replace(story.CONTACT, email=email), delivery="home")
    placed = checkout.place_order(story.wish(basket, world.context))
    (row,) = sql.rows("SELECT customer_id FROM orders_order WHERE id = %s", [placed.order_id])
    orders_stand()
    return UUID(str(row[0]))


def orders_stand() -> None:
    sql.run("UPDATE orders_order SET state = 'confirmed' WHERE state = 'pending'")


def answer(world: SimpleNamespace, customer: UUID, purpose: str, granted: bool) -> None:
    Choice.objects.create(
        choice_id=uuid7(), subject_kind="customer", subject_id=str(customer), purpose=purpose, granted=granted,
        text_version="1", means="test", chosen_at=world.now,
    )  # fmt: skip


def looked(world: SimpleNamespace) -> None:
    while segments.work(world.now):
        pass


def state(world: SimpleNamespace) -> dict[str, object]:
    """Everything that is kept or said of people, their segments and the figures."""
    today = world.now.date()
    tables = {each: sorted(map(str, sql.rows(f"SELECT * FROM {each}"))) for each in KEPT}
    people = sql.rows("SELECT id FROM profiles_person ORDER BY id")
    read = [str(profiles.read(row[0], purpose)) for row in people for purpose in ("service", PERSONALISATION)]
    figures = [orders.sold("fr", today, today), sorted(orders.buyers("fr", today), key=str), segments.counts()]
    lake = sorted(profiles.export_map().splitlines())
    return {**tables, "read": read, "inside": sql.rows(INSIDE), "figures": figures, "lake": lake,
            "counting": customers.counting()}  # fmt: skip


@pytest.fixture
def two(world):
    """Two records with an order each, that both allow `personalisation`, and a pair that asks whether they are one."""
    one, other = bought(world, "lea@example.com", "BOOK"), bought(world, "l.martin@example.org", "THROW")
    for each in (one, other):
        answer(world, each, PERSONALISATION, True)
    deliver([profiles.BEHAVIOUR, profiles.SERVICE])
    origin = world.context.origin()
    for code, rule in (("twice", TWICE), ("both", BOTH)):
        segments.define(code, name={"en": code}, definition=rule, origin=origin, now=world.now)
    looked(world)
    a, b = sorted((one, other))
    pair = Duplicate.objects.create(a_id=a, b_id=b, weight=9, evidence=[], found_at=world.now)
    return SimpleNamespace(a=a, b=b, pair=pair.id, origin=origin)


def test_a_link_makes_one_of_two_everywhere_and_taking_it_back_leaves_no_trace(world, two) -> None:
    def said(says: str) -> None:
        duplicates.decide_duplicate(two.pair, says, origin=two.origin, now=world.now)
        looked(world)

    before, today = state(world), world.now.date()
    assert before["inside"] == [] and orders.sold("fr", today, today).whole.buyers == 2
    said("same")
    people = [profiles.person_of("customer", str(each)) for each in (two.a, two.b)]
    assert segments.allowing(people, PERSONALISATION) == {*people}
    for each in people:
        told = {one.name: one.value for one in profiles.read(each, PERSONALISATION).traits}
        alone = {one.name: one.value for one in profiles.read(each, PERSONALISATION, alone=True).traits}
        assert (told["orders_count"], alone["orders_count"]) == (2, 1) and told["spent_minor"] > alone["spent_minor"]
        moments = [one.name for one in profiles.read(each, "service").moments]
        assert moments.count("Order Placed") == 2
        assert segments.of(profiles.subjects_of(each), PERSONALISATION) == {"twice", "both"}
        own = profiles.everything(each)
        assert [one["value"] for one in own["traits"] if one["name"] == "orders_count"] == [1], "it opens the other"
        assert sum(one["name"] == "Order Placed" for one in own["moments"]) == 1
    assert len(segments.members("twice", PERSONALISATION)) == 1 and set(segments.counts().values()) == {1}
    whole = orders.sold("fr", today, today).whole
    assert (whole.orders, whole.buyers, whole.again) == (2, 1, 1)
    (buyer,) = orders.buyers("fr", today)
    assert buyer.customer_id == two.a == customers.counted_as(two.b) and len(buyer.days) == 2
    mapped = csv.reader(profiles.export_map().decode().splitlines())
    assert len({who for kind, _, who in mapped if kind == "customer"}) == 1
    said("open")
    assert state(world) == before
    Duplicate.objects.all().delete()
    by_hand = duplicates.link_records(two.a, two.b, reason="she rang us", origin=two.origin, now=world.now)
    looked(world)
    assert customers.counted_as(two.b) == two.a and set(segments.counts().values()) == {1}
    duplicates.decide_duplicate(by_hand, "open", origin=two.origin, now=world.now)
    looked(world)
    assert state(world) == before


def test_what_one_record_allows_opens_nothing_of_the_other_and_who_is_erased_is_alone(world, two) -> None:
    answer(world, two.a, MARKETING, True)
    duplicates.decide_duplicate(two.pair, "same", origin=two.origin, now=world.now)
    looked(world)
    a, b = (profiles.person_of("customer", str(each)) for each in (two.a, two.b))

    def orders_of(who: UUID, purpose: str) -> int:
        return {each.name: each.value for each in profiles.read(who, purpose).traits}["orders_count"]

    # `b` never allowed marketing, so nothing of it is known where `a` is read; `a` allows what `b` does.
    assert (orders_of(a, PERSONALISATION), orders_of(b, PERSONALISATION)) == (1, 2)
    assert orders_of(a, "service") == orders_of(b, "service") == 2, "the contract asks for no consent"
    assert segments.allowing([a], MARKETING) == frozenset(), "a figure of both is told of neither"
    assert segments.of(profiles.subjects_of(a), PERSONALISATION) == frozenset()
    assert segments.of(profiles.subjects_of(b), PERSONALISATION) == {"twice", "both"}
    assert not customers.stands_alone(two.a) and kept.foreseen(person(two.a), "fr", world.now) == []
    assert kept.forget_look_alikes(person(two.a), two.origin, world.now) == 1
    assert customers.stands_alone(two.b)
    looked(world)
    assert customers.counted_as(two.b) == two.b and orders_of(b, "service") == 1
    assert sql.rows(INSIDE) == []

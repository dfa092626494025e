"""What is known of somebody from the shop and from sources, read for a purpose, and erased."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.consent.models import Choice
from comptoir.journal import facade as journal
from comptoir.journal.testing import deliver
from comptoir.journal.vocabulary.accounts import FactorAdded
from comptoir.journal.vocabulary.collector import IdentityStated
from comptoir.journal.vocabulary.fulfilment import ShipmentPlanned, ShipmentReady
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.pseudonyms import pseudonym
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org
from comptoir.profiles import facade as profiles
from comptoir.profiles.errors import NotConsented
from comptoir.profiles.tests.reports import heard, tracked
from comptoir.profiles.tests.test_people import STAFF, START, at_once, event, hear, state

CONSUMERS = [profiles.BEHAVIOUR, profiles.SERVICE]


def choose(kind: str, identity: str, purpose: str, granted: bool, at=START) -> None:
    Choice.objects.create(
        choice_id=uuid7(), subject_kind=kind, subject_id=identity, purpose=purpose, granted=granted,
        text_version="1", means="test", chosen_at=at,
    )  # fmt: skip


@pytest.fixture
def buyer(world):
    """Somebody who ordered a book, and whose order's promise and shipment were told of."""
    placed = story.placed(world, "BOOK", "THROW")
    deliver(CONSUMERS)
    (row,) = sql.rows("SELECT customer_id FROM orders_order WHERE id = %s", [placed.order_id])
    return profiles.person_of("customer", str(row[0]))


def test_an_order_and_what_becomes_of_it_are_its_buyers_and_a_replay_gives_the_same(buyer):
    profile = profiles.read(buyer, "service")
    names = {each.name for each in profile.moments}
    assert {"Order Placed", "Promise Made"} <= names
    traits = {each.name: each.value for each in profile.traits}
    assert traits["orders_count"] == 1 and "spent_minor" not in traits
    assert {each.kind for each in profile.identifiers} == {"customer"}
    spent = {row[0]: row[1] for row in sql.rows("SELECT name, value FROM profiles_person_trait WHERE scope = 'own'")}
    assert spent["spent_minor"] > 0 and spent["spent_currency"] == "EUR" and spent["favourite_categories"]
    before = state()
    profiles.rebuild(*CONSUMERS)
    assert state()["people"] == []
    deliver(CONSUMERS)
    assert state() == before


def test_the_shop_where_somebody_collects_is_told_by_the_parcels_that_waited_there(buyer):
    ((order,),) = sql.rows("SELECT order_id FROM profiles_bought")
    told = []
    for place in ("near", "near", "far"):
        parcel, shop = uuid7(), uuid5(NAMESPACE_URL, place)
        told += [
            heard(ShipmentPlanned(shipment_id=parcel, order_id=order, location_id=shop), START),
            heard(ShipmentReady(shipment_id=parcel, order_id=order), START + timedelta(days=1)),
        ]
    hear(*told)
    traits = {each.name: each.value for each in profiles.read(buyer, "service").traits}
    assert traits["preferred_shop"] == str(uuid5(NAMESPACE_URL, "near"))


def test_a_purpose_that_was_not_allowed_is_refused_and_the_contract_needs_none(database):
    hear(event(0, visitor="d", person="anna"))
    anna = profiles.person_of("customer", "anna")
    for purpose in ("personalisation", "marketing", "anything"):
        with pytest.raises(NotConsented):
            profiles.read(anna, purpose)
    assert profiles.read(anna, "service").moments == ()
    choose("visitor", "d", "personalisation", True)
    assert len(profiles.read(anna, "personalisation").moments) == 1
    choose("customer", "anna", "personalisation", False, START + timedelta(days=1))
    with pytest.raises(NotConsented):
        profiles.read(anna, "personalisation")


def test_what_happened_comes_by_pages_and_by_channel(database):
    hear(*(event(n, visitor="d", n=n) for n in range(7)))
    choose("visitor", "d", "measurement", True)
    person, seen, older = profiles.person_of("visitor", "d"), [], ""
    for _ in range(3):
        page = profiles.read(person, "measurement", older=older, limit=3)
        seen += [each.payload["properties"]["n"] for each in page.moments]
        older = page.older
    assert seen == [6, 5, 4, 3, 2, 1, 0] and not older
    assert profiles.read(person, "measurement", channel="till").moments == ()
    assert profiles.read(person, "measurement").channels == ("web",)


def test_the_latest_statement_holds_and_a_source_does_not_overrule_what_was_computed(database):
    told = []
    for at, name in ((2, "Anna B."), (1, "Anna A.")):
        word = IdentityStated(visitor_id="d", message_id=str(at), user_key="u", purposes=["measurement"])
        told.append(heard(word, START + timedelta(minutes=at), visitor="d"))
        sql.run(
            "INSERT INTO profiles_heard (event_id, kind, name, value, heard_at) SELECT %s, 'trait', n, v, now()"
            " FROM (VALUES ('name', %s::jsonb), ('sizes', '[\"XXL\"]'::jsonb)) AS said(n, v)",
            [told[-1].event_id, json.dumps(name)],
        )
    hear(*told, event(0, visitor="d", size="M", discount=3, price=10), event(1, visitor="d", size="M", price=10))
    traits = dict(sql.rows("SELECT name, value FROM profiles_person_trait WHERE scope = 'own'"))
    assert traits["name"] == "Anna B." and traits["sizes"] == ["M"]
    assert traits["favourite_categories"] == ["vases"] and traits["price_sensitivity"] == 0.5


def test_only_consented_reports_and_lawful_kinds_count(database):
    unlawful = tracked(START, visitor="x")
    unlawful.payload["purposes"] = ["marketing"]
    spoofed = tracked(START, visitor="y", user="u")
    spoofed.payload["identifiers"] = {"customer": "anna", "card": "1", "email": "null"}
    hear(unlawful, spoofed)
    named = [(row[0], row[1]) for row in state()["identifiers"]]
    assert named == [("card", "1"), ("user", "comptoir:u"), ("visitor", "y")]


def test_an_erased_person_is_gone_and_does_not_come_back(database):
    told = [event(0, visitor="d", person="anna"), event(1, visitor="d"), event(2, visitor="d", person="ben")]
    hear(*told, event(3, visitor="other", person="ben"))
    anna = profiles.person_of("customer", "anna")
    assert {len(part) > 0 for name, part in profiles.everything(anna).items() if name != "heard"} == {True}
    assert profiles.forget(anna, now=START + timedelta(hours=1)) == 2
    assert not any(profiles.everything(anna).values())
    with pytest.raises(NotFound):
        profiles.read(anna, "service")
    before = state()
    hear(*told[:2])
    assert state() == before and [row[0] for row in before["identifiers"]] == ["customer", "visitor"]
    kept = sql.rows("SELECT string_agg(t::text, '') FROM profiles_forgotten t")[0][0]
    assert "anna" not in kept
    hear(event(90, visitor="d"))
    assert profiles.person_of("visitor", "d")


def test_a_value_that_staff_rule_out_joins_nobody(database):
    key = pseudonym("email", "till@example.com")
    told = [event(0, visitor="u", email=key), event(1, visitor="v", email=key)]
    hear(*told)
    assert profiles.person_of("visitor", "v") == profiles.person_of("visitor", "u")
    assert profiles.rule_out("email", key, origin=STAFF, now=START) == 2
    hear(*told, event(2, visitor="w", email=key))
    assert len({profiles.person_of("visitor", "v"), profiles.person_of("visitor", "w"),
                profiles.person_of("visitor", "u")}) == 3  # fmt: skip
    assert profiles.resolve_all() == 0


def test_an_account_that_staff_work_with_is_no_customer(database):
    told = []
    for roles in ((), ("merchant",)):
        email = f"lou{len(told)}@example.com"
        opened = org.open_account(email=email, password="a long password 27", roles=roles, origin=STAFF, now=START)
        told.append(heard(FactorAdded(account_id=opened, factor_id=uuid7(), kind="passkey"), START))
    hear(*told)
    customer, staff = (profiles.person_of("account", each.subject_id) for each in told)
    assert customer and not staff


def test_whoever_keeps_something_by_person_hears_of_each_change_once(database):
    hear(event(0, visitor="d"))
    anonymous = profiles.person_of("visitor", "d")
    assert profiles.take_touched() == [anonymous]
    hear(event(1, visitor="d", person="anna"))
    assert set(profiles.take_touched()) == {anonymous, profiles.person_of("customer", "anna")}
    assert profiles.take_touched() == []
    anna = profiles.person_of("customer", "anna")
    said = csv.reader(profiles.export_map().decode().splitlines())
    assert sorted(said) == [["customer", "anna", str(anna)], ["kind", "value", "person"], ["visitor", "d", str(anna)]]


def test_who_orders_while_their_devices_become_one_and_come_apart_is_one_in_the_end(world):
    ready = story.wish(story.filled(world, "BOOK"), world.context, story.CARD)
    hear(event(0, visitor="d", user="u"), event(1, visitor="e", user="u"))
    (link, _) = (row[0] for row in sql.rows("SELECT id FROM profiles_link ORDER BY id"))

    def merge() -> None:
        hear(event(2, visitor="d", email="x"), event(3, visitor="e", email="x"))
        profiles.undo_merge(link, reason="tried", origin=STAFF, now=START)

    assert at_once(lambda: checkout.place_order(ready), merge, lambda: deliver_all(5)) == []
    deliver_all(2)
    assert sql.rows("SELECT count(*) FROM orders_order") == [(1,)]
    assert profiles.person_of("visitor", "d") == profiles.person_of("user", "comptoir:u")
    before = state()
    assert len([each for each in before["moments"] if each[0]]) == len(before["moments"]) > 6
    assert profiles.resolve_all() == 0 and state() == before


def deliver_all(times: int) -> None:
    for _ in range(times):
        for consumer in CONSUMERS:
            journal.deliver_round(consumer, now=START)

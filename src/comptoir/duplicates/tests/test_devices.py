"""A device that nobody logged in with is counted with the customer whom staff say that it is of, and as if it had never
been said when that is taken back."""

from __future__ import annotations

import csv
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from comptoir.consent.models import Choice
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates.tests import test_counted
from comptoir.duplicates.tests.test_counted import answer, bought, looked
from comptoir.journal.testing import deliver
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import MARKETING, PERSONALISATION
from comptoir.privacy import kept
from comptoir.privacy.persons import person
from comptoir.profiles import facade as profiles
from comptoir.profiles import hearing
from comptoir.profiles.errors import DeviceKnown, DeviceTaken, NotConsented, ReasonMissing, TooManyDevices
from comptoir.profiles.tests.reports import tracked
from comptoir.segments import facade as segments

LOOKED = {"version": 1, "rule": {"event": "Product Viewed", "test": "at_least", "times": 2}}
TWICE = {"version": 1, "rule": {"trait": "orders_count", "test": "at_least", "value": 1}}


def state(world: SimpleNamespace) -> dict[str, object]:
    held = sorted(map(str, sql.rows("SELECT * FROM profiles_held")))
    views = ("profiles_linked", "profiles_counted")
    return test_counted.state(world) | {"held": held} | {
        each: sorted(map(str, sql.rows(f"SELECT * FROM {each}"))) for each in views
    }  # fmt: skip


def say(world: SimpleNamespace, device: str, purpose: str, granted: bool = True) -> None:
    Choice.objects.create(
        choice_id=uuid7(), subject_kind="visitor", subject_id=device, purpose=purpose, granted=granted,
        text_version="1", means="test", chosen_at=world.now,
    )  # fmt: skip


def look(world: SimpleNamespace, device: str, **who: object) -> None:
    with transaction.atomic():
        hearing.hear([tracked(world.now - timedelta(hours=n), visitor=device, **who) for n in (1, 2)])


@pytest.fixture
def shop(world):
    """A customer who bought a book, and a tablet that looked at things, of whom both allow `personalisation`."""
    one = bought(world, "lea@example.com", "BOOK")
    answer(world, one, PERSONALISATION, True)
    deliver([profiles.BEHAVIOUR, profiles.SERVICE])
    look(world, "tablet")
    say(world, "tablet", PERSONALISATION)
    origin = world.context.origin()
    for code, rule in (("looked", LOOKED), ("bought", TWICE)):
        segments.define(code, name={"en": code}, definition=rule, origin=origin, now=world.now)
    looked(world)
    return SimpleNamespace(one=one, origin=origin, me=profiles.person_of("customer", str(one)),
                           tablet=profiles.person_of("visitor", "tablet"))  # fmt: skip


def link(world: SimpleNamespace, shop: SimpleNamespace, device: str = "tablet", **more: object) -> int:
    asked = {"reason": "she showed it to us", "origin": shop.origin, "now": world.now} | more
    return profiles.link_device(shop.one, device, **asked)  # type: ignore[arg-type]


def inside(who: UUID) -> frozenset[str]:
    return segments.of(profiles.subjects_of(who), PERSONALISATION)


def test_a_device_is_counted_with_a_customer_and_taking_it_back_leaves_no_trace(world, shop) -> None:
    before = state(world)
    assert (inside(shop.me), inside(shop.tablet)) == ({"bought"}, {"looked"})
    held = link(world, shop)
    looked(world)
    assert inside(shop.me) == inside(shop.tablet) == {"bought", "looked"}
    assert len(segments.members("looked", PERSONALISATION)) == 1 == segments.counts().popitem()[1]
    mapped = {(kind, value): who for kind, value, who in csv.reader(profiles.export_map().decode().splitlines())}
    assert mapped["visitor", "tablet"] == mapped["customer", str(shop.one)]
    assert "Product Viewed" in {each.event for each in profiles.read(shop.me, PERSONALISATION).moments}
    own = profiles.everything(shop.me)
    assert "tablet" not in str(own), "nobody proved that it is theirs, so they are given nothing of it"
    assert profiles.person_of("visitor", "tablet") == shop.tablet, "the map is as it was"
    (told,) = profiles.devices_of(shop.one)
    assert (told.id, told.stands, told.reason) == (held, True, "she showed it to us")
    profiles.release_device(held, origin=shop.origin, now=world.now)
    looked(world)
    assert state(world) == before


def test_a_device_of_two_known_people_is_held_for_neither(world, shop) -> None:
    """Somebody else logs in with it: what staff said says nothing from then on, and says it again after an undoing."""
    link(world, shop)
    other = bought(world, "theo@example.com", "THROW")
    answer(world, other, PERSONALISATION, True)
    deliver([profiles.BEHAVIOUR, profiles.SERVICE])
    looked(world)
    assert "looked" in inside(shop.me)
    look(world, "tablet", person=other)
    looked(world)
    theirs = profiles.person_of("visitor", "tablet")
    assert theirs == profiles.person_of("customer", str(other)) != shop.me
    assert inside(shop.me) == {"bought"} and "looked" in inside(theirs)
    assert sql.rows("SELECT * FROM profiles_linked") == [] and not profiles.devices_of(shop.one)[0].stands
    assert "Product Viewed" not in {each.event for each in profiles.read(shop.me, PERSONALISATION).moments}


def test_what_the_device_does_not_allow_is_not_known_of_it(world, shop) -> None:
    answer(world, shop.one, MARKETING, True)
    link(world, shop)
    looked(world)
    assert "Product Viewed" not in {each.event for each in profiles.read(shop.me, MARKETING).moments}
    say(world, "tablet", MARKETING)
    assert "Product Viewed" in {each.event for each in profiles.read(shop.me, MARKETING).moments}


def test_a_refused_link_writes_nothing(world, shop) -> None:
    look(world, "closed")
    look(world, "hers", person=shop.one)
    look(world, "second")
    say(world, "second", PERSONALISATION)
    say(world, "hers", PERSONALISATION)
    link(world, shop)
    looked(world)

    def written() -> list[object]:
        tables = ("profiles_held", "profiles_touched", "kit_idempotencyrecord", "journal_facts")
        return [sorted(map(str, sql.rows(f"SELECT * FROM {each}"))) for each in tables]

    before = written()

    def refused(why: type[Exception], device: str, **more: object) -> None:
        with pytest.raises(why):
            link(world, shop, device, **more)
        assert written() == before

    refused(ReasonMissing, "second", reason=" ")
    refused(NotFound, "never met")
    refused(NotFound, "null")
    refused(NotConsented, "closed")
    refused(DeviceKnown, "hers")
    refused(DeviceTaken, "tablet")
    with pytest.raises(NotFound):
        profiles.link_device(uuid4(), "second", reason="x", origin=shop.origin, now=world.now)
    with pytest.raises(NotFound):
        profiles.release_device(10**9, origin=shop.origin, now=world.now)
    assert written() == before
    sql.run("INSERT INTO profiles_held (device, customer_id, at, by, reason)"
            " SELECT n, %s, now(), 'x', 'x' FROM generate_series(1, 19) AS n", [shop.one])  # fmt: skip
    before = written()
    refused(TooManyDevices, "second")


def test_who_is_erased_holds_no_device_and_an_erased_device_is_held_for_nobody(world, shop) -> None:
    link(world, shop)
    kept.forget_look_alikes(person(shop.one), shop.origin, world.now)
    assert profiles.devices_of(shop.one) == ()
    link(world, shop)
    profiles.forget(shop.tablet, now=world.now)
    assert profiles.devices_of(shop.one) == ()
    look(world, "handset")
    say(world, "handset", PERSONALISATION)
    link(world, shop, "handset")
    profiles.forget(shop.me, now=world.now)
    assert sql.rows("SELECT * FROM profiles_held") == []


def test_a_record_linked_with_another_holds_its_devices_for_both(world, shop) -> None:
    other = bought(world, "l.martin@example.org", "THROW")
    answer(world, other, PERSONALISATION, True)
    deliver([profiles.BEHAVIOUR, profiles.SERVICE])
    looked(world)
    before = state(world)
    held = link(world, shop)
    pair = duplicates.link_records(shop.one, other, reason="she rang", origin=shop.origin, now=world.now)
    looked(world)
    theirs = profiles.person_of("customer", str(other))
    assert {inside(each) for each in (shop.me, shop.tablet, theirs)} == {frozenset({"bought", "looked"})}
    counted = sql.rows("SELECT count(DISTINCT one_id), count(*), count(DISTINCT person_id) FROM profiles_counted")
    assert counted == [(1, 3, 3)]
    profiles.release_device(held, origin=shop.origin, now=world.now)
    duplicates.decide_duplicate(pair, "open", origin=shop.origin, now=world.now)
    looked(world)
    assert state(world) == before


def test_what_a_device_told_speaks_for_a_customer(world, shop) -> None:
    told = {each.field: each.says for each in duplicates.likeness_of_device(shop.one, shop.tablet).evidence}
    assert set(told.values()) == {"missing"}
    look(world, "mobile")
    say(world, "mobile", PERSONALISATION)
    visitor = profiles.person_of("visitor", "mobile")
    sql.run("INSERT INTO profiles_trait (identifier_id, name, value, at, source) SELECT i.id, t.name, t.value, now(),"
            " 'site' FROM profiles_identifier AS i, (VALUES ('email', '\"Lea@example.com\"'::jsonb),"
            " ('address', '{\"city\": \"Lyon\"}')) AS t(name, value) WHERE i.value = 'mobile'")  # fmt: skip
    alike = duplicates.likeness_of_device(shop.one, visitor)
    says = {each.field: each.says for each in alike.evidence}
    assert says["email"] == "same" and alike.probability > 0.5
    look(world, "closed")
    with pytest.raises(NotConsented):
        duplicates.likeness_of_device(shop.one, profiles.person_of("visitor", "closed"))

"""Who may say who somebody is: a source's key stands in public pages, so what it tells of a customer joins nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.kit import sql
from comptoir.profiles import facade as profiles
from comptoir.profiles import rules
from comptoir.profiles.tests.test_people import START, event, hear, state

LONG_AGO = datetime(1971, 1, 1, tzinfo=UTC)


def person(kind: str, value: str) -> object:
    return profiles.person_of(kind, value)


@pytest.mark.parametrize("turn", ["before she logs in", "after she logged in", "backdated"])
def test_who_names_somebody_else_does_not_become_them(database, turn):
    """Mallory reports the user id and the e-mail of a victim from her own device."""
    claims = [event(5, visitor="hers", user="42"), event(6, visitor="hers", email="victims")]
    logs_in = event(20 if turn == "after she logged in" else 4, visitor="hers", person="mallory")
    told = [
        event(0, visitor="theirs", user="42", email="victims"), event(1, visitor="theirs", person="victim"),
        event(2, visitor="mobile", user="42"), event(3, user="42", event="Told without a device"),
    ]  # fmt: skip
    if turn == "backdated":
        claims = [event(-9_999, late=10_005, visitor="hers", user="42")]
    told = [*claims, *told, logs_in] if turn == "before she logs in" else [*told, logs_in, *claims]
    for each in told:
        hear(each)
    mallory = person("customer", "mallory")
    assert {(each.kind, each.value) for each in profiles.identifiers_of(mallory)} == {
        ("customer", "mallory"), ("visitor", "hers"),
    }  # fmt: skip
    assert {(each.kind, each.value) for each in profiles.identifiers_of(person("customer", "victim"))} == {
        ("customer", "victim"), ("visitor", "theirs"),
    }  # fmt: skip
    assert person("user", "comptoir:42") == person("visitor", "mobile"), "devices are joined among themselves"
    assert {each.reason for each in profiles.links_of(mallory) if each.state == "refused"} == {"untrusted"}
    names = [row["event"] for row in profiles.everything(mallory)["moments"]]
    assert "Told without a device" not in names and len(names) == len(claims) + 1, "what her device did is hers"
    assert len(profiles.everything(person("customer", "victim"))["moments"]) == 2, "what theirs did is theirs"
    kept = state()
    assert profiles.resolve_all() == 0 and state() == kept


def test_a_user_of_one_source_is_not_that_of_another(database):
    hear(event(0, visitor="a", user="7", source="site-a"), event(1, visitor="b", user="7", source="site-b"))
    assert person("visitor", "a") == person("user", "site-a:7") != person("user", "site-b:7")
    assert not sql.row("SELECT 1 FROM profiles_person WHERE known")


def test_a_link_that_is_told_of_counts_from_when_it_was_recorded(database):
    hear(event(0, visitor="d", user="first"))
    claim = event(0, late=9, visitor="d", user="second")
    hear(type(claim)(**{name: getattr(claim, name) for name in claim.__slots__} | {"occurred_at": LONG_AGO}))
    assert person("visitor", "d") == person("user", "comptoir:first")
    assert sql.rows("SELECT at FROM profiles_link ORDER BY at DESC LIMIT 1") == [(START + timedelta(minutes=9),)]


def test_what_was_refused_too_often_names_nobody_and_the_customer_does(database):
    shared = [event(n, visitor="kiosk", person=f"c{n}") for n in range(rules.MOST_REFUSED + 2)]
    hear(*shared[:-1])
    assert person("visitor", "kiosk") == person("customer", "c0")
    hear(shared[-1])
    assert sql.rows("SELECT kind, value FROM profiles_illegal") == [("visitor", "kiosk")]
    assert sql.rows("SELECT 1 FROM profiles_link") == [] and person("visitor", "kiosk") != person("customer", "c0")
    hear(event(99, visitor="kiosk", person="late"))
    assert sql.rows("SELECT 1 FROM profiles_link") == [] and person("customer", "late")
    many = [event(n, visitor=f"d{n}", person=f"owner{n}") for n in range(rules.MOST_REFUSED + 2)]
    hear(*many, *(event(50 + n, visitor=f"d{n}", person="gwen") for n in range(len(many))))
    assert sql.rows("SELECT count(*) FROM profiles_link WHERE state = 'refused'") == [(len(many),)]
    assert ("customer", "gwen") not in sql.rows("SELECT kind, value FROM profiles_illegal")
    kept = state()
    assert profiles.resolve_all() == 0 and state() == kept

"""Who says that they are somebody else is told and erases nothing of them."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.org import facade as org
from comptoir.privacy import facade as privacy
from comptoir.privacy import kept, rules
from comptoir.privacy.commands import let_go
from comptoir.privacy.persons import person
from comptoir.profiles.tests.test_people import event, hear
from comptoir.recognition import facade as recognition


def test_what_hangs_on_a_name_that_was_claimed_is_neither_told_nor_erased(world: SimpleNamespace) -> None:
    def customer(email: str) -> UUID:
        told = {"email": email, "now": world.now}
        account = org.open_account(password="a password of tests", name="", origin=world.context.origin(), **told)
        return recognition.know_account(account, locale="fr", origin=world.context.origin(), **told)

    mallory, victim = customer("mallory@example.com"), customer("victim@example.com")
    hear(
        event(0, visitor="theirs", user="42", email="v"), event(1, visitor="theirs", person=victim),
        event(2, visitor="mobile", user="42"), event(3, user="42"), event(4, visitor="hers", person=mallory),
        event(5, visitor="hers", user="42", email="v"), event(6, visitor="hers", user=str(victim)),
    )  # fmt: skip
    found = person(mallory)
    assert found.visitors == ("hers",) and found.others == ()
    assert kept.keys(found) == [str(mallory)]
    rows = kept.behaviour(found, "fr", world.now)
    assert {row["value"] for row in rows if row.get("part") == "identifiers"} == {"hers", str(mallory)}
    kept.forget_behaviour(found, world.context.origin(), world.now)
    left = sql.rows("SELECT value FROM profiles_identifier WHERE kind IN ('visitor', 'user')")
    assert {value for (value,) in left} == {"comptoir:42", f"comptoir:{victim}", "mobile", "theirs"}
    assert sql.rows("SELECT count(*) FROM profiles_moment") == [(4,)]


def test_the_round_over_inactive_people_goes_on_where_it_was_whatever_process_runs_it(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        contact = Contact(email=f"p{number}@example.com", name="Zoé Petit")
        customers.name_buyer(contact, with_address=False, locale="fr", now=world.now)
    later = world.now + rules.PROSPECT_KEPT + timedelta(days=2)
    monkeypatch.setattr(let_go, "LOOKED_AT", 1)
    assert [privacy.let_inactive_go(later) for _ in range(3)] == [1, 1, 1]
    ((after,),) = sql.rows("SELECT after FROM privacy_round")
    assert after == max(row[0] for row in sql.rows("SELECT id FROM customers_customer"))
    assert privacy.let_inactive_go(later) == 0
    assert sql.rows("SELECT after FROM privacy_round") == [(None,)], "and begins anew"

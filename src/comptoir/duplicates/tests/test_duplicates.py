"""Look-alikes are sought once a day and by hand; a person decides, takes it back, and is obeyed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates.errors import Contradicted, DecidedMeanwhile
from comptoir.duplicates.models import Duplicate, Search
from comptoir.kit import sql
from comptoir.privacy import kept
from comptoir.privacy.persons import person

DAY = timedelta(days=1)


def customer(world: SimpleNamespace, email: str, name: str = "Camille Roux", phone: str = "0612345678"):
    contact = Contact(email=email, name=name, street="3 rue des Lilas", postcode="75011", city="Paris", phone=phone)
    return customers.name_buyer(contact, with_address=True, locale="fr", now=world.now).customer_id


def pairs() -> dict[tuple, str]:
    return {(row.a_id, row.b_id): row.state for row in Duplicate.objects.all()}


def words() -> list[str]:
    said = "SELECT name FROM journal_event WHERE subject_kind = 'duplicate' ORDER BY position"
    return [row[0] for row in sql.rows(said)]


def test_what_a_person_says_of_a_pair_stays_until_they_take_it_back(world) -> None:
    origin = world.context.origin()
    one, two, three = (customer(world, email) for email in ("c.roux@example.com", "croux@example.org", "cr@example.fr"))
    assert duplicates.work_searches(world.now) == 0, "nobody is known for a day"
    assert duplicates.work_searches(world.now + DAY * 1.1) == 1
    assert set(pairs().values()) == {"open"} and len(pairs()) == 3
    (latest,) = Search.objects.all()
    assert (latest.state, latest.found, latest.asked_by) == ("done", 3, "system:duplicates")
    by = {frozenset((each.a, each.b)): each.id for each in duplicates.duplicates("open")}
    first, other, third = by[frozenset((one, two))], by[frozenset((two, three))], by[frozenset((one, three))]

    duplicates.decide_duplicate(first, "same", reason="she said so", origin=origin, now=world.now)
    assert duplicates.linked_with(one) == [two] and duplicates.linked_with(three) == []
    with pytest.raises(DecidedMeanwhile):
        duplicates.decide_duplicate(first, "different", origin=origin, now=world.now)
    duplicates.decide_duplicate(third, "different", origin=origin, now=world.now)
    with pytest.raises(Contradicted):
        duplicates.decide_duplicate(other, "same", origin=origin, now=world.now)
    assert words() == ["Duplicate Confirmed", "Duplicate Denied"]

    customer(world, "c.roux@example.com", name="Zoé Petit", phone="0799999999")
    duplicates.seek_duplicates(origin=origin, now=world.now)
    duplicates.seek_duplicates(origin=origin, now=world.now)
    assert duplicates.work_searches(world.now + DAY * 1.2) == 1 and duplicates.work_searches(world.now + DAY * 1.3) == 0
    assert sorted(pairs().values()) == ["different", "open", "same"], "what was decided is not asked again"

    duplicates.decide_duplicate(third, "open", origin=origin, now=world.now)
    duplicates.decide_duplicate(other, "same", origin=origin, now=world.now)
    assert set(duplicates.linked_with(one)) == {two, three}
    duplicates.decide_duplicate(first, "open", origin=origin, now=world.now)
    assert duplicates.linked_with(one) == [] and duplicates.duplicate(first).reason == ""


def test_a_link_opens_nothing_to_the_other_and_goes_with_either(world) -> None:
    origin = world.context.origin()
    one, two = customer(world, "c.roux@example.com"), customer(world, "croux@example.org")
    duplicates.work_searches(world.now + DAY * 1.1)
    (pair,) = duplicates.duplicates("open")
    duplicates.decide_duplicate(pair.id, "same", origin=origin, now=world.now)
    told = kept.look_alikes(person(one), "fr", world.now)
    assert told[0]["state"] == "same" and str(two) not in str(told) and "example.org" not in str(told)
    assert kept.forget_look_alikes(person(one), origin, world.now) == 1
    assert pairs() == {} and kept.forget_look_alikes(person(one), origin, world.now) == 0
    sql.run("UPDATE customers_customer SET email = id || '@erased.invalid' WHERE id = %s", [one])
    duplicates.seek_duplicates(origin=origin, now=world.now)
    duplicates.work_searches(world.now + DAY * 1.2)
    assert pairs() == {}, "who was erased looks like nobody"

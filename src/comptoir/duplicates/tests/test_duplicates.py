"""Look-alikes are sought once a day and by hand; a person decides, takes it back, and is obeyed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates import rules
from comptoir.duplicates.errors import (
    Contradicted,
    DecidedMeanwhile,
    ReasonMissing,
    RecordForgotten,
    SameRecord,
    TooManyRecords,
)
from comptoir.duplicates.models import Duplicate, Search
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.privacy import kept
from comptoir.privacy.persons import person

DAY = timedelta(days=1)


def customer(world: SimpleNamespace, email: str, name: str = "Camille Roux", phone: str = "0612345678", **given: str):
    there = {"street": "3 rue des Lilas", "postcode": "75011", "city": "Paris"} | given
    contact = Contact(email=email, name=name, phone=phone, **there)
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


def test_two_records_that_no_search_found_are_linked_by_hand_under_the_guards_of_a_pair_that_was(world) -> None:
    origin, later = world.context.origin(), world.now + DAY * 1.2
    one = customer(world, "c.roux@example.com")
    away = {"phone": "0799999999", "street": "8 quai Sud", "postcode": "69002", "city": "Lyon"}
    married = customer(world, "anne.petit@example.org", name="Anne Petit", **away)
    far = {"phone": "", "street": "5 rue Haute", "postcode": "44000", "city": "Nantes"}
    third = customer(world, "t@example.net", name="Zoé Blanc", **far)
    gone = customer(world, "gone@example.org", name="X Y")
    sql.run("UPDATE customers_customer SET email = id || '@erased.invalid' WHERE id = %s", [gone])

    def link(a, b, reason: str = "her name before she married"):
        return duplicates.link_records(a, b, reason=reason, origin=origin, now=world.now)

    for refusal, given in ((ReasonMissing, (one, married, "  ")), (SameRecord, (one, one)), (NotFound, (one, uuid7())),
                           (RecordForgotten, (one, gone)), (RecordForgotten, (gone, one))):  # fmt: skip
        with pytest.raises(refusal):
            link(*given)
    assert pairs() == {} and words() == [], "a refusal writes nothing"

    pair = link(married, one)
    told = duplicates.duplicate(pair)
    assert duplicates.linked_with(one) == [married] and customers.counted_as(married) == min(one, married)
    assert (told.state, told.by_hand, told.reason) == ("same", True, "her name before she married")
    assert {each.field: each.says for each in told.evidence}["street"] == "differs" and told.probability < 0.5
    with pytest.raises(DecidedMeanwhile):
        link(one, married)
    duplicates.decide_duplicate(link(one, third, "x"), "open", origin=origin, now=world.now)
    assert [each.state for each in duplicates.duplicates_of(one)] == ["same"], "what was taken back is no suggestion"
    duplicates.seek_duplicates(origin=origin, now=world.now)
    duplicates.work_searches(later)
    assert list(pairs().values()) == ["same"] and duplicates.duplicate(pair).by_hand

    denied = link(married, third, "x")
    duplicates.decide_duplicate(denied, "open", origin=origin, now=world.now)
    duplicates.decide_duplicate(denied, "different", origin=origin, now=world.now)
    with pytest.raises(Contradicted):
        link(one, third)
    duplicates.decide_duplicate(denied, "open", origin=origin, now=world.now)
    assert words()[:2] == ["Duplicate Linked By Hand", "Duplicate Linked By Hand"]


def test_no_more_records_become_one_person_than_a_person_has(world, monkeypatch) -> None:
    origin = world.context.origin()
    monkeypatch.setattr(rules, "MOST_TOGETHER", 2)
    one, two, three = (customer(world, email) for email in ("a@example.com", "b@example.org", "c@example.fr"))
    duplicates.link_records(one, two, reason="x", origin=origin, now=world.now)
    with pytest.raises(TooManyRecords):
        duplicates.link_records(two, three, reason="x", origin=origin, now=world.now)
    duplicates.work_searches(world.now + DAY * 1.1)
    found = next(each for each in duplicates.duplicates("open") if three in (each.a, each.b))
    with pytest.raises(TooManyRecords):
        duplicates.decide_duplicate(found.id, "same", origin=origin, now=world.now)
    assert duplicates.linked_with(three) == []


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

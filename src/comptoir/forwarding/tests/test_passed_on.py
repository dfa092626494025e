"""Who is erased here has to be erased where they were told of; and a destination that is slow holds back no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.forwarding import facade as forwarding
from comptoir.forwarding.contracts import DestinationDraft
from comptoir.forwarding.errors import ProofMissing
from comptoir.forwarding.models import Destination
from comptoir.forwarding.sending import MOVED, SLOW, _note_reached
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.checkout import ProductAdded
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound

NOTE = import_module("comptoir.forwarding.migrations.0003_noted_from_the_first_day").NOTE
REACHED = """
INSERT INTO forwarding_reached (destination_id, visitor, user_key, first_at, last_at) VALUES (%s, %s, %s, now(), now())
"""
WAITING = """
INSERT INTO forwarding_parcel (destination_id, event_id, generation, txid, position, state, why, attempts, due_at,
                               created_at)
VALUES (%s, gen_random_uuid(), 1, 1, 1, 'pending', '', 0, %s, %s)
"""


@pytest.fixture
def two(world, settings) -> list[UUID]:
    settings.WEBHOOKS_LOCAL = True
    drafts = [
        DestinationDraft(name=name, address="http://127.0.0.1:9/", write_key="key", purpose="marketing")
        for name in ("First", "Second")
    ]
    return [forwarding.open_destination(each, origin=world.context.origin(), now=world.now) for each in drafts]


def test_an_erasure_is_a_task_for_each_destination_until_somebody_proves_it(world, two) -> None:
    origin, now, erasure = world.context.origin(), world.now, uuid7()
    for destination, visitor, user in ((two[0], "d1", "u1"), (two[0], "d2", ""), (two[1], "other", "")):
        sql.run(REACHED, [destination, visitor, user])
    forwarding.remove_destination(two[0], origin=origin, now=now)
    with pytest.raises(NotFound):
        forwarding.destination(two[0])
    assert Destination.objects.get(id=two[0]).write_key == ""

    def erase(*devices: str) -> int:
        with transaction.atomic(durable=True):
            return forwarding.pass_on(devices, erasure, origin=origin, now=now)

    assert erase("d1") == 1 and erase("d1") == 0 and erase("d2") == 1
    (asked,) = forwarding.erasures_passed_on(erasure_id=erasure)
    assert (asked.destination, asked.names, asked.state) == ("First", (("d1", "u1"), ("d2", "")), "open")
    assert forwarding.told_to(["d1", "d2"]) == [] and len(forwarding.told_to(["other"])) == 1
    with pytest.raises(ProofMissing):
        forwarding.confirm_erased(asked.id, "  ", origin=origin, now=now)
    assert forwarding.to_erase(asked.id) == asked, "a refusal writes nothing"
    forwarding.confirm_erased(asked.id, "request 4711", origin=origin, now=now)
    forwarding.confirm_erased(asked.id, "another", origin=origin, now=now + timedelta(days=1))
    done = forwarding.to_erase(asked.id)
    assert (done.state, done.proof, done.names, done.confirmed_at) == ("confirmed", "request 4711", (), now)
    told = [each.name for each in journal.timeline("to_erase", asked.id)]
    assert told == ["Erasure Passed On", "Erasure Passed On", "Erasure Elsewhere Confirmed"]


def test_a_destination_that_moves_to_another_host_leaves_one_behind_that_is_asked_to_erase(world, two) -> None:
    origin, now, erasure = world.context.origin(), world.now, uuid7()
    sql.run(REACHED, [two[0], "d1", ""])

    def move(address: str) -> None:
        draft = replace(forwarding.destination(two[0]).draft, address=address)
        forwarding.change_destination(two[0], draft, origin=origin, now=now)

    before = Destination.objects.get(id=two[0])
    move("http://127.0.0.1:9/v1/batch")
    assert Destination.objects.count() == 2, "another path of the same host is nobody else"
    move("http://127.0.0.1:19/")
    assert [each.draft.address for each in forwarding.destinations()] == ["http://127.0.0.1:19/", "http://127.0.0.1:9/"]
    assert _note_reached(before, {1: None}, {1: {"anonymousId": "late"}}, now)[1].why == MOVED
    assert forwarding.told_to(["late"]) == [], "nothing is noted of a host that is sent nothing any more"
    sql.run(REACHED, [two[0], "d1", "u1"])
    with transaction.atomic(durable=True):
        forwarding.pass_on(["d1"], erasure, origin=origin, now=now)
    asked = {each.address: each.names for each in forwarding.erasures_passed_on(erasure_id=erasure)}
    assert asked == {"http://127.0.0.1:9/v1/batch": (("d1", ""),), "http://127.0.0.1:19/": (("d1", "u1"),)}
    move("http://127.0.0.1:29/")
    assert {each.address for each in forwarding.erasures_passed_on(erasure_id=erasure)} == set(asked), "they stay there"


def test_who_was_told_of_before_that_was_noted_is_found_by_the_migration(world, two) -> None:
    """As an installation is that forwarded with the version before 0002."""
    origin, day = world.context.origin(), timedelta(days=1)
    sql.run("UPDATE django_migrations SET applied = %s WHERE app = 'forwarding' AND name LIKE '0002%%'", [world.now])
    Destination.objects.filter(id=two[0]).update(created_at=world.now - 9 * day)
    for visitor, days in {"early": -20, "sent": -2, "waits": -2, "noted": 5}.items():
        at = world.now + days * day
        with transaction.atomic():
            word = ProductAdded(basket_id=uuid7(), variant_id=uuid7(), quantity=1)
            journal.append(word, origin=replace(origin, visitor=visitor), occurred_at=at)
        sql.run("UPDATE journal_behaviour SET recorded_at = %s WHERE visitor = %s", [at, visitor])
    ((event,),) = sql.rows("SELECT event_id FROM journal_behaviour WHERE visitor = 'waits'")
    sql.run(WAITING.replace("gen_random_uuid()", f"'{event}'"), [two[0], world.now, world.now])
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [["Product Added"]])
        cursor.execute(NOTE, [["Product Added"]])
    reached = sql.rows("SELECT destination_id, visitor FROM forwarding_reached")
    assert reached == [(two[0], "sent")]


def test_whoever_is_slow_or_served_already_holds_back_no_other(world, two) -> None:
    now = world.now
    for each in two:
        sql.run(WAITING, [each, now, now])
    first, second = (Destination.objects.filter(id=each) for each in two)

    def left() -> set[UUID]:
        waiting = "SELECT destination_id FROM forwarding_parcel WHERE state = 'pending'"
        return {row[0] for row in sql.rows(waiting)}

    first.update(busy_until=now + timedelta(seconds=30))
    assert forwarding.work(now) == 1 and left() == {two[0]}, "another thread serves the first"
    assert forwarding.work(now) == 0
    first.update(busy_until=None, seconds=SLOW)
    assert forwarding.work_quick(now) == 0, "the slow are left to others"
    assert forwarding.work(now) == 1 and left() == set()
    assert first.get().busy_until is None and second.get().served_at is not None

"""People in the database: one by one as all at once, in any order, under races, and undone."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.collector import EventTracked
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.profiles import facade as profiles
from comptoir.profiles import hearing
from comptoir.profiles.errors import NothingToUndo, ReasonMissing
from comptoir.profiles.tests.reports import tracked

START = datetime(2026, 11, 1, tzinfo=UTC)
STAFF = Origin(actor="staff:1", channel="backoffice", correlation=uuid7())
TABLES = (
    "moment", "trait", "taste", "bought", "about", "touched", "person", "link", "identifier", "forgotten", "heard"
)  # fmt: skip
report = st.fixed_dictionaries(
    {"at": st.integers(0, 10), "late": st.integers(0, 5), "visitor": st.sampled_from(["", "v1", "v2", "v3"])},
    optional={"user": st.sampled_from(["u1", "u2"]), "email": st.sampled_from(["e1", "e2"]),
              "person": st.sampled_from(["c1", "c2", "c3"])},
)  # fmt: skip


def minute(at: int) -> datetime:
    return START + timedelta(minutes=at)


def event(at=0, late=0, **told):
    return tracked(minute(at), recorded=minute(at + late), **{"visitor": "", "user": None, "category": "vases", **told})


def hear(*events, size: int = 500) -> None:
    for start in range(0, len(events), size):
        with transaction.atomic():
            hearing.hear(list(events[start : start + size]))


def state() -> dict[str, list[tuple[object, ...]]]:
    """Everything that is kept, without the ids of rows."""
    return {
        "identifiers": sorted(sql.rows("SELECT kind, value, first_at, person_id, known FROM profiles_identifier")),
        "links": sorted(
            sql.rows("""SELECT least((a.kind, a.value), (b.kind, b.value))::text,
                               greatest((a.kind, a.value), (b.kind, b.value))::text, at, state, reason
                        FROM profiles_link l JOIN profiles_identifier a ON a.id = a_id
                        JOIN profiles_identifier b ON b.id = b_id""")
        ),
        "people": sorted(sql.rows("SELECT id, known, first_at, identifiers FROM profiles_person")),
        "moments": sorted(sql.rows("SELECT scope, person_id, occurred_at, event FROM profiles_person_moment")),
        "traits": sorted(sql.rows("SELECT scope, person_id, name, value::text, at FROM profiles_person_trait")),
    }  # fmt: skip


def empty() -> None:
    for table in TABLES:
        sql.run(f"DELETE FROM profiles_{table}")


def test_any_order_in_any_batches_is_what_all_at_once_is(database):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(report, min_size=1, max_size=14), st.randoms(use_true_random=False), st.integers(1, 5))
    def holds(told: list[dict[str, object]], chance: random.Random, size: int) -> None:
        events = [event(**each) for each in told]
        empty()
        hear(*sorted(events, key=lambda each: each.occurred_at))
        meant = state()
        assert profiles.resolve_all() == 0
        assert state() == meant
        chance.shuffle(events)
        empty()
        hear(*events, size=size)
        hear(*events[:3])
        assert state() == meant
        links = sql.rows("SELECT id FROM profiles_link WHERE state = 'joined' ORDER BY at LIMIT 1")
        for (link_id,) in links:
            profiles.undo_merge(link_id, reason="another", origin=STAFF, now=START)
            undone = state()
            assert profiles.resolve_all() == 0
            assert state() == undone
            hear(*events)
            assert state() == undone
            profiles.restore_merge(link_id, origin=STAFF, now=START)
            assert state() == meant

    holds()


def at_once(*acts) -> list[BaseException]:
    """Run these in threads of their own; gives what they raised."""
    raised: list[BaseException] = []

    def run(act) -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_the_same_person_on_many_devices_at_once_is_one(database):
    for trial in range(8):
        empty()
        told = [event(n, visitor=f"d{n}", user="u") for n in range(6)]
        told += [event(7, visitor="d1", email="e"), event(8, visitor="d2", email="e")]
        told += [event(3, visitor="d5", person="c")]
        random.Random(trial).shuffle(told)
        assert at_once(*(lambda each=each: hear(each) for each in told)) == []
        kept = state()
        assert len(kept["people"]) == 2, "the customer with their device, and the rest of the devices"
        assert profiles.resolve_all() == 0
        assert state() == kept


def interleaved() -> int:
    """Two links of one person, the second heard while the first is not committed; how many identifiers are wrong."""
    hear(event(1, visitor="a", card="x"), event(0, visitor="c"))
    heard = threading.Event()

    def first() -> None:
        with transaction.atomic():
            hearing.hear([event(3, visitor="a", email="e1")])
            heard.set()
            while not sql.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
                pass

    def second() -> None:
        heard.wait()
        hear(event(4, visitor="c", card="x"))

    assert at_once(first, second) == []
    return profiles.resolve_all()


def test_a_person_is_torn_apart_without_the_lock_and_whole_with_it(database, monkeypatch):
    assert interleaved() == 0
    empty()
    monkeypatch.setattr("comptoir.profiles.linking.hold", lambda stripes: None)
    assert interleaved() > 0


def test_undoing_needs_a_reason_and_something_to_undo(database):
    hear(event(0, visitor="d", person="anna"), event(1, visitor="d", person="ben"))
    before = state()
    joined, refused = (row[0] for row in sql.rows("SELECT id FROM profiles_link ORDER BY state"))
    with pytest.raises(ReasonMissing):
        profiles.undo_merge(joined, reason=" ", origin=STAFF, now=START)
    with pytest.raises(NothingToUndo):
        profiles.undo_merge(refused, reason="x", origin=STAFF, now=START)
    assert state() == before and sql.rows("SELECT 1 FROM journal_event") == []
    assert profiles.person_of("visitor", "d") == profiles.person_of("customer", "anna")
    profiles.undo_merge(joined, reason="the tablet of the shop", origin=STAFF, now=START)
    assert profiles.person_of("visitor", "d") == profiles.person_of("customer", "ben")
    assert sql.rows("SELECT name FROM journal_event") == [("Merge Undone",)]


def test_two_readers_of_the_stream_at_once_make_the_same_people_as_one(database: str) -> None:
    """The readers of `profiles.behaviour`: each has the subjects of its shard, and links lead from one to the other."""
    chance = random.Random(3)
    for number in range(240):
        visitor, user = f"v{chance.randrange(30)}", f"u{chance.randrange(12)}"
        word = EventTracked(
            visitor_id=visitor, message_id=str(uuid7()), event="Product Viewed", purposes=["measurement"],
            user_key=user if number % 3 == 0 else None, properties={"category": f"c{number % 4}"},
        )  # fmt: skip
        origin = Origin(actor="source:site", channel="web", correlation=uuid7(), visitor=visitor, source="site")
        with transaction.atomic():
            journal.append(word, origin=origin, occurred_at=minute(number))

    def read() -> None:
        while journal.deliver_round(consumer, now=START) or any(each.rows for each in journal.lag([consumer])):
            pass
        connections.close_all()

    seen = []
    for shards in (1, 2):
        consumer = replace(profiles.BEHAVIOUR, shards=shards, batch=20)
        with transaction.atomic():
            empty()
            journal.rewind(consumer)
        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert profiles.resolve_all() == 0
        seen.append(state())
    assert seen[0] == seen[1] and [scope for scope, *_ in seen[0]["moments"]].count("own") == 240
    assert sql.row("SELECT count(*) FROM journal_dead_letter") == (0,)
    assert profiles.BEHAVIOUR.shards == 2

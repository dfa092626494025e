"""Several readers share a lane: each subject has one of them, and nothing is skipped or heard by two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from comptoir.journal.facade import deliver_round, lag, rewind
from comptoir.journal.tests.support import NOW, LampLit, heard, listener, make_notebook, tell
from comptoir.kit import sql


@pytest.fixture(autouse=True)
def notebook(database: str) -> None:
    make_notebook()


def test_every_event_is_heard_once_and_in_order_whatever_the_number_of_readers() -> None:
    lamps = [f"lamp{number % 30}" for number in range(240)]
    for number, lamp in enumerate(lamps):
        tell(LampLit(lamp=lamp, number=number))
    consumer = replace(listener(), shards=4, batch=7)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: _all(consumer), range(3)))
    assert sorted(heard()) == sorted((lamp, lamps[: n + 1].count(lamp)) for n, lamp in enumerate(lamps))
    for lamp in set(lamps):
        versions = [version for name, version in heard() if name == lamp]
        assert versions == sorted(versions)
    assert len({each.consumer for each in lag([consumer])}) == 4 and not any(each.rows for each in lag([consumer]))
    # One reader more, or one alone, goes on where the others stood.
    for shards in (5, 1):
        tell(LampLit(lamp="lamp0"))
        before = len(heard())
        while deliver_round(replace(consumer, shards=shards), now=NOW):
            pass
        assert len(heard()) - before == 1, shards
    with pytest.raises(RuntimeError):
        rewind(consumer)


def _all(consumer) -> None:
    while deliver_round(consumer, now=NOW) or any(each.rows for each in lag([consumer])):
        pass
    connection.close()


def test_a_subject_has_one_reader() -> None:
    consumer = replace(listener(), shards=3)
    for number in range(60):
        tell(LampLit(lamp=f"lamp{number % 20}", number=number))
    told = []
    for reader in consumer.readers:
        before = len(heard())
        deliver_round(reader, now=NOW)
        told.append({lamp for lamp, _version in heard()[before:]})
    assert all(told) and sum(map(len, told)) == 20
    assert sql.row("SELECT count(*) FROM journal_cursor") == (3,)

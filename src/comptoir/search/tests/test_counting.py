"""What is kept of searches: with consent an event, without a count, and words only from the third time on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from comptoir.journal.models import JournalEvent
from comptoir.org.contracts import MEASUREMENT
from comptoir.search import counting
from comptoir.search import facade as search
from comptoir.search.contracts import Asked
from comptoir.search.models import AskedQuery


def look_for(world: SimpleNamespace, text: str, *, consents: bool = False, **asked: object) -> None:
    purposes = frozenset({MEASUREMENT}) if consents else frozenset()
    context = replace(world.context, purposes=purposes, now=world.now + timedelta(minutes=1))
    search.searched(search.find(Asked(text=text, **asked), context), context)  # type: ignore[arg-type]


def events(name: str) -> list[JournalEvent]:
    return list(JournalEvent.objects.filter(name=name).order_by("position"))


def test_a_search_is_counted_without_its_words_and_told_with_consent(world: SimpleNamespace) -> None:
    search.index_news()
    search.flush()
    look_for(world, "Bol")
    look_for(world, "bol", page=2)
    look_for(world, "bol", in_stock=True)
    look_for(world, "lampe anna@example.com", consents=True)
    search.flush()
    (counted,) = events("Searches Counted")
    assert (counted.payload["outcome"], counted.payload["times"], counted.person_key) == ("found", 1, None)
    assert "bol" not in str(counted.payload)
    (told,) = events("Products Searched")
    assert told.payload["query"] == "lampe" and told.payload["results"] == 0


def test_words_are_kept_from_the_third_time_on_and_forgotten_in_time(world: SimpleNamespace) -> None:
    search.index_news()
    search.flush()
    for times, kept in ((1, ""), (2, ""), (3, "lampe")):
        look_for(world, "Lampe 06 12 34 56 78")
        search.flush()
        row = AskedQuery.objects.get()
        assert (row.words, row.times, row.without) == (kept, times, times)
    assert search.forget_old(world.now + timedelta(days=30)) == 0
    assert search.forget_old(world.now + timedelta(days=92)) == 1


def test_a_search_is_answered_also_where_it_cannot_be_counted_and_few_are_written_at_once(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise OperationalError("no space left")

    search.index_news()
    search.flush()
    context = replace(world.context, now=world.now + timedelta(minutes=1))
    found = search.find(Asked(text="bol"), context)
    for number in range(600):
        counting._count(found, f"word {number}", context)
    monkeypatch.setattr(counting, "_add", lambda *_given: None)
    assert search.flush() <= 501
    monkeypatch.setattr(counting.journal, "append", broken)
    for purposes in (frozenset({MEASUREMENT}), frozenset[str]()):
        for seconds in (0, 10):
            search.searched(found, replace(context, purposes=purposes, now=context.now + timedelta(seconds=seconds)))

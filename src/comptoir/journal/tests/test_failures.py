"""An event that fails holds its subject and nothing else, in sight of everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.journal import rules
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.facade import (
    dead_letters,
    discard_dead_letter,
    lag,
    latest,
    replay_dead_letter,
    rewind,
)
from comptoir.journal.tests.support import (
    NOW,
    LampBroken,
    LampLit,
    deliver,
    heard,
    listener,
    make_notebook,
    origin,
    tell,
)
from comptoir.journal.vocabulary.journal import DeadLetterDiscarded, DeadLetterReplayed
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound

DEAD_AT = NOW + sum(rules.BACK_OFF, timedelta())


class Fuse:
    """A handler's trouble with broken lamps, until it is mended."""

    def __init__(self) -> None:
        self.mended = False
        self.tried = 0

    def blow(self, event: Event) -> None:
        if event.name == "Lamp Broken":
            self.tried += 1
            if not self.mended:
                raise ValueError(f"no spare for {event.subject_id}\0")


@pytest.fixture(autouse=True)
def notebook(database: str) -> None:
    make_notebook()


@pytest.fixture
def fuse() -> Fuse:
    return Fuse()


@pytest.fixture
def consumer(fuse: Fuse) -> Consumer:
    return listener(before=fuse.blow)


def fail_to_death(consumer: Consumer) -> int:
    """Deliver at each moment at which the first event is due again; the id of its letter."""
    now = NOW
    for wait in (timedelta(), *rules.BACK_OFF):
        now += wait
        deliver(consumer, now=now)
    return dead_letters(consumer.name).items[0].id


def test_other_subjects_go_on_and_the_same_one_waits_in_order(consumer: Consumer) -> None:
    tell(LampLit(lamp="a"), LampBroken(lamp="a"), LampLit(lamp="b"), LampLit(lamp="a"))
    tell(LampLit(lamp="a"), LampLit(lamp="b"))
    deliver(consumer)
    assert heard() == [("a", 1), ("b", 1), ("b", 2)]
    assert lag([consumer])[0].parked == 3
    letter = dead_letters().items[0]
    assert (letter.attempts, letter.waiting, letter.retry_at) == (1, 2, NOW + rules.BACK_OFF[0])
    assert letter.error == "ValueError: no spare for a"
    assert "in blow" in letter.traceback


def test_a_retry_waits_for_its_time_and_then_the_rest_follows(consumer: Consumer, fuse: Fuse) -> None:
    tell(LampBroken(lamp="a"), LampLit(lamp="a"))
    deliver(consumer)
    tried, fuse.mended = fuse.tried, True
    assert deliver(consumer, now=NOW + rules.BACK_OFF[0] - timedelta(seconds=1)) == 0
    assert fuse.tried == tried
    deliver(consumer, now=NOW + rules.BACK_OFF[0])
    assert heard() == [("a", 1), ("a", 2)]
    assert (dead_letters().total, lag([consumer])[0].parked) == (0, 0)


def test_after_five_failures_an_event_waits_for_a_person_who_replays_it_in_order(
    consumer: Consumer, fuse: Fuse
) -> None:
    tell(LampLit(lamp="a"), LampBroken(lamp="a"), LampLit(lamp="a"))
    letter = fail_to_death(consumer)
    found = dead_letters().items[0]
    assert (found.attempts, found.retry_at, found.last_failed_at) == (5, None, DEAD_AT)
    assert deliver(consumer, now=DEAD_AT + timedelta(days=30)) == 0
    assert lag([consumer])[0].dead == 1

    assert replay_dead_letter(letter, [consumer], origin=origin(), now=DEAD_AT) is False
    assert (heard(), dead_letters().items[0].attempts) == ([("a", 1)], 6)
    fuse.mended = True
    assert replay_dead_letter(letter, [consumer], origin=origin(), now=DEAD_AT) is True
    tell(LampLit(lamp="a"))
    deliver(consumer)
    assert heard() == [("a", 1), ("a", 2), ("a", 3), ("a", 4)]
    decided = [event.word for event in latest(subject_kind="event")]
    assert [word.handled for word in decided if isinstance(word, DeadLetterReplayed)] == [True, False]


def test_a_discarded_event_is_passed_with_its_reason_in_the_journal(consumer: Consumer) -> None:
    tell(LampBroken(lamp="a"), LampLit(lamp="a"))
    letter = fail_to_death(consumer)
    for reason in (" ", "x" * 501):
        with pytest.raises(Invalid):
            discard_dead_letter(letter, origin=origin(), reason=reason, now=DEAD_AT)
    assert dead_letters().total == 1
    discard_dead_letter(letter, origin=origin(), reason="the lamp was sold", now=DEAD_AT)
    deliver(consumer)
    assert (heard(), dead_letters().total) == ([("a", 2)], 0)
    word = latest(1)[0].word
    assert isinstance(word, DeadLetterDiscarded)
    assert (word.consumer, word.reason) == ("notebook", "the lamp was sold")


def test_a_letter_that_is_gone_or_whose_consumer_is_gone_is_not_found(consumer: Consumer) -> None:
    tell(LampBroken(lamp="a"))
    letter = fail_to_death(consumer)
    with pytest.raises(NotFound):
        replay_dead_letter(letter, [], origin=origin(), now=DEAD_AT)
    with pytest.raises(NotFound):
        discard_dead_letter(letter + 1, origin=origin(), reason="gone", now=DEAD_AT)
    assert (dead_letters().total, len(latest())) == (1, 1)


def test_what_retention_deleted_is_not_waited_for(consumer: Consumer) -> None:
    tell(LampBroken(lamp="a"), LampLit(lamp="a"))
    deliver(consumer)
    sql.run("DELETE FROM journal_event WHERE name = 'Lamp Broken'")
    deliver(consumer, now=DEAD_AT)
    assert (heard(), dead_letters().total) == ([("a", 2)], 0)


def test_a_rewound_projection_becomes_the_same_again(consumer: Consumer, fuse: Fuse) -> None:
    tell(*(LampLit(lamp=lamp) for lamp in "abcabca"), LampBroken(lamp="b"))
    fuse.mended = True
    deliver(consumer)
    before = heard()
    tell(LampBroken(lamp="c"))
    fuse.mended = False
    deliver(consumer)
    with transaction.atomic():
        sql.run("DELETE FROM heard")
        rewind(consumer)
    fuse.mended = True
    deliver(consumer)
    assert heard() == [*before, ("c", 3)]
    assert dead_letters().total == 0
    with pytest.raises(RuntimeError, match="transaction"):
        rewind(consumer)

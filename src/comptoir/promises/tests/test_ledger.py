"""The ledger on a real database: what is written, what is refused, what the journal says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from comptoir.journal.contracts import Origin
from comptoir.journal.errors import OutsideTransaction
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.promises import facade, rules
from comptoir.promises.errors import PromiseSettled

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ORIGIN = Origin(actor="system:test", channel="web", correlation=uuid4())
VERBS: dict[str, Callable[[UUID], None]] = {
    "kept": lambda it: facade.kept(it, evidence={"by": "carrier"}, origin=ORIGIN, now=NOW),
    "broken": lambda it: facade.broken(it, evidence={"late_days": 2}, origin=ORIGIN, now=NOW),
    "repaired": lambda it: facade.repaired(it, remedy="delivery_refunded", origin=ORIGIN, now=NOW),
    "withdrawn": lambda it: facade.withdraw(it, origin=ORIGIN, now=NOW),
}


def make(**changes: Any) -> UUID:
    given = {"subject_id": uuid4(), "due": NOW, "terms": {"method": "home"}} | changes
    with transaction.atomic():
        return facade.make("delivery", subject_kind="order", **given, origin=ORIGIN, now=NOW)


def written() -> list[str]:
    return [name for (name,) in sql.rows("SELECT name FROM journal_event ORDER BY position")]


def test_what_was_said_can_be_read_again(database: str) -> None:
    order = uuid4()
    promise = make(subject_id=order, due=NOW + timedelta(days=2))
    (found,) = facade.of("order", order)
    assert found == facade.get(promise)
    assert (found.kind, found.state, found.terms) == ("delivery", "made", {"method": "home"})
    assert (found.due, found.settled_at) == (NOW + timedelta(days=2), None)
    assert written() == ["Promise Made"]


@pytest.mark.parametrize("state", rules.MOVES)
@pytest.mark.parametrize("wanted", sorted(VERBS))
def test_a_promise_moves_only_as_the_table_says(database: str, state: str, wanted: str) -> None:
    path = {"made": [], "repaired": ["broken", "repaired"]}.get(state, [state])
    promise = make()
    for step in path:
        with transaction.atomic():
            VERBS[step](promise)
    before, words = facade.get(promise), written()
    if wanted in rules.MOVES[state]:
        with transaction.atomic():
            VERBS[wanted](promise)
        assert facade.get(promise).state == wanted
        assert written() == [*words, f"Promise {wanted.title()}"]
    else:
        with pytest.raises(PromiseSettled) as refusal, transaction.atomic():
            VERBS[wanted](promise)
        assert refusal.value.data["state"] == state
        assert (facade.get(promise), written()) == (before, words)


def test_a_remedy_adds_to_the_evidence_and_keeps_the_time_of_the_breach(database: str) -> None:
    promise = make()
    with transaction.atomic():
        VERBS["broken"](promise)
        facade.repaired(promise, remedy="sent_again", origin=ORIGIN, now=NOW + timedelta(hours=1))
    found = facade.get(promise)
    assert found.evidence["late_days"] == 2
    assert found.evidence["remedy"] == "sent_again"
    assert found.settled_at == NOW


def test_when_the_subject_is_gone_only_what_is_open_is_withdrawn(database: str) -> None:
    order = uuid4()
    done, late, other = make(subject_id=order), make(subject_id=order), make()
    with transaction.atomic():
        VERBS["kept"](done)
        assert facade.withdraw_open("order", order, origin=ORIGIN, now=NOW) == 1
        assert facade.withdraw_open("order", order, origin=ORIGIN, now=NOW) == 0
    assert [facade.get(it).state for it in (done, late, other)] == ["kept", "withdrawn", "made"]
    assert written()[-1] == "Promise Withdrawn"


def test_only_open_promises_that_are_due_soon_are_at_risk_the_most_urgent_first(database: str) -> None:
    soon, late = make(due=NOW + timedelta(hours=3)), make(due=NOW - timedelta(days=1))
    make(due=NOW + timedelta(hours=5))
    done = make(due=NOW)
    with transaction.atomic():
        VERBS["kept"](done)
    assert [found.id for found in facade.at_risk(NOW, timedelta(hours=4))] == [late, soon]
    assert [found.id for found in facade.at_risk(NOW, timedelta(hours=4), limit=1)] == [late]


def test_a_promise_is_not_made_outside_a_transaction(database: str) -> None:
    with pytest.raises(OutsideTransaction):
        facade.make(
            "delivery", subject_kind="order", subject_id=uuid4(), due=NOW, terms={}, origin=ORIGIN, now=NOW
        )


def test_a_promise_that_nobody_made_is_not_found(database: str) -> None:
    with pytest.raises(NotFound), transaction.atomic():
        VERBS["kept"](uuid4())
    assert written() == []

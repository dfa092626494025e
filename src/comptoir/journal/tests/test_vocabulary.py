"""Words as they are published, and who may listen to them for what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comptoir.journal import rules, tracking_plan
from comptoir.journal.contracts import LegalBasis, Word, word
from comptoir.journal.errors import ConsumerRefused
from comptoir.journal.facade import checked, deliver_round
from comptoir.journal.tests.support import NOW, LampLit, LampLookedAt, listener

ROOT = Path(__file__).parents[4]
HINT = "run `python -m comptoir.journal.tracking_plan` and commit what it writes"


def test_every_word_is_declared_soundly() -> None:
    assert [flaw for word in tracking_plan.words() for flaw in rules.flaws(word)] == []


def test_a_word_with_a_wrong_subject_or_an_unreadable_field_is_found() -> None:
    @word("Flawed", subject=("thing", "thing_id"))
    class Flawed(Word):
        weight: float

    assert rules.flaws(Flawed) == [
        "Flawed.weight holds <class 'float'>",
        "Flawed has no field thing_id to name its subject",
    ]


def test_the_tracking_plan_in_the_docs_is_the_vocabulary() -> None:
    assert (ROOT / tracking_plan.PLAN).read_text() == tracking_plan.render(), HINT


def test_no_published_word_changed_and_every_new_one_is_locked() -> None:
    lock = json.loads((ROOT / tracking_plan.LOCK).read_text())
    declared = tracking_plan.fingerprints()
    assert tracking_plan.broken(lock, declared) == []
    assert lock == declared, HINT


def test_a_changed_or_missing_word_asks_for_a_new_version() -> None:
    declared = {"Lamp Lit v1": {"fields": {"lamp": "str"}}}
    changed = {"Lamp Lit v1": {"fields": {"lamp": "UUID"}}}
    assert tracking_plan.broken(declared, changed) == [
        "Lamp Lit v1 was published and changed: make a new version instead"
    ]
    assert tracking_plan.broken(declared, {}) == [
        "Lamp Lit v1 was published and is gone: make a new version instead"
    ]
    assert tracking_plan.broken(declared, changed | declared | {"Lamp Lit v2": {}}) == []


def test_the_plan_is_not_written_over_a_broken_lock(tmp_path: Path) -> None:
    tracking_plan.write(tmp_path)
    lock = tmp_path / tracking_plan.LOCK
    assert json.loads(lock.read_text()) == tracking_plan.fingerprints()
    lock.write_text(json.dumps({"Lamp Lit v1": {}}))
    with pytest.raises(ValueError, match="make a new version"):
        tracking_plan.write(tmp_path)


def test_marketing_may_not_listen_to_what_the_contract_needed() -> None:
    newsletter = listener("newsletter", words=(LampLit,), purpose="marketing")
    with pytest.raises(ConsumerRefused, match="for marketing; Lamp Lit is kept for contract"):
        checked(newsletter)
    with pytest.raises(ConsumerRefused):
        deliver_round(newsletter, now=NOW)
    assert checked(listener(words=(LampLookedAt,), purpose="marketing"))


def test_no_purpose_but_service_and_law_reaches_contract_and_none_of_these_reaches_consent() -> None:
    reach = {purpose: LegalBasis.CONTRACT in bases for purpose, bases in rules.BASES_OF_PURPOSE.items()}
    assert [purpose for purpose, reaches in reach.items() if reaches] == ["service", "legal"]
    assert all(
        (LegalBasis.CONSENT in bases) != reach[purpose] for purpose, bases in rules.BASES_OF_PURPOSE.items()
    )


@pytest.mark.parametrize(
    ("consumers", "reason"),
    [
        ([listener(), listener()], "two consumers are named notebook"),
        ([listener(words=())], "notebook listens to no word"),
        ([listener(purpose="gossip")], "notebook has the unknown purpose gossip"),
        ([listener(batch=0)], "notebook reads batches of 0"),
    ],
)
def test_a_consumer_that_cannot_work_is_refused_when_it_is_listed(consumers: list, reason: str) -> None:
    with pytest.raises(ConsumerRefused, match=reason):
        checked(*consumers)

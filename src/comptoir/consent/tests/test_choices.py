"""What somebody said is found again, the later answer holds, and what was never asked is no."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import translation

from comptoir.consent import facade as consent
from comptoir.consent.contracts import BANNER, CUSTOMER, VISITOR, Given, Subject
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION, PURPOSES

WORDS_OF = {"2026-12": "a3dce6bad687"}


def test_whoever_changes_the_words_changes_their_version() -> None:
    with translation.override("en"):
        read = "\n".join(f"{each.code} {each.name} {each.explanation}" for each in consent.PURPOSES)
    digest = hashlib.sha256(read.encode()).hexdigest()[:12]
    assert WORDS_OF.get(consent.TEXT_VERSION) == digest, f"give these words a version of their own: {digest}"
    assert tuple(each.code for each in consent.PURPOSES) == PURPOSES


def test_each_purpose_is_answered_for_the_device_and_the_person_and_a_later_answer_holds(
    world: SimpleNamespace,
) -> None:
    device, person = Subject(VISITOR, str(uuid4())), Subject(CUSTOMER, str(uuid4()))
    known = replace(world.context, customer_id=person.id)
    later = replace(world.context, now=world.now + timedelta(days=1))
    assert not any(consent.allowed([device, person], purpose) for purpose in (*PURPOSES, "service", ""))
    first = consent.choose([MEASUREMENT, MARKETING], known, means=BANNER, visitor=device.id)
    for subject in (device, person):
        said = consent.standing([subject])
        assert {purpose: each.granted for purpose, each in said.items()} == {
            MEASUREMENT: True, PERSONALISATION: False, MARKETING: True,
        }  # fmt: skip
        assert said[MEASUREMENT].choice_id == first and said[MEASUREMENT].text_version == consent.TEXT_VERSION
    consent.choose([MARKETING], later, means=BANNER, visitor=device.id)
    assert not consent.allowed([device, person], MEASUREMENT) and consent.allowed([person], MEASUREMENT)
    assert consent.allowed([device, person], MARKETING) and not consent.allowed([], MARKETING)
    events = sql.rows("SELECT visitor, payload FROM journal_event WHERE name = 'Purposes Chosen' ORDER BY position")
    assert [visitor for visitor, _ in events] == [device.id, None]
    assert [payload["purposes"] for _, payload in events] == [[MARKETING, MEASUREMENT], [MARKETING]]
    assert len(consent.history([device, person])) == 9
    with transaction.atomic():
        assert consent.forget([device, person]) == 9
    assert consent.history([device, person]) == [] and not consent.allowed([device, person], MARKETING)


def test_many_answers_are_kept_as_one_by_one(world: SimpleNamespace) -> None:
    device, person = Subject(VISITOR, str(uuid4())), Subject(CUSTOMER, str(uuid4()))
    origin = replace(world.context.origin(), visitor=device.id)
    asked = {"means": BANNER, "at": world.now, "origin": origin}
    answers = [
        Given(subject=device, purposes=frozenset({MEASUREMENT, PERSONALISATION}), **asked),
        Given(subject=person, purposes=frozenset(), **asked),
    ]
    unknown = Given(subject=person, purposes=frozenset({"everything"}), **asked)
    with pytest.raises(Invalid):
        consent.choose_many([*answers, unknown])
    assert consent.history([device, person]) == []
    assert consent.choose_many(answers) == 2 and consent.choose_many([]) == 0
    allowed = {each.purpose for each in consent.history([device, person]) if each.granted}
    assert allowed == {MEASUREMENT, PERSONALISATION} and len(consent.history([device, person])) == 6
    events = sql.rows("SELECT visitor, payload -> 'purposes' FROM journal_event WHERE name = 'Purposes Chosen'")
    assert sorted(events, key=str) == [(device.id, [MEASUREMENT, PERSONALISATION]), (None, [])]


def test_a_refusal_by_an_unknown_device_is_proved_and_tied_to_nobody_and_an_unknown_purpose_is_no_choice(
    world: SimpleNamespace,
) -> None:
    consent.choose([], world.context, means=BANNER)
    ((visitor, person, payload),) = sql.rows(
        "SELECT visitor, person_key, payload FROM journal_event WHERE name = 'Purposes Chosen'"
    )
    assert (visitor, person, payload["purposes"]) == (None, None, [])
    with pytest.raises(Invalid):
        consent.choose(["everything"], world.context, means=BANNER, visitor="x")
    assert sql.rows("SELECT 1 FROM consent_choice") == []

"""A few calls of every operation; `tests/proof/test_api.py` makes them for minutes."""

from __future__ import annotations

from comptoir.channels.api.tests import fuzz


def test_no_call_crashes_or_answers_what_the_schema_does_not_say(world, guest, buy, settings):
    settings.WEBHOOKS_LOCAL = True
    assert fuzz.exercise(fuzz.things(world, guest, buy().body), examples=3) > 40

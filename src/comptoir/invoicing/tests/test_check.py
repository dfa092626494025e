"""The program that tries the rules may die at any moment, and may not take long."""

from __future__ import annotations

import os
import signal

import pytest

from comptoir.invoicing.documents import check, cii
from comptoir.invoicing.documents.check import Rules
from comptoir.invoicing.tests import story


def test_one_that_was_killed_is_started_again() -> None:
    rules, xml = Rules(), cii.xml(story.document(story.line("bowl", 2, 2400)))
    assert rules.broken_by(xml) == []
    first = rules.program
    assert first
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert rules.broken_by(xml) == []
    rules.end()


def test_one_that_takes_too_long_is_ended_and_says_nothing_of_the_invoice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LONGEST", 0.05)
    rules = Rules()
    with pytest.raises(RuntimeError, match="without an answer"):
        rules.broken_by(cii.xml(story.document(story.line("bowl", 2, 2400))))
    assert rules.program is None

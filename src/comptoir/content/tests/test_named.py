"""Which pages are meant by what somebody types."""

from __future__ import annotations

import pytest

from comptoir.content.rules import named


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("choisir", 2), ("entretenir le grès", 1), ("GRES", 1), ("choi pl", 2), ("choisir un plaid", 2),
        ("plaids", 0), ("laisse", 0), ("un", 2), ("", 0), ("  …", 0), ("choisir lampe", 0),
    ],
)  # fmt: skip
def test_each_word_begins_a_word_of_the_title_or_else_of_the_first_sentence(typed: str, worth: int) -> None:
    assert named(typed, "Choisir un plaid", "Le poids, la maille, et comment l’entretenir comme le grès.") == worth

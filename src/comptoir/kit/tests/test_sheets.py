"""No text of a stranger is a formula in a spreadsheet, and what was written comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.sheets import bare, harmless


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+33 6", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\n=1"])
def test_what_would_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}" and bare(harmless(text)) == text


@pytest.mark.parametrize("cell", ["", "Linge d’été", "'=1", -12, -1.5, None])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert harmless(cell) == cell


@given(st.text(st.sampled_from("=+-@'\t a\u00a0é")))
def test_what_was_written_comes_back(text: str) -> None:
    assert bare(harmless(text)) == (text if harmless(text) != text else bare(text))

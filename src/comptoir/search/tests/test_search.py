"""A small shop, searched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.catalog import facade as catalog
from comptoir.search import facade as search
from comptoir.search.contracts import Asked
from comptoir.search.errors import SearchNotReady


def found(world: SimpleNamespace, text: str = "", locale: str = "fr", **asked: object) -> list[str]:
    context = replace(world.context, locale=locale, now=world.now + timedelta(minutes=1))
    answer = search.find(Asked(text=text, **asked), context)  # type: ignore[arg-type]
    return [card.external_id for card in answer.cards.items]


def test_words_are_found_in_both_languages_and_however_they_are_written(world: SimpleNamespace) -> None:
    search.index_news()
    for text, expected in (
        ("bol", {"bowl"}), ("BOWLS", {"bowl"}), ("grès", {"bowl"}), ("gres", {"bowl"}), ("plai", {"throw"}),
        ("bol mat", {"bowl"}), ("BOWL-BLUE", {"bowl"}), ("bowlblue", {"bowl"}), ("45 cl", {"bowl"}),
        ("0,45 litre", {"bowl"}), ("plaide", {"throw"}), ("morning bowl", {"bowl"}),
        ("notebok", {"book"}), ("zzzzqqq", set()), ("& | ! :* ((", set()), ("\x00", {"bowl", "throw", "book"}),
        ("'; DROP TABLE x; --", set()),
    ):  # fmt: skip
        assert set(found(world, text)) == expected, text
    assert found(world, "cahiers de la table") == ["book", "bowl"], "one has all the words, the other stands in the aisle"
    assert found(world, "cahiers de la table", sort="price") == ["book"]
    assert found(world, "", sort="name") == ["bowl", "book", "throw"]

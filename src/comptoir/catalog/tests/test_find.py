"""Lists."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.catalog import facade as catalog
from comptoir.kit.refusals import NotFound


def found(world: SimpleNamespace, **more: object) -> set[str]:
    given = {"category": None, "sort": "newest", "page": 1, "size": 24, **more}
    ids = catalog.find(market="fr", now=world.now + timedelta(minutes=1), **given).items  # type: ignore[arg-type]
    return {record.external_id for record in catalog.products(ids).values()}


def test_a_category_shows_what_lies_below_it(world: SimpleNamespace) -> None:
    tree = catalog.categories(market="fr", now=world.now + timedelta(minutes=1))
    assert [node.slug.read("en") for node in tree] == ["home", "tableware", "textiles"]
    assert [len(node.trail) for node in tree] == [1, 2, 2]
    assert found(world, category=tree[0]) == {"bowl", "throw", "book"}
    assert found(world, category=catalog.category_by_slug("textiles", "en")) == {"throw"}
    with pytest.raises(NotFound):
        catalog.category_by_slug("textiles", "fr-nowhere")


def test_pages_count_everything_even_beyond_the_end(world: SimpleNamespace) -> None:
    def page(number: int) -> tuple[int, int]:
        at = world.now + timedelta(minutes=1)
        one = catalog.find(market="fr", now=at, category=None, sort="name", page=number, size=2)
        return len(one.items), one.total

    assert [page(number) for number in (1, 2, 9)] == [(2, 3), (1, 3), (0, 3)]


def test_nothing_is_shown_before_it_is_published(world: SimpleNamespace) -> None:
    before = world.now - timedelta(days=1)
    assert catalog.categories(market="fr", now=before) == ()
    assert (
        catalog.find(market="fr", now=before, category=None, sort="newest", page=1, size=9).total
        == 0
    )

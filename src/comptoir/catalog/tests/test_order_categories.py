"""The order of categories: what is said, what follows, and what an import brings later."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryDraft, ProductDraft, VariantDraft
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.project import founding


def menu() -> list[str]:
    return [node.slug.read("fr") for node in catalog.every_category() if node.parent_id is None]


def told() -> list[tuple[str, list[str]]]:
    return sql.rows(
        "SELECT payload ->> 'place', payload -> 'category_ids' FROM journal_event WHERE name = 'Categories Ordered'"
    )


def bring(world: SimpleNamespace, *names: str) -> UUID:
    """A product in the category of these names, from the root."""
    category = CategoryDraft(names=tuple(Localised(fr=name, en=name) for name in names))
    draft = ProductDraft(
        external_id=names[-1], name=Localised(fr=names[-1]), category=category,
        variants=(VariantDraft(external_id=names[-1], sku=names[-1]),),
    )  # fmt: skip
    catalog.upsert_products([draft], market=founding.MARKET, origin=world.context.origin(), now=world.now)
    return next(node.id for node in catalog.every_category() if node.name.read("fr") == names[-1])


def test_the_menu_stands_in_the_order_that_was_said_and_what_comes_later_stands_last(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    bring(world, "Table basse"), bring(world, "Atelier")
    assert menu() == ["atelier", "maison", "table-basse"], "nobody said anything: by name"
    ids = {node.slug.read("fr"): node.id for node in catalog.every_category()}
    listed = {"market": founding.MARKET, "now": world.now}
    roots = [node.id for node in catalog.categories(**listed) if node.parent_id is None]
    assert catalog.order_categories(None, [ids["table-basse"], ids["maison"]], **who)
    assert menu() == ["table-basse", "maison", "atelier"]
    fresh = [node.id for node in catalog.categories(**listed) if node.parent_id is None]
    assert fresh == sorted(roots, key=[ids[slug] for slug in menu()].index), "the menu of this process is a new one"
    assert not catalog.order_categories(None, [ids["table-basse"]], **who), "it stands so already"
    assert told() == [("root", [str(ids[slug]) for slug in menu()])]
    bring(world, "Abris")
    assert menu() == ["table-basse", "maison", "atelier", "abris"]


def test_the_order_by_name_stays_too_once_it_was_said(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    bring(world, "Table basse")
    ids = [node.id for node in catalog.every_category() if node.parent_id is None]
    assert catalog.order_categories(None, ids, **who) and not catalog.order_categories(None, ids, **who)
    bring(world, "Atelier"), bring(world, "Abris")
    assert menu() == ["maison", "table-basse", "atelier", "abris"]


def test_two_who_move_at_once_both_have_their_way(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    a, b, c, d = (bring(world, "Maison", name) for name in ("A", "B", "C", "D"))
    catalog.order_categories(catalog.category_by_slug("maison", "fr").id, [a, b, c, d], **who)
    both = Buyers()
    with transaction.atomic():
        locks.hold(catalog.CATALOG)
        for one, before in ((d, a), (c, b)):
            both.start(lambda one=one, before=before: catalog.move_category(one, before, **who))
        both.wait_until_blocked(2)
    assert both.join() == [True, True]
    found = [node.id for node in catalog.every_category() if node.parent_id and node.id in {a, b, c, d}]
    assert found == [d, a, c, b]


def test_a_category_moves_only_among_its_own(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    table, house = (catalog.category_by_slug(slug, "fr").id for slug in ("table", "maison"))
    for before in (house, table, uuid4()):
        with pytest.raises(Invalid) as refusal:
            catalog.move_category(table, before, **who)
        assert refusal.value.errors == {"before": "not_a_choice"}
    with pytest.raises(NotFound):
        catalog.move_category(uuid4(), None, **who)
    assert told() == []


def test_only_what_stands_just_below_is_ordered_and_a_refusal_writes_nothing(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    table, textile = (catalog.category_by_slug(slug, "fr").id for slug in ("table", "textile"))
    house = catalog.category_by_slug("maison", "fr").id
    for below, listed, wrong in (
        (None, [table], {"categories.0": "not_a_choice"}), (house, [table, house], {"categories.1": "not_a_choice"}),
        (house, [textile, textile], {"categories.1": "same_twice"}),
        (house, [uuid4()], {"categories.0": "not_a_choice"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            catalog.order_categories(below, listed, **who)
        assert refusal.value.errors == wrong
    with pytest.raises(NotFound):
        catalog.order_categories(uuid4(), [], **who)
    assert told() == []
    catalog.order_categories(house, [textile, table], **who)
    assert [node.id for node in catalog.every_category() if node.parent_id == house] == [textile, table]
    page = Client().get("/fr/rayon/maison/").content.decode()
    assert page.index("/fr/rayon/textile/") < page.index("/fr/rayon/table/")

"""The order of categories: what is said, what follows, and what an import brings later."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.test import Client

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryDraft, ProductDraft, VariantDraft
from comptoir.kit import sql
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
    assert catalog.order_categories(None, [ids["table-basse"], ids["maison"]], **who)
    assert menu() == ["table-basse", "maison", "atelier"]
    assert not catalog.order_categories(None, [ids["table-basse"]], **who), "it stands so already"
    assert told() == [("root", [str(ids[slug]) for slug in menu()])]
    bring(world, "Abris")
    assert menu() == ["table-basse", "maison", "atelier", "abris"]


def test_only_what_stands_just_below_is_ordered_and_a_refusal_writes_nothing(world: SimpleNamespace) -> None:
    who = {"origin": world.context.origin(), "now": world.now}
    table, textile = (catalog.category_by_slug(slug, "fr").id for slug in ("table", "textile"))
    house = catalog.category_by_slug("maison", "fr").id
    for below, listed in ((None, [table]), (house, [house]), (house, [textile, textile]), (house, [uuid4()])):
        with pytest.raises(Invalid) as refusal:
            catalog.order_categories(below, listed, **who)
        assert set(refusal.value.data["errors"]) == {"categories"}
    with pytest.raises(NotFound):
        catalog.order_categories(uuid4(), [], **who)
    assert told() == []
    catalog.order_categories(house, [textile, table], **who)
    assert [node.id for node in catalog.every_category() if node.parent_id == house] == [textile, table]
    page = Client().get("/fr/rayon/maison/").content.decode()
    assert page.index("/fr/rayon/textile/") < page.index("/fr/rayon/table/")

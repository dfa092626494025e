"""By which properties products are chosen: by themselves, and as the merchant says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Property
from comptoir.journal import facade as journal
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.search import facade as search
from comptoir.search.contracts import FacetRules
from comptoir.search.rules import facets
from comptoir.search.rules.facets import Counted
from comptoir.search.tests.test_search import find


def test_what_is_said_nearest_counts_and_the_order_is_nearest_first() -> None:
    near = FacetRules(pinned=("size",), hidden=frozenset({"colour"}))
    far = FacetRules(pinned=("colour", "material", "size"), hidden=frozenset({"weight"}))
    assert facets.merged([near, far]) == FacetRules(
        pinned=("size", "material"), hidden=frozenset({"colour", "weight"})
    )
    assert facets.merged([FacetRules(pinned=("weight",)), far]).hidden == frozenset()


def test_pinned_ones_come_first_and_take_the_place_of_others() -> None:
    parts = {f"a{n}": Counted({"x": 5, "y": 5}) for n in range(7)} | {"rare": Counted({"x": 1, "y": 1})}
    assert facets.chosen(parts, 10, ()) == ["a0", "a1", "a2", "a3", "a4", "a5"]
    assert facets.chosen(parts, 10, (), ["rare", "a6"]) == ["rare", "a6", "a0", "a1", "a2", "a3"]
    assert facets.chosen({"one": Counted({"x": 9})}, 10, (), ["one"]) == []
    assert facets.candidates({"a": 9, "b": 8}, 10, {"a"}) == ["b"]


def test_a_property_is_hidden_pinned_and_given_back_category_by_category(world: SimpleNamespace) -> None:
    search.index_news()
    said = {"origin": world.context.origin(), "now": world.now}
    home = catalog.category_by_slug("maison", "fr")
    table = catalog.category_by_slug("table", "fr")

    def offered(category: str = "", **asked: object) -> list[str]:
        found = find(world, category=category, facets=True, **asked)
        return [one.code for one in found.facets.choices if one.code not in ("brand", "in_stock")]

    assert offered("table") == [] == offered(), "one product of three says little by itself"
    assert search.keep_facets(home.id, pinned=["colour"], hidden=[], **said)
    assert not search.keep_facets(home.id, pinned=["colour"], hidden=[], **said)
    assert (offered("table"), offered("maison"), offered()) == (["colour"], ["colour"], [])
    desk = search.facet_desk(table, world.context)
    colour = next(one for one in desk.attributes if one.code == "colour")
    assert (colour.products, colour.values, colour.offered, colour.said) == (1, 2, True, "")
    assert desk.inherited.pinned == ("colour",) and desk.own == FacetRules()
    trial = FacetRules(hidden=frozenset({"colour"}))
    assert search.facet_desk(table, world.context, trial=trial).facets == ()
    assert offered("table") == ["colour"], "a trial keeps nothing"
    search.keep_facets(table.id, pinned=[], hidden=["colour"], **said)
    assert (offered("table"), offered("maison")) == ([], ["colour"])
    assert offered("table", facts={"colour": ("Bleu",)}) == ["colour"], "what is chosen can be taken off"
    assert [one.code for one in search.facet_desk(None, world.context, words="COUL").attributes] == ["colour"]
    assert len(journal.timeline("facets", table.id)) == 1
    for wrong in ({"pinned": ["nothing"], "hidden": []}, {"pinned": ["colour"], "hidden": ["colour"]}):
        with pytest.raises(Invalid):
            search.keep_facets(None, **wrong, **said)
    with pytest.raises(NotFound):
        search.keep_facets(world.products["bowl"], pinned=[], hidden=["colour"], **said)
    search.keep_facets(home.id, pinned=[], hidden=[], **said)
    search.keep_facets(table.id, pinned=[], hidden=[], **said)
    assert search.facet_rules_said() == {} and offered("table") == []


def test_who_chose_a_colour_goes_on_to_the_size(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage says much of three products, and nothing of two."""
    monkeypatch.setattr(facets, "worth", lambda counted, hits: float(hits == 3 and len(counted.values) > 1))
    for product, hue, cut in (("bowl", "Rouge", "Large"), ("throw", "Rouge", "Étroit"), ("book", "Gris", "Large")):
        said = [
            Property(name=Localised(fr=name), value=Localised(fr=value))
            for name, value in (("Teinte", hue), ("Coupe", cut))
        ]
        catalog.set_properties(world.products[product], said, origin=world.context.origin(), now=world.now)
    search.index_news()

    def offered(**asked: object) -> dict[str, list[str]]:
        choices = find(world, facets=True, **asked).facets.choices
        return {one.code: [value.value for value in one.values] for one in choices if one.code in ("teinte", "coupe")}

    assert set(offered()) == {"teinte", "coupe"}
    assert offered(facts={"teinte": ("Rouge",)}) == {"teinte": ["Rouge", "Gris"], "coupe": ["Large", "Étroit"]}
    assert set(offered(facts={"teinte": ("Gris",)})) == {"teinte"}, "where all are alike nothing is to choose"

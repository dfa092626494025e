"""A small shop, searched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.catalog import facade as catalog
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.search import facade as search
from comptoir.search.contracts import Asked, Facet, Found
from comptoir.search.errors import RedirectTaken
from comptoir.search.models import Redirect, Synonyms


def find(world: SimpleNamespace, text: str = "", locale: str = "fr", **asked: object) -> Found:
    context = replace(world.context, locale=locale, now=world.now + timedelta(minutes=1))
    return search.find(Asked(text=text, **asked), context)  # type: ignore[arg-type]


def found(world: SimpleNamespace, text: str = "", locale: str = "fr", **asked: object) -> list[str]:
    return [card.external_id for card in find(world, text, locale, **asked).cards.items]


def counts(facet: Facet) -> dict[str, int]:
    return {one.value: one.count for one in facet.values}


def test_a_word_for_a_colour_finds_its_shades_behind_what_says_it(world: SimpleNamespace) -> None:
    """The bowl is sold in ochre: a yellow. What says yellow, though only in its text, is before it."""
    search.index_news()
    for text, locale, expected in (
        ("jaune", "fr", ["bowl"]), ("yellow", "en", ["bowl"]), ("bols jaunes", "fr", ["bowl"]), ("rouge", "fr", []),
    ):  # fmt: skip
        assert found(world, text, locale) == expected, text
        assert not find(world, text, locale).corrected
    book = find(world, "cahier").cards.items[0].product_id
    catalog.change_product(
        book, name=Localised(fr="Cahier", en="Notebook"),
        description=Localised(fr="Jaune, pour le bol du matin.", en="."), brand_id=None, category_id=None,
        tax_category="reduced", origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    search.index_news()
    assert found(world, "jaune") == found(world, "bol jaune") == ["book", "bowl"]


def test_words_are_found_in_both_languages_and_however_they_are_written(world: SimpleNamespace) -> None:
    search.index_news()
    for text, expected in (
        ("bol", {"bowl"}), ("BOWLS", {"bowl"}), ("grès", {"bowl"}), ("gres", {"bowl"}), ("plai", {"throw"}),
        ("bol mat", {"bowl"}), ("BOWL-BLUE", {"bowl"}), ("bowlblue", {"bowl"}), ("45 cl", {"bowl"}),
        ("0,45 litre", {"bowl"}), ("plaide", {"throw"}), ("morning bowl", {"bowl"}), ("notebok", {"book"}),
        ("bol notebok", {"bowl"}),  # a slip among others leads to what has them together
        ("xyzzyq notebok", {"book"}), ("xyzzyq notebook", {"book"}),  # a sure one as if it were written rightly
        ("xyzzyq vaze", set()), ("cahierr tabble", {"book"}), ("notebok morming", {"book", "bowl"}),
        ("zzzzqqq", set()), ("& | ! :* ((", set()), ("\x00", {"bowl", "throw", "book"}), ("'; DROP TABLE x; --", set()),
    ):  # fmt: skip
        assert set(found(world, text)) == expected, text
    assert find(world, "notebok", "en").corrected == "notebook"
    assert find(world, "cahierr tabble").corrected == "cahier table"
    both = find(world, "cahiers de la table")
    assert ([card.external_id for card in both.cards.items], both.exact) == (["book"], 1), "of two words both, if any"
    three = find(world, "cahiers de la table matin")
    assert ([card.external_id for card in three.cards.items], three.exact) == (["book", "bowl"], 0)
    assert found(world, "cahiers de la table", sort="price") == ["book"], "another order mixes nothing"
    assert found(world, sort="name") == ["bowl", "book", "throw"]
    assert found(world, sort="-price") == ["throw", "book", "bowl"]
    assert [found(world, sort="price", size=2, page=page) for page in (1, 2, 9)] == [["bowl", "book"], ["throw"], []]
    with pytest.raises(Invalid):
        find(world, sort="cheapest")
    with pytest.raises(NotFound):
        find(world, category="jardin")


def test_facets_count_right_under_what_is_chosen_and_cards_are_quoted(world: SimpleNamespace) -> None:
    search.index_news()
    answer = find(world, facets=True, facts={"colour": ("Bleu",)})
    assert answer.facets and answer.cards.items[0].price == Money(2400, "EUR")
    facets = {facet.code: facet for facet in answer.facets.choices}
    assert counts(facets["colour"]) == {"Bleu": 1, "Ocre": 1}, "its own choice does not narrow a facet"
    assert counts(facets["in_stock"]) == {"1": 1}, "the others' does"
    assert facets["colour"].label == "Couleur" and [one.selected for one in facets["colour"].values] == [True, False]
    assert [(one.category.slug["fr"], one.count) for one in answer.facets.categories] == [("maison", 1)]
    below = find(world, category="maison", facets=True, prices=(None, 2450))
    assert below.facets and [card.external_id for card in below.cards.items] == ["bowl"]
    assert {one.category.slug["fr"]: one.count for one in below.facets.categories} == {"table": 1}
    assert below.facets.prices and below.facets.prices[1] > Money(2450, "EUR"), "the range is that without the filter"
    assert found(world, facts={"colour": ("Bleu", "Vert")}) == ["bowl"] and found(world, facts={"no": ("x",)}) == []


def test_the_number_of_statements_is_that_of_a_listing(world: SimpleNamespace) -> None:
    search.index_news()
    find(world, "bol", facets=True)
    with CaptureQueriesContext(connection) as seen:
        find(world, "bol", facets=True)
    assert len(seen) <= 6


def test_synonyms_hold_on_pages_of_their_language(world: SimpleNamespace) -> None:
    search.index_news()
    said = {"origin": world.context.origin(), "now": world.now}
    search.keep_synonyms(["pain", "plaid"], language="fr", **said)
    assert (found(world, "pain"), found(world, "pain", "en")) == (["throw"], [])
    with pytest.raises(Invalid):
        search.keep_synonyms(["pain", "bol"], language="xx", **said)
    assert search.bring_starter("house", **said) > 30 and search.bring_starter("house", **said) == 0
    assert found(world, "blanket", "en") == ["throw"] and found(world, "vaze") == [] == found(world, "boule")


def test_the_merchant_says_which_words_are_the_same_and_where_words_lead(world: SimpleNamespace) -> None:
    search.index_news()
    said = {"origin": world.context.origin(), "now": world.now}
    assert found(world, "saladier") == []
    both = search.keep_synonyms(["saladier", "bol", "petit bol"], **said)
    assert found(world, "saladiers") == ["bowl"]
    search.keep_synonyms(["coussin", "plaid"], one_way=True, synonyms_id=both, **said)
    assert (found(world, "coussin"), found(world, "saladier")) == (["throw"], [])
    search.remove_synonyms(both, **said)
    assert found(world, "coussin") == [] and not Synonyms.objects.exists()
    with pytest.raises(Invalid):
        search.keep_synonyms(["seul", " Seul "], **said)
    leads = search.keep_redirect("Livraison ", "/fr/informations/livraison/", **said)
    assert find(world, "LIVRAISON").redirect == "/fr/informations/livraison/"
    with pytest.raises(RedirectTaken):
        search.keep_redirect("livraison", "/fr/", **said)
    with pytest.raises(Invalid):
        search.keep_redirect("ailleurs", "//elsewhere.example", **said)
    assert Redirect.objects.count() == 1
    search.remove_redirect(leads, **said)
    assert find(world, "livraison").redirect == ""
    with pytest.raises(NotFound):
        search.remove_redirect(leads, **said)


def test_suggestions_complete_the_word_that_is_being_typed(world: SimpleNamespace) -> None:
    assert search.suggest("bo", world.context).products == ()
    search.index_news()
    context = replace(world.context, now=world.now + timedelta(minutes=1))
    some = search.suggest("pla", context)
    assert [card.external_id for card in some.products] == ["throw"] and "plaid" in some.words
    assert [node.slug["fr"] for node in search.suggest("tex", context).categories] == ["textile"]
    for typed in ("cahier ta", "cahierr ta", "cahierr tabble"):
        some = search.suggest(typed, context)
        assert ([card.external_id for card in some.products], some.words[:1]) == (["book"], ("cahier table",)), typed
    assert search.suggest("cahier pl", context).words == (), "nothing has both"
    assert search.suggest("x", context) == search.suggest("", context)

"""The index follows the journal: what was changed is found as it is now, and replay equals a rebuild."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from tantivy import Query

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Revision
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import locks
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.search import facade as search
from comptoir.search.contracts import Asked
from comptoir.search.errors import IndexBusy, SearchNotReady
from comptoir.search.index import place, shape, state


def found(world: SimpleNamespace, text: str = "", **asked: object) -> list[str]:
    context = replace(world.context, now=world.now + timedelta(minutes=1))
    cards = search.find(Asked(text=text, **asked), context).cards  # type: ignore[arg-type]
    assert cards.total == len(cards.items)
    return sorted(card.external_id for card in cards.items)


def content() -> list[tuple[object, ...]]:
    """What the index says of each product, whatever the order in which it was written."""
    searcher = place.searcher()
    assert searcher
    hits = searcher.search(Query.all_query(), 1_000).hits
    told = []
    for _score, address in hits:
        known = searcher.doc(address).to_dict()
        numbers = [searcher.fast_field_values(field, [address])[0] for field in shape.NUMBERS]
        told.append((known.get("product"), known.get("words"), tuple(numbers)))
    return sorted(told, key=lambda one: json.dumps(one[0] or []))


def until_nothing_is_left() -> None:
    while search.index_news().events:
        pass


def change_everything(world: SimpleNamespace) -> None:
    origin, now = world.context.origin(), world.now
    renamed = Revision(product_id=world.products["bowl"], name=Localised(fr="Saladier Midi", en="Noon salad bowl"))
    with transaction.atomic(durable=True):
        locks.hold(catalog.CATALOG)
        catalog.revise_products([renamed], origin=origin, now=now)
    catalog.withdraw(world.products["throw"], market="fr", origin=origin, now=now)
    pricing.set_prices(
        [PriceToSet(variant_id=world.variants["BOOK"], amount=Money(9900, "EUR"))], market="fr", origin=origin, now=now
    )
    levels = inventory.availability([world.variants["BOOK"]])[world.variants["BOOK"]]
    empty = [Adjustment(variant_id=world.variants["BOOK"], location_id=each.location_id, quantity=0) for each in levels]
    inventory.set_levels(empty, reason="opening", origin=origin, now=now)


def test_what_changed_is_found_as_it_is_and_replay_equals_a_rebuild(world: SimpleNamespace) -> None:
    assert search.index_news().products == 3
    assert found(world, in_stock=True) == ["book", "bowl", "throw"]
    change_everything(world)
    assert found(world, "saladier") == []
    until_nothing_is_left()
    assert found(world, "saladier") == ["bowl"] and found(world, "bol matin") == []
    assert found(world) == ["book", "bowl"], "what was withdrawn is not shown"
    assert found(world, prices=(9000, None)) == ["book"] and found(world, in_stock=True) == ["bowl"]
    replayed = content()
    search.rebuild()
    assert content() == replayed


def test_a_sale_that_leaves_pieces_writes_nothing(world: SimpleNamespace) -> None:
    search.index_news()
    place_id = inventory.availability([world.variants["BOOK"]])[world.variants["BOOK"]][0].location_id
    more = [Adjustment(variant_id=world.variants["BOOK"], location_id=place_id, quantity=7)]
    inventory.set_levels(more, reason="opening", origin=world.context.origin(), now=world.now)
    done = search.index_news()
    assert (done.events, done.products) == (1, 0)


def test_a_writer_that_dies_leaves_the_index_as_it_was_and_the_next_one_goes_on(world: SimpleNamespace) -> None:
    search.index_news()
    change_everything(world)
    before = content()
    with pytest.raises(RuntimeError), place.writer() as (writer, _searcher):
        writer.delete_all_documents()
        with pytest.raises(IndexBusy):
            search.rebuild()
        assert search.index_news().events == 0, "another writer is no trouble"
        raise RuntimeError("killed")
    assert content() == before
    until_nothing_is_left()
    assert found(world, "saladier") == ["bowl"]


def test_an_index_of_another_database_or_from_before_a_restore_is_built_anew(world: SimpleNamespace) -> None:
    search.index_news()
    for foreign in ({"cursor": "x", "home": "1.1"}, {"cursor": "no cursor of ours", "home": state.home()}):
        with place.writer() as (writer, _searcher):
            writer.delete_all_documents()
            writer.add_document(shape.tantivy.Document(state="here", cursor=json.dumps(foreign)))
            writer.commit()
        assert search.index_news().products == 3
        assert found(world, "bol") == ["bowl"]


def test_a_damaged_index_is_as_none_and_the_next_writer_begins_anew(world: SimpleNamespace) -> None:
    search.index_news()
    assert found(world, "bol") == ["bowl"]
    for damaged in ("meta.json", "*.store"):
        for file in place.folder().glob(damaged):
            file.rename(file.with_suffix(".whole"))
            file.write_text(file.with_suffix(".whole").read_text("latin-1")[:20])
        place._open.clear()  # another process
        assert found(world, category="table") == ["book", "bowl"]
        assert search.index_news().products == 3
        assert found(world, "bol") == ["bowl"]


def test_what_was_taken_off_sale_is_shown_no_more_while_the_index_stands_still(world: SimpleNamespace) -> None:
    search.index_news()
    catalog.withdraw(world.products["throw"], market="fr", origin=world.context.origin(), now=world.now)
    context = replace(world.context, now=world.now + timedelta(minutes=1))
    shown = search.find(Asked(), context).cards.items
    assert sorted(card.external_id for card in shown) == ["book", "bowl"]


def test_without_an_index_the_catalogue_is_listed_and_words_are_refused(world: SimpleNamespace) -> None:
    assert found(world, category="table") == ["book", "bowl"]
    with pytest.raises(SearchNotReady):
        found(world, "bol")

"""What goes with a product: chosen, bought together, of the same range; in two statements and without what is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Together
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.offers import facade as offers
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet, ReductionToAnnounce
from comptoir.project import founding

from .test_offers import add_products, statements


def beside(world, slug: str = "bol-matin") -> list[tuple[str, str]]:
    found = offers.product(slug, world.context).related
    return [(card.external_id, card.why) for card in found]


def test_the_choice_of_the_merchant_stands_first_then_orders_then_the_range(world) -> None:
    ids = catalog.products_called(["bowl", "throw", "book"])
    assert beside(world) == [("book", "range")]
    pair = Together(product_id=ids["bowl"], other_id=ids["throw"], orders=4, weight=0.5)
    catalog.keep_together([pair], now=world.now)
    assert beside(world) == [("throw", "together"), ("book", "range")]
    who = world.context.origin()
    assert catalog.relate(ids["bowl"], "goes_with", [ids["book"]], origin=who, now=world.now)
    assert beside(world) == [("book", "goes_with"), ("throw", "together")]
    assert ("bowl", "goes_with") in beside(world, "cahier-de-table"), "what goes together is said on both pages"
    catalog.relate(ids["throw"], "replaces", [ids["bowl"]], origin=who, now=world.now)
    assert beside(world)[0] == ("throw", "replaces"), "the older one leads to the newer one"
    assert not catalog.relate(ids["throw"], "replaces", [ids["bowl"]], origin=who, now=world.now), "said already"
    gone = [Adjustment(variant_id=world.variants["THROW"], location_id=world.warehouse.id, quantity=0)]
    inventory.set_levels(gone, reason="damaged", origin=who, now=world.now)
    assert beside(world) == [("book", "goes_with")]


def test_a_product_does_not_go_with_itself_and_nothing_is_written(world) -> None:
    bowl = catalog.products_called(["bowl"])["bowl"]
    for kind, others in (("goes_with", [bowl]), ("likes", []), ("accessory", [founding.origin().correlation])):
        with pytest.raises(Invalid):
            catalog.relate(bowl, kind, others, origin=world.context.origin(), now=world.now)
    assert sql.rows("SELECT count(*) FROM catalog_relation") == [(0,)]


def test_it_takes_two_statements_whatever_the_catalogue(world) -> None:
    def read():
        return offers.product("bol-matin", world.context)

    read()  # what is kept in memory for a moment
    bare = statements(read)
    add_products(world, 60)
    read()
    assert statements(read) == bare <= 5


def test_a_reduction_is_said_with_the_price_before_on_page_and_card(world) -> None:
    ochre, when = world.variants["BOWL-OCHRE"], world.now + timedelta(days=2)
    terms = {"market": "fr", "origin": world.context.origin(), "now": when}
    pricing.set_prices([PriceToSet(variant_id=ochre, amount=Money(1999, "EUR"))], **terms)
    page = offers.product("bol-matin", world.context)
    assert page.chosen.reduced is None, "a lower price is no announcement"
    assert [point.amount.minor for point in page.prices] == [1999, 2400]
    pricing.announce_reductions([ReductionToAnnounce(variant_id=ochre)], currency="EUR", **terms)
    (card,) = offers.cards([page.product.id], world.context)
    for reduced in (offers.product("bol-matin", world.context).chosen.reduced, card.reduced):
        assert (reduced.before, reduced.percent) == (Money(2400, "EUR"), 16)


def test_a_card_shows_what_can_be_bought(world) -> None:
    (bowl,) = offers.cards(list(catalog.products_called(["bowl"]).values()), world.context)
    assert [(colour.name.read("en"), colour.available) for colour in bowl.colours][0][1] is True
    who = world.context.origin()
    gone = [
        Adjustment(variant_id=world.variants["BOWL-OCHRE"], location_id=place, quantity=0)
        for place in (world.warehouse.id, world.shop.id)
    ]
    inventory.set_levels(gone, reason="damaged", origin=who, now=world.now)
    (bowl,) = offers.cards([bowl.product_id], world.context)
    assert [colour.available for colour in bowl.colours] == [False, True]

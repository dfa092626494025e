"""The composite read: what a shopper sees, and in how many statements."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryDraft, OwnPicture, ProductDraft, VariantDraft
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Wish
from comptoir.org import facade as org
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="#a33"/></svg>'


def statements(read):
    org.places(), org.storefront()
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


def names(listing, locale="fr"):
    return [card.name.read(locale) for card in listing.cards.items]


def add_products(world, count):
    table = CategoryDraft(names=(Localised(fr="Maison", en="Home"), Localised(fr="Table", en="Tableware")))
    drafts = [
        ProductDraft(
            external_id=f"cup-{number}",
            name=Localised(fr=f"Tasse {number}", en=f"Cup {number}"),
            category=table,
            variants=(VariantDraft(external_id=f"CUP-{number}", sku=f"CUP-{number}"),),
        )
        for number in range(count)
    ]
    origin = world.context.origin()
    ids = catalog.upsert_products(drafts, market="fr", origin=origin, now=world.now).variant_ids
    prices = [PriceToSet(variant_id=variant, amount=Money(900, "EUR")) for variant in ids.values()]
    pricing.set_prices(prices, market="fr", origin=origin, now=world.now)


def test_a_card_shows_the_lowest_price_and_the_pieces_of_all_places(world):
    (card,) = offers.cards([world.products["bowl"]], world.context)
    assert card.price == Money(2400, "EUR")
    assert card.price_from
    assert (card.availability.state, card.availability.pieces) == ("in_stock", 13)
    assert card.variant_count == 2
    assert [node.slug["fr"] for node in card.category.trail] == ["maison", "table"]


def test_a_card_shows_the_colour_that_is_looked_for(world):
    bowl = world.products["bowl"]
    pictures = [
        OwnPicture(
            product_id=bowl, variant_id=world.variants[variant], alt=Localised(fr=variant),
            content=SVG.replace(b"#a33", shade),
        )
        for variant, shade in (("BOWL-OCHRE", b"#c49"), ("BOWL-BLUE", b"#33a"))
    ]  # fmt: skip
    catalog.keep_pictures(pictures, origin=world.context.origin(), now=world.now)
    plain, blue, none = (
        offers.cards([bowl], world.context, colours=asked)[0] for asked in ((), ("Bleu",), ("Rouge",))
    )
    assert (plain.colour, blue.colour.sku, none.colour) == (None, "BOWL-BLUE", None)
    assert plain.picture == none.picture != blue.picture
    assert blue.picture.variant_id == world.variants["BOWL-BLUE"]


def test_cards_keep_the_order_asked_for_and_leave_out_what_does_not_exist(world):
    ids = [world.products["throw"], uuid4(), world.products["book"]]
    assert [card.external_id for card in offers.cards(ids, world.context)] == ["throw", "book"]
    assert offers.cards([], world.context) == ()


def test_a_listing_takes_the_category_with_those_below_it(world):
    home = offers.listing(world.context, category_slug="maison", sort="name")
    assert names(home) == ["Bol Matin", "Cahier de table", "Plaid du Plateau"]
    assert [node.slug["fr"] for node in home.children] == ["table", "textile"]
    table = offers.listing(replace(world.context, locale="en"), category_slug="tableware", sort="price")
    assert names(table, "en") == ["Morning bowl", "Table notebook"]
    with pytest.raises(NotFound):
        offers.listing(world.context, category_slug="jardin")


def test_price_sorts_both_ways_page_by_page(world):
    up = offers.listing(world.context, sort="price", size=2)
    assert names(up) == ["Bol Matin", "Cahier de table"]
    assert (up.cards.total, up.cards.pages) == (3, 2)
    assert names(offers.listing(world.context, sort="price", size=2, page=2)) == ["Plaid du Plateau"]
    assert names(offers.listing(world.context, sort="-price"))[0] == "Plaid du Plateau"
    beyond = offers.listing(world.context, sort="price", size=2, page=9)
    assert (list(beyond.cards.items), beyond.cards.total) == ([], 3)


def test_the_newest_come_first_and_an_unknown_sort_is_refused(world):
    assert offers.listing(world.context).sort == "newest"
    with pytest.raises(Invalid):
        offers.listing(world.context, sort="cheapest")
    assert offers.listing(world.context, page=0, size=0).cards.size == 1


def test_a_product_page_tells_price_and_stock_by_variant_and_place(world):
    page = offers.product("bol-matin", world.context)
    ochre, blue = page.variants
    assert (ochre.price, blue.price) == (Money(2400, "EUR"), Money(2600, "EUR"))
    assert {here.place.code: here.pieces for here in ochre.places} == {"entrepot": 10, "paris-11": 2}
    assert blue.availability.state == "low"
    assert page.chosen == ochre
    assert offers.product("bol-matin", world.context, sku="BOWL-BLUE").chosen == blue
    assert page.delivery
    assert page.delivery[0].charge <= page.delivery[-1].charge


def test_what_is_not_published_now_has_no_page_and_no_place_in_a_list(world):
    catalog.withdraw(world.products["throw"], market="fr", origin=world.context.origin(), now=world.now)
    later = replace(world.context, now=world.now + timedelta(seconds=1))
    with pytest.raises(NotFound):
        offers.product("plaid-du-plateau", later)
    assert "Plaid du Plateau" not in names(offers.listing(later, sort="price"))
    assert "Plaid du Plateau" not in names(offers.listing(later))


def test_an_estimate_counts_the_cheapest_delivery_and_says_what_is_not_sold(world):
    unknown = uuid4()
    wishes = [Wish(variant_id=world.variants["BOWL-OCHRE"], quantity=2), Wish(variant_id=unknown, quantity=1)]
    found = offers.estimate(wishes, world.context, postcode="69003")
    assert found.quote.goods == Money(4800, "EUR")
    assert found.quote.total == found.quote.goods + found.chosen.charge
    assert found.not_sold == (unknown,)
    assert found.available == {world.variants["BOWL-OCHRE"]: 12}
    with pytest.raises(CannotDeliver):
        offers.estimate(wishes, world.context, delivery="by-balloon")


def test_the_number_of_statements_does_not_grow_with_the_catalogue(world):
    def shown():
        context = world.context
        everything = list(offers.listing(context, size=100).cards.items)
        return {
            "cards": statements(lambda: offers.cards([card.product_id for card in everything], context)),
            "newest": statements(lambda: offers.listing(context, size=100)),
            "price": statements(lambda: offers.listing(context, sort="price", category_slug="maison", size=100)),
            "product": statements(lambda: offers.product("bol-matin", context)),
        }

    few = shown()
    add_products(world, 60)
    assert shown() == few
    assert few["cards"] <= 2
    assert max(few["newest"], few["price"]) <= 6
    assert few["product"] <= 8

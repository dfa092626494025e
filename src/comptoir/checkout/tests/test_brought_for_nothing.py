"""A product's page says what bringing it costs, as its basket would."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from comptoir.checkout.tests.test_promotions import offer
from comptoir.kit import cache, sql
from comptoir.offers import facade as offers


def test_a_piece_that_is_brought_for_nothing_says_so_before_the_basket(world: SimpleNamespace) -> None:
    page, near = offers.product("morning-bowl", replace(world.context, locale="en")), world.variants["BOWL-OCHRE"]
    before = [way.charge.minor for way in page.delivery if way.place is None]
    assert all(before)
    offer(world, name="Offerte", effect="delivery", least_minor=page.chosen.price.minor)
    cache.forget()
    after = offers.product("morning-bowl", replace(world.context, locale="en"))
    assert {way.charge.minor for way in after.delivery} == {0}
    assert {way.charge.minor for way in offers.nearby(near, "75011", world.context).home} == {0}
    dear = max(page.delivery, key=lambda way: way.charge.minor)
    sql.run("UPDATE promotions_promotion SET ways = %s", [[dear.method]])
    cache.forget()
    charges = [way.charge.minor for way in offers.product("morning-bowl", replace(world.context, locale="en")).delivery]
    assert charges == sorted(charges), "what became free goes before what costs"
    sql.run("UPDATE promotions_promotion SET ways = '{}', least_minor = least_minor + 1")
    cache.forget()
    dearer = offers.product("morning-bowl", replace(world.context, locale="en"))
    assert [way.charge.minor for way in dearer.delivery if way.place is None] == before

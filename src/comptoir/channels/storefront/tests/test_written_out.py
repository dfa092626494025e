"""Where there are many, small components are written out: what they say stays what the components say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template, engines
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from comptoir.kit.money import Money
from comptoir.offers.contracts import Reduced

SEEN = (
    {"picture": {"url": "/a.jpg", "alt": "Bol", "drawn": False}, "price": None, "price_from": False},
    {"picture": {"url": "/b.svg", "alt": "", "drawn": True}, "price": Money(1_250, "EUR"), "price_from": True},
    {
        "picture": {"url": "/c.svg", "alt": "", "drawn": True}, "price": Money(1_000, "EUR"), "price_from": False,
        "reduced": Reduced(before=Money(1_250, "EUR"), percent=20),
    },
)
COMPONENTS = {
    "picture": '<c-shop.picture :picture="it.picture" {eager} />',
    "price": '<c-shop.price :amount="it.price" :from="it.price_from" :reduced="it.reduced" />',
    "availability": '<c-shop.availability :state="it.stock.state" :words="it.stock.words" />',
}


def rendered(source: str, **given: Any) -> str:
    template = Template(CottonCompiler().process(source), engine=engines["django"].engine)  # type: ignore[attr-defined]
    with translation.override("fr"):
        return _bare(template.render(Context(given)))


def _bare(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("seen", SEEN)
def test_a_card_says_what_its_components_say(seen: dict[str, Any]) -> None:
    it = seen | {"name": "Bol", "brand": "", "href": "/x/", "stock": {"state": "few", "words": "Plus que 2"}}
    cards = rendered('<c-shop.cards :cards="cards" />', cards=[it])
    for source in COMPONENTS.values():
        assert rendered(source.replace("{eager}", 'eager="yes"'), it=it) in cards


def test_a_line_of_the_basket_says_what_its_components_say() -> None:
    it = SEEN[0] | {"id": "1", "name": "Bol", "stock": {"state": "in", "words": "En stock"}, "quantity": 1, "most": 9}
    it |= {"unit": None, "total": None}
    sums = {"goods": None, "lines": [], "total": None, "taxes": []}
    with translation.override("fr"):
        engine = engines["django"].engine  # type: ignore[attr-defined]
        template = engine.get_template("storefront/basket_inner.html")
        page = _bare(template.render(Context({"basket": {"lines": [it], "sums": sums}})))
    for name in ("picture", "availability"):
        assert rendered(COMPONENTS[name].replace("{eager}", 'eager="yes"'), it=it) in page

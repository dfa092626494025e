"""What was found, in words: counts, facets, filters that are set, pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.channels.storefront.choosing import FACT, Choice
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.templatetags.shop import money
from comptoir.search.contracts import Facet, FacetValue, Found, PriceSaid

SAID = {
    "under": gettext_lazy("Under %(high)s"),
    "up_to": gettext_lazy("Up to %(high)s"),
    "over": gettext_lazy("Over %(low)s"),
    "from": gettext_lazy("From %(low)s"),
    "between": gettext_lazy("From %(low)s to %(high)s"),
    "around": gettext_lazy("Around %(high)s: from %(least)s to %(most)s"),
}
OPEN_VALUES = 8  # the others stand behind “More”
WORN = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL", "5XL")
NUMBER = re.compile(r"(?P<from>\d+(?:[.,]\d+)?)(?:\s?[-–/]\s?\d+(?:[.,]\d+)?)?")  # 38, 38,5, 36–38
MOST_NUMBERS = 16


def found(found: Found, choice: Choice, locale: str) -> dict[str, Any]:
    page = found.cards
    return {
        "cards": cards(page.items, locale),
        "count_words": ngettext("%(count)s product", "%(count)s products", page.total) % {"count": page.total},
        "partly": _partly(found),
        "aisles": _aisles(found, choice, locale),
        "facets": [_facet(facet) for facet in found.facets.choices] if found.facets else [],
        "prices": _prices(found, choice),
        "set": _set(found, choice),
        # What was said in words leaves the products in sight.
        "set_by_form": choice.has_filters and not found.price,
        "clear": choice.without_filters().address(),
        "has_filters": choice.has_filters,
        "hidden": [pair for pair in choice.pairs() if pair[0] in ("q", "in")],
        "sorts": _sorts(bool(choice.text)),
        "sort": found.sort,
        "pages": {
            "number": page.number,
            "count": page.pages,
            "previous": choice.address(page.number - 1) if page.has_previous else "",
            "next": choice.address(page.number + 1) if page.has_next else "",
        },
    }


def _partly(found: Found) -> str:
    """Said where some of the products have only some of the words."""
    exact, total = found.exact, found.cards.total
    if not found.asked.text or exact >= total:
        return ""
    if not exact:
        return _("No product has all these words. These have most of them.")
    return ngettext(
        "%(count)s product has all your words and stands first; the others have most of them.",
        "%(count)s products have all your words and stand first; the others have most of them.",
        exact,
    ) % {"count": exact}


def _aisles(found: Found, choice: Choice, locale: str) -> list[dict[str, Any]]:
    counted = found.facets.categories if found.facets else ()
    return [
        {
            "name": one.category.name.told(locale),
            "count": one.count,
            "href": _within(one.category.slug.read(locale), choice, locale).address(),
        }
        for one in counted
    ]


def _within(aisle: str, choice: Choice, locale: str) -> Choice:
    """Below an aisle its own address; within a search the search goes on in the aisle. The price goes along."""
    if choice.text:
        return replace(choice.without_filters(), aisle=aisle, low=choice.low, high=choice.high)
    return Choice(path=address("category", locale, slug=aisle), low=choice.low, high=choice.high)


def _in_order(values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Sizes and few numbers in their own order, where all are: worn ones, then numbers and ranges of two; everything
    else as it was counted."""
    places = {one.label: _place(one.label.strip().upper()) for one in values}
    known = [place for place in places.values() if place]
    if len(known) < len(places) or sum(place[0] for place in known) > MOST_NUMBERS:
        return values
    return sorted(values, key=lambda one: places[one.label] or ())


def _place(label: str) -> tuple[int, float] | None:
    if label in WORN:
        return 0, WORN.index(label)
    number = NUMBER.fullmatch(label)
    return (1, float(number["from"].replace(",", "."))) if number else None


def _facet(facet: Facet) -> dict[str, Any]:
    """Only an attribute, whatever its code, has a label of the catalogue's."""
    labels = {} if facet.label else {"brand": _("Brand"), "in_stock": _("Availability")}
    names = {} if facet.label else {"brand": "brand", "in_stock": "stock"}
    is_stock = facet.code == "in_stock" and not facet.label
    values = [
        {
            "value": one.value,
            "label": _("In stock") if is_stock else one.label,
            "count": one.count,
            "selected": one.selected,
        }
        for one in _in_order(facet.values)
    ]
    return {
        "name": names.get(facet.code, FACT + facet.code),
        "label": labels.get(facet.code, facet.label),
        "values": values[:OPEN_VALUES],
        "more": values[OPEN_VALUES:],
        "is_open": facet.code in names or any(one.selected for one in facet.values),
        "more_open": any(one["selected"] for one in values[OPEN_VALUES:]),
    }


def _prices(found: Found, choice: Choice) -> dict[str, Any] | None:
    prices = found.facets.prices if found.facets else None
    if prices is None or (prices[0] == prices[1] and not (choice.low or choice.high)):
        return None
    return {"lowest": prices[0], "highest": prices[1], "low": choice.low, "high": choice.high}


def _set(found: Found, choice: Choice) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    labels = {facet.code: facet.label for facet in found.facets.choices} if found.facets else {}
    filters = [(brand, choice.without("brand", brand)) for brand in choice.brands]
    if choice.in_stock:
        filters.append((_("In stock"), choice.without("stock")))
    if choice.low or choice.high:
        label = _price_said(found.price) if found.price else _range(choice)
        filters.append((label, choice.without("price")))
    for code, values in choice.facts:
        name = labels.get(code, "")
        for value in values:
            label = _("%(name)s: %(value)s") % {"name": name, "value": value} if name else value
            filters.append((label, choice.without(FACT + code, value)))
    return [{"label": label, "href": without.address()} for label, without in filters]


def _price_said(price: PriceSaid) -> str:
    """The price that the words named, as it was understood."""
    least, most = price.bounds
    return SAID[price.kind] % {
        "low": money(price.low), "high": money(price.high), "least": money(least), "most": money(most),
    }  # fmt: skip


def _range(choice: Choice) -> str:
    given = {"low": choice.low, "high": choice.high}
    if choice.low and choice.high:
        return _("From %(low)s to %(high)s €") % given
    return _("From %(low)s €") % given if choice.low else _("Up to %(high)s €") % given


def _sorts(searched: bool) -> list[tuple[str, str]]:
    sorts = {
        "relevance": _("Relevance"),
        "newest": _("Newest first"),
        "price": _("Price, lowest first"),
        "-price": _("Price, highest first"),
        "name": _("Name"),
    }
    if not searched:
        sorts.pop("relevance")
    return list(sorts.items())

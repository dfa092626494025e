"""From a product to the rows of a feed, and what a channel would say of them. No database, no clock.

Sources: Google Merchant Center, product data specification; Meta, reference of product data for catalogues (both as of
autumn 2026). Names are Google's; what Meta calls otherwise is said in `files.meta`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeValue, ProductRecord
from comptoir.feeds.contracts import Problem
from comptoir.kit.money import Money
from comptoir.kit.text import fold
from comptoir.offers.contracts import ProductPage, VariantOffer

TITLE, DESCRIPTION, ID, PRODUCT_TYPE, MORE_PICTURES = 150, 5_000, 50, 750, 10
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Which of our options and attributes are the channel's, by their codes.
NAMES = {
    "color": frozenset({"colour", "color", "couleur", "teinte"}),
    "size": frozenset({"size", "taille", "pointure", "shoe-size"}),
    "material": frozenset({"material", "matiere"}),
    "pattern": frozenset({"pattern", "motif"}),
}
STATES = {
    "in_stock": "in_stock", "low": "in_stock", "sold_out": "out_of_stock", "preorder": "preorder",
    "backorder": "backorder",
}  # fmt: skip

PROBLEMS: Mapping[str, str | Promise] = {
    "no_price": _("It has no price: the channel refuses it."),
    "no_picture": _("It has no picture: the channel refuses it. A drawing that stands in is none."),
    "no_name": _("It has no name: the channel refuses it."),
    "no_description": _("It has no description: its name stands there."),
    "other_language": _("It has no text in the language of the feed: the other one stands there, and may be refused."),
    "title_cut": _("Its name is longer than 150 characters and was cut."),
    "no_brand": _("It has no brand: it may be found less."),
    "gtin_unfit": _("Its trade item number is for use within a shop: it was left out."),
    "no_shipping": _("It is too heavy for every way to deliver, or there is none: the channel may refuse it."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`shipping` holds (country, service, price)."""

    values: Mapping[str, str]
    pictures: tuple[str, ...]
    shipping: tuple[tuple[str, str, Money], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the shop is and how it sends. `page` has `{slug}` in it; `picture` makes an address of a picture's source;
    `shipping` answers the ways to send so many grams."""

    locale: str
    page: str
    picture: Callable[[str], str]
    shipping: Callable[[int], tuple[tuple[str, str, Money], ...]]
    default_weight_g: int


def rows(page: ProductPage, setting: Setting) -> Iterator[tuple[Row | None, list[Problem]]]:
    """For each variant its row, or None when the channel would refuse it, and what is wrong."""
    record = page.product
    weights = {variant.id: variant.weight_g for variant in record.variants}
    for offer in page.variants:
        weight = weights[offer.variant_id]
        yield _row(
            record, offer, setting, len(page.variants) > 1, setting.default_weight_g if weight is None else weight
        )


def _row(
    record: ProductRecord, offer: VariantOffer, setting: Setting, is_group: bool, weight_g: int
) -> tuple[Row | None, list[Problem]]:
    locale = setting.locale
    name, description = clean(record.name.read(locale)), clean(record.description.read(locale))
    options = [clean(value.text.read(locale)) for value in offer.options]
    title = ", ".join([name, *options]) if name else ""
    pictures = _pictures(record, offer, setting)
    shipping = setting.shipping(weight_g)
    gtin = trade_number(offer.gtins[0]) if offer.gtins else ""
    wrong = {
        "no_price": offer.price is None or not offer.price.minor,
        "no_picture": not pictures,
        "no_name": not name,
        "no_description": not description,
        "other_language": bool(name) and locale not in record.name,
        "title_cut": len(title) > TITLE,
        "no_brand": not record.brand,
        "gtin_unfit": bool(offer.gtins) and not gtin,
        "no_shipping": not shipping,
    }
    refusing = {"no_price", "no_picture", "no_name"}
    problems = [Problem(offer.sku, name, code, code in refusing) for code, is_so in wrong.items() if is_so]
    if offer.price is None or any(problem.refused for problem in problems):
        return None, problems
    slug = record.slug.read(locale)
    link = setting.page.format(slug=slug)
    values = {
        "id": offer.sku if len(offer.sku) <= ID else str(offer.variant_id),
        "title": cut(title, TITLE),
        "description": description[:DESCRIPTION] or title,
        "link": f"{link}?{urlencode({'sku': offer.sku})}" if is_group else link,
        "image_link": pictures[0],
        "availability": STATES[offer.availability.state],
        "availability_date": _date(offer),
        "price": price(offer.reduced.before if offer.reduced else offer.price),
        "sale_price": price(offer.price) if offer.reduced else "",
        "condition": "new",
        "brand": clean(record.brand)[:70],
        "gtin": gtin,
        "identifier_exists": "" if gtin else "no",
        "item_group_id": _group(record) if is_group else "",
        "product_type": _type(record, locale),
        "shipping_weight": f"{weight_g} g",
        **named(offer.options, locale),
    }
    if "material" not in values:
        values |= {key: text for key, text in named(record.attributes, locale).items() if key == "material"}
    return Row({key: text for key, text in values.items() if text}, pictures[1 : MORE_PICTURES + 1], shipping), problems


def _pictures(record: ProductRecord, offer: VariantOffer, setting: Setting) -> tuple[str, ...]:
    """The variant's own, else those of the product."""
    kept = [one for one in record.pictures if one.source]
    own = [one for one in kept if one.variant_id == offer.variant_id]
    return tuple(setting.picture(one.source) for one in own or [one for one in kept if one.variant_id is None])


def _date(offer: VariantOffer) -> str:
    waits = offer.availability.state in ("preorder", "backorder")
    ready = offer.availability.ready_on
    return f"{ready.isoformat()}T00:00+00:00" if ready and waits else ""


def _group(record: ProductRecord) -> str:
    return record.external_id if len(record.external_id) <= ID else str(record.id)


def _type(record: ProductRecord, locale: str) -> str:
    steps = record.category.trail if record.category else ()
    return cut(" > ".join(clean(node.name.read(locale)) for node in steps), PRODUCT_TYPE)


def named(values: Sequence[AttributeValue], locale: str) -> dict[str, str]:
    """Values by the channel's names for them."""
    found: dict[str, str] = {}
    for name, codes in NAMES.items():
        text = next((clean(each.text.read(locale)) for each in values if fold(each.code) in codes), "")
        if text:
            found[name] = cut(text, 100)
    return found


def price(amount: Money) -> str:
    return f"{amount.decimal} {amount.currency}"


def clean(text: str) -> str:
    """Without what XML may not hold, in one line of single spaces."""
    return " ".join(UNFIT.sub("", text).split())


def cut(text: str, longest: int) -> str:
    """At the end of a word."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def trade_number(gtin: str) -> str:
    """As it is printed, without the padding to 14 digits; empty for those that GS1 keeps for use within a shop
    (prefixes 02, 04 and 2)."""
    bare = gtin.lstrip("0")
    if (len(bare) == 12 and bare[0] in "24") or (len(bare) == 13 and bare[0] == "2"):
        return ""
    return catalog.printed_gtin(gtin)

"""A product's page: its options as links, its terms in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeValue, CategoryNode, Picture, ProductRecord
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import GUARANTEES
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.choice import COLOUR, choice
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.channels.storefront.shown.withdrawal import change_of_mind
from comptoir.channels.storefront.templatetags.shop import money
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption
from comptoir.offers.contracts import Availability, PlaceAvailability, ProductPage, VariantOffer

SCHEMA_STATES = {
    "in_stock": "InStock", "low": "LimitedAvailability", "sold_out": "SoldOut",
    "preorder": "PreOrder", "backorder": "BackOrder",
}  # fmt: skip


def product(found: ProductPage, locale: str, now: datetime, *, asked: bool = True) -> dict[str, Any]:
    """What the template shows. Without a chosen variant there is only a price to start from. Where the variant was not
    `asked` for, a size that is worn is the person's to choose: the page shows one, and sells none before."""
    record, chosen = found.product, found.chosen
    name, href = record.name.told(locale), address("product", locale, slug=record.slug.read(locale))
    offers = [offer for offer in found.variants if offer.price is not None]
    sizes = _sizes(record, locale)
    worn = [row[0] for row in sizes["rows"]] if sizes and not asked else ()
    made = choice(found.variants, chosen, href, locale, worn=worn)
    priced, size = made.priced, made.size
    views = _views(found, locale)
    excluded = catalog.exclusion_of({each.code: each.value for each in record.attributes})
    return {
        "name": name,
        "brand": record.brand,
        "href": href,
        "here": f"{href}?{urlencode({'sku': chosen.sku})}" if chosen and len(found.variants) > 1 else href,
        "trail": trail(record.category, locale),
        "picture": views[0],
        "pictures": views,
        "options": made.groups,
        "size": size,
        "price": priced.price if priced else min((o.price for o in offers if o.price), default=None),
        "price_from": made.price_from,
        "reduced": priced.reduced if priced else None,
        "personal": priced.personal if priced else None,
        "prices": [{"amount": point.amount, "day": words.date_of(point.since)} for point in found.prices]
        if priced == chosen else [],
        "variant": chosen.variant_id if chosen and chosen.price else None,
        "near_href": address("near", locale, variant=chosen.variant_id) if chosen else "",
        "travels": catalog.travels(record.nature),
        "id": record.id,
        "code": record.external_id,
        "wish": chosen.variant_id if chosen and not size else None,
        "waiting": chosen.variant_id
        if chosen and chosen.price and not chosen.availability.pieces and not size else None,
        "can_buy": bool(chosen and chosen.availability.pieces > 0),
        "stock": words.stock_of_sizes([offer.availability for offer in made.sizes])
        if made.sizes
        else words.stock(
            chosen.availability if chosen else _best(found.variants), travels=catalog.travels(record.nature)
        ),
        "tax_words": _tax_words(record, found.delivery),
        "delivery": _delivery(record, found.delivery, locale, now),
        "is_reviewed": record.nature != catalog.GIFT_CARD,
        "places": _places(found.delivery, chosen, locale, now),
        "description": record.description.told(locale),
        "attributes": _facts(record.attributes, locale, legal=False),
        "safety": _facts(record.attributes, locale, legal=True),
        "sizes": sizes,
        "exclusion": excluded,
        "change_of_mind": change_of_mind(record.nature, excluded),
        "guaranteed": catalog.guaranteed(record.nature),
        "guarantees_href": address("legal", locale, topic=GUARANTEES[locale]),
        "references": _references(record.external_id, None if size else chosen),
    }


def _facts(values: Sequence[AttributeValue], locale: str, *, legal: bool) -> list[dict[str, str]]:
    """What describes the product, or (`legal`) who answers for its safety and what to beware of."""
    wanted = catalog.SAFETY if legal else {each.code for each in values} - catalog.LEGAL
    found = [each for each in values if each.code in wanted]
    return [{"name": each.label.told(locale), "words": each.text.told(locale)} for each in found]


def _sizes(record: ProductRecord, locale: str) -> dict[str, Any] | None:
    """The table of sizes, where the product comes in one of them: socks among the knitwear have others."""
    options = [option for variant in record.variants for option in variant.options if option.code != COLOUR]
    table = catalog.size_table(record) if options else None
    if table is None or not {option.text.read(locale) for option in options} & {row[0] for row in table.rows}:
        return None
    return {
        "columns": [name.told(locale) for name in table.columns], "rows": table.rows, "note": table.note.told(locale),
    }  # fmt: skip


def _views(found: ProductPage, locale: str) -> list[dict[str, Any]]:
    """The chosen variant's own pictures, else those of the product, else any; one stand-in where there is none."""
    record, chosen = found.product, found.chosen
    kept = [one for one in record.pictures if one.source]
    own = [one for one in kept if chosen and one.variant_id == chosen.variant_id]
    shown: list[Picture | None] = [*(own or [one for one in kept if one.variant_id is None] or kept)]
    name = record.name.told(locale)
    return [
        picture(
            one, name=record.name, product_id=record.id, locale=locale, category=record.category,
            options=chosen.options if chosen else (), alt=name,
        )
        for one in shown or [None]
    ]  # fmt: skip


def trail(category: CategoryNode | None, locale: str) -> list[dict[str, str]]:
    if category is None:
        return []
    steps = category.trail or (category,)
    return [
        {"name": step.name.told(locale), "href": address("category", locale, slug=step.slug.read(locale))}
        for step in steps
    ]


def _best(offers: Sequence[VariantOffer]) -> Availability:
    return max(
        (offer.availability for offer in offers),
        key=lambda availability: availability.pieces,
        default=Availability(state="sold_out", pieces=0),
    )


def _tax_words(record: ProductRecord, delivery: Sequence[DeliveryOption]) -> str:
    """A card for many purposes bears no VAT when it is sold (directive 2006/112/EC, article 30b)."""
    if record.nature == catalog.GIFT_CARD:
        return _("No VAT now: it is in the price of what the card buys.")
    home = [option for option in delivery if option.place is None]
    if not home or home[0].kind == NO_PARCEL:
        return _("VAT included.")
    if not home[0].charge:
        return _("VAT included, delivery free.")
    return _("VAT included, delivery from %(amount)s.") % {"amount": money(home[0].charge)}


def _delivery(
    record: ProductRecord, delivery: Sequence[DeliveryOption], locale: str, now: datetime
) -> list[dict[str, str]]:
    is_card = record.nature == catalog.GIFT_CARD
    home = [option for option in delivery if option.place is None]
    return [
        {
            "icon": "letter" if is_card else "parcel",
            "words": words.by_mail(option.promise.latest) if is_card else words.promise(option, now),
            "detail": "" if option.kind == NO_PARCEL else f"{option.name.read(locale)}, {words.charge(option)}",
        }
        for option in home
    ]


def _places(
    delivery: Sequence[DeliveryOption], chosen: VariantOffer | None, locale: str, now: datetime
) -> list[dict[str, str]]:
    """Shops where it can be fetched, with the moment; then shops that have it without a collect time."""
    there = {at.place.code: at for at in (chosen.places if chosen else ()) if at.pieces > 0}
    shown = []
    for option in delivery:
        if option.place is None:
            continue
        at = there.pop(option.place.code, None)
        place = f"{option.place.name.read(locale)}, {option.place.street}"
        shown.append({"words": words.promise(option, now), "detail": f"{place}. {_pieces(at)}".strip()})
    for at in there.values():
        if at.place.kind == "shop":
            name = at.place.name.read(locale)
            shown.append({"words": _("On show at %(place)s") % {"place": name}, "detail": _pieces(at)})
    return shown


def _pieces(at: PlaceAvailability | None) -> str:
    if at is None:
        return _("Brought to the shop from our warehouse.")
    return ngettext("%(pieces)s piece in the shop.", "%(pieces)s pieces in the shop.", at.pieces) % {
        "pieces": at.pieces
    }


def _references(external_id: str, chosen: VariantOffer | None) -> list[dict[str, str]]:
    found = [(_("Reference"), chosen.sku if chosen else external_id)]
    if chosen and chosen.gtins:
        found.append((_("Barcode"), catalog.printed_gtin(chosen.gtins[0])))
    return [{"name": name, "words": value} for name, value in found if value]

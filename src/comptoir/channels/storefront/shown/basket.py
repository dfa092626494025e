"""The basket and its sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.checkout.contracts import BasketLineView, BasketView
from comptoir.kit.money import Money
from comptoir.offers.contracts import Availability
from comptoir.orders.contracts import OrderLineInfo
from comptoir.pricing.contracts import QuotedLine, Reason, VatPart

FEW = 3
MOST = 99


def basket(view: BasketView, locale: str, now: datetime) -> dict[str, Any]:
    way = view.chosen
    return {
        "lines": [_line(line, locale) for line in view.lines],
        "changes": [notice.text.read(locale) for notice in view.notices],
        "can_order": not {"empty", "stock", "not_for_sale"}.intersection(view.blockers),
        "delivery": None
        if way is None
        else {
            "words": words.promise(way, now),
            "detail": way.name.read(locale) if view.travels else "",
            "icon": icon(way.place),
        },
        "codes": codes(view, locale),
        "sums": basket_sums(view, locale),
    }


def basket_sums(view: BasketView, locale: str) -> dict[str, Any]:
    way = view.chosen
    return sums(
        view.quote.lines, locale, delivered=bool(way and view.travels), way=way.name.read(locale) if way else "",
        total=view.quote.total, parts=view.quote.vat_parts,
    )  # fmt: skip


def sums(
    lines: Sequence[QuotedLine] | Sequence[OrderLineInfo], locale: str, *, delivered: bool, way: str, total: Money,
    parts: tuple[VatPart, ...],
) -> dict[str, Any]:  # fmt: skip
    """Goods and delivery before promotions, what each of these takes off, and what is left, so that the page can be
    added up; `delivered` False: not known yet, and left out."""
    before = {"goods": Money(0, total.currency), "delivery": Money(0, total.currency)}
    off: dict[str, Money] = {}
    for line in lines:
        for reason in line.promotions:
            said = reason.text.read(locale)
            off[said] = off.get(said, Money(0, total.currency)) + reason.off
        before[line.kind] += whole(line.total, line.promotions)
    return {
        "goods": before["goods"],
        "lines": [{"words": way or _("Delivery"), "amount": before["delivery"]}] if delivered else [],
        "promotions": [{"words": said, "amount": amount} for said, amount in off.items()],
        "total": total,
        "taxes": [{"rate": words.rate(part.rate_bp), "amount": part.vat} for part in parts],
    }


def codes(view: BasketView, locale: str) -> list[dict[str, Any]]:
    """The codes that were typed, each with its name and, where it takes nothing off, what to do about it."""
    return [
        {"code": each.code, "name": each.name.read(locale), "refused": each.text.read(locale) if each.refusal else ""}
        for each in view.quote.codes
    ]


def whole(total: Money, promotions: Sequence[Reason]) -> Money:
    """What a line comes to before promotions. What these take off is said once, in the sums."""
    return total + Money.total((reason.off for reason in promotions), total.currency)


def icon(place: object | None) -> str:
    return "shop" if place else "parcel"


def _line(line: BasketLineView, locale: str) -> dict[str, Any]:
    item = line.item
    return {
        "id": item.variant_id,
        "name": item.name.read(locale),
        "options": ", ".join(value.text.read(locale) for value in item.options),
        "href": address("product", locale, slug=item.slug.read(locale)) + f"?{urlencode({'sku': item.sku})}",
        "picture": picture(
            item.picture, name=item.name, product_id=item.product_id, locale=locale, options=item.options
        ),
        "quantity": line.quantity,
        "most": max(1, min(MOST, line.available)),
        "stock": words.stock(_availability(line), travels=catalog.travels(item.nature)),
        "unit": line.unit,
        "total": None if line.total is None else whole(line.total, line.promotions),
        "personal": line.personal,
        "promotions": [reason.text.read(locale) for reason in line.promotions],
    }


def availability(pieces: int) -> Availability:
    state = "sold_out" if pieces <= 0 else "low" if pieces <= FEW else "in_stock"
    return Availability(state=state, pieces=pieces)


def _availability(line: BasketLineView) -> Availability:
    if line.ahead and line.available >= line.quantity:
        return Availability(state=line.ahead, pieces=line.available, ready_on=line.ready_on)
    return availability(line.available)

"""The basket and its sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.pictures import picture
from comptoir.channels.storefront.templatetags.shop import money
from comptoir.checkout.contracts import BasketLineView, BasketView
from comptoir.kit.money import Money
from comptoir.offers.contracts import Availability
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderLineInfo
from comptoir.org.contracts import ShopperContext
from comptoir.payments import facade as payments
from comptoir.pricing.contracts import QuotedLine, Reason, VatPart

FEW = 3
MOST = 99


def basket(view: BasketView, context: ShopperContext) -> dict[str, Any]:
    locale = context.locale
    return {
        "lines": [_line(line, locale) for line in view.lines],
        "changes": [notice.text.read(locale) for notice in view.notices],
        "can_order": not {"empty", "stock", "not_for_sale"}.intersection(view.blockers),
        "delivery": coming(view, context),
        "codes": (typed := codes(view, locale)),
        "codes_add_up": adding_up(typed),
        "sums": basket_sums(view, locale),
    }


def coming(view: BasketView, context: ShopperContext) -> dict[str, str] | None:
    """When all of it comes, by the chosen way; None while none is known. `later` says what holds instead for who pays
    by transfer, empty where nobody may: the days count from the money's coming (decision 0043)."""
    way = view.chosen
    if way is None:
        return None
    days = orders.working_days(context.now, way.promise.due, context.market.zone)
    if view.is_of_cards:
        told, later = words.by_mail(way.promise.latest), words.by_mail_after_transfer()
    else:
        told, later = words.promise(way, context.now), words.after_transfer(days)
    return {
        "words": told,
        "detail": way.name.read(context.locale) if view.travels else "",
        "icon": icon(way.place, travels=view.travels),
        "later": later if any(each.kind == payments.TRANSFER for each in view.tenders) else "",
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
    """The codes that were typed, each with its name and what it takes off or, where that is nothing, what to do about
    it."""
    off = {each.code: Money(each.minor, view.quote.total.currency) for each in view.quote.uses if each.code}
    return [
        {
            "code": each.code, "name": each.name.read(locale), "off": off.get(each.code),
            "refused": each.text.read(locale) if each.refusal else "",
        }
        for each in view.quote.codes
    ]  # fmt: skip


def adding_up(codes: Sequence[dict[str, Any]]) -> str:
    """That several codes add up, as a sentence; empty where no two take something off."""
    counting = [each["off"] for each in codes if each["off"]]
    if len(counting) < 2:
        return ""
    together = Money.total(counting, counting[0].currency)
    return _("These codes add up: together they take %(amount)s off.") % {"amount": money(together)}


def whole(total: Money, promotions: Sequence[Reason]) -> Money:
    """What a line comes to before promotions. What these take off is said once, in the sums."""
    return total + Money.total((reason.off for reason in promotions), total.currency)


def icon(place: object | None, *, travels: bool = True) -> str:
    """Of how it comes: what is not brought and not fetched comes by message, or one is agreed on by message."""
    return "shop" if place else "parcel" if travels else "letter"


def _line(line: BasketLineView, locale: str) -> dict[str, Any]:
    item = line.item
    return {
        "id": item.variant_id,
        "name": item.name.told(locale),
        "options": [value.text.told(locale) for value in item.options],
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

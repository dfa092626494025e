"""What was paid back of an order, what for and by which means, and what is still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.templatetags.shop import day, money
from comptoir.invoicing.contracts import DocumentInfo
from comptoir.orders.contracts import OrderInfo, RefundFor, RefundInfo, RefundMeans
from comptoir.org.contracts import MarketInfo
from comptoir.payments import facade as payments

SAID = {
    "given_back": gettext_lazy("Paid back %(day)s: %(means)s"),
    "on_its_way": gettext_lazy("On its way: %(means)s"),
    "refused": gettext_lazy("Could not be paid back yet, we owe it to you: %(means)s"),
}


def refunds(
    found: OrderInfo, paid_back: Sequence[RefundInfo], notes: Mapping[UUID, DocumentInfo],
    withdrawn: Sequence[WithdrawalInfo], market: MarketInfo, locale: str,
) -> dict[str, Any]:  # fmt: skip
    """`refunds` are latest first; `awaited` is what goes back once goods of a withdrawal come."""
    return {
        "refunds": [_refund(each, notes.get(each.id), found, market, locale) for each in reversed(paid_back)],
        "awaited": [
            {"amount": amount, "reference": each.reference, "due": _day(each.refund_due, market)}
            for each in withdrawn
            if (amount := aftersales.to_come(each, found))
        ],
    }


def _refund(
    refund: RefundInfo, note: DocumentInfo | None, found: OrderInfo, market: MarketInfo, locale: str
) -> dict[str, Any]:
    names = {kind: name.read(locale) for kind, name in payments.tender_names().items()}
    return {
        # The days on which it came are said with the means.
        "day": "" if all(each.state == "given_back" for each in refund.means) else _day(refund.at, market),
        "amount": refund.amount,
        "reason": refund.reason_name.read(locale),
        "parts": [_part(part, locale, alone=len(refund.parts) == 1) for part in refund.parts],
        "means": [
            _means(each, names.get(each.tender, each.tender), market, alone=len(refund.means) == 1)
            for each in refund.means
        ],
        "note": note.number if note else "",
        "note_href": address("order_invoice", locale, link=found.link, number=note.number, form="pdf") if note else "",
    }


def _part(part: RefundFor, locale: str, *, alone: bool) -> str:
    if part.is_delivery:
        said = _("Delivery")
    else:
        options = ", ".join(option.text.read(locale) for option in part.options)
        name = part.name.read(locale) + (f" ({options})" if options else "")
        is_card = part.nature == catalog.GIFT_CARD
        less = _("What was left on it: %(name)s") if is_card else _("A part of the price: %(name)s")
        said = f"{part.pieces} × {name}" if part.pieces else less % {"name": name}
    return said if alone else f"{said}, {money(part.amount)}"


def _means(means: RefundMeans, name: str, market: MarketInfo, *, alone: bool) -> str:
    when = _day(means.answered_at, market) if means.answered_at else ""
    return SAID[means.state] % {"day": when, "means": name if alone else f"{name}, {money(means.amount)}"}


def _day(moment: datetime, market: MarketInfo) -> str:
    return day(moment.astimezone(market.zone))

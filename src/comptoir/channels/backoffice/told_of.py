"""What is known of a person, in words: traits with their units, moments as sentences. No query but for places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir.channels.backoffice import access, sentences, shares
from comptoir.channels.backoffice.channel_names import channel_name
from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Event, Lane, LegalBasis, Origin
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.profiles.contracts import MomentSeen, TraitSaid

# Names of the traits that we compute, in the order in which they are shown; a source's own come after.
NAMES: Mapping[str, str] = {
    "email": gettext_noop("E-mail"),
    "phone": gettext_noop("Telephone"),
    "orders_count": gettext_noop("Orders"),
    "spent_minor": gettext_noop("Spent"),
    "average_basket_minor": gettext_noop("Average basket"),
    "pieces_per_order": gettext_noop("Pieces per order"),
    "first_order_at": gettext_noop("First order"),
    "last_order_at": gettext_noop("Last order"),
    "days_between_orders": gettext_noop("Days between orders"),
    "orders_cancelled": gettext_noop("Orders cancelled or expired"),
    "favourite_categories": gettext_noop("Favourite categories"),
    "favourite_brands": gettext_noop("Favourite brands"),
    "sizes": gettext_noop("Sizes"),
    "price_sensitivity": gettext_noop("At a reduced price"),
    "preferred_delivery": gettext_noop("Has it brought by"),
    "preferred_shop": gettext_noop("Collects at"),
    "preferred_channel": gettext_noop("Orders by"),
}
HIDDEN = frozenset(("spent_currency",))
EVENTS: Mapping[str, str] = {
    "Product Viewed": gettext_noop("Looked at a product"),
    "Product List Viewed": gettext_noop("Looked at a list of products"),
    "Products Searched": gettext_noop("Searched for products"),
    "Shop Visited": gettext_noop("Was in a shop"),
    "Product Scanned": gettext_noop("Scanned a product in a shop"),
    "Product Tried On": gettext_noop("Tried a product on"),
    "Advice Given": gettext_noop("Was advised in a shop"),
    "Appointment Booked": gettext_noop("Booked an appointment"),
    "Appointment Kept": gettext_noop("Came to an appointment"),
    "Appointment Missed": gettext_noop("Did not come to an appointment"),
    "Support Ticket Opened": gettext_noop("Asked for help"),
    "Support Ticket Answered": gettext_noop("Got an answer from support"),
    "Support Ticket Closed": gettext_noop("Support closed the request"),
    "Support Rated": gettext_noop("Rated the help"),
    "Product Added": gettext_noop("Put a product into the basket"),
    "Product Removed": gettext_noop("Took a product out of the basket"),
    "Cart Viewed": gettext_noop("Looked at the basket"),
    "Checkout Started": gettext_noop("Went to the checkout"),
    "Product Clicked": gettext_noop("Chose a product from a list"),
}
# Of what a report says, what tells a person most, first.
TELLING = ("name", "product", "query", "category", "sku", "product_id", "label", "title", "topic", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A moment for the timeline."""

    when: datetime
    text: str
    detail: str
    channel: str
    name: str


def traits(said: Iterable[TraitSaid], locale: str) -> list[tuple[str, str, TraitSaid]]:
    """Each with its name, its value in words, and where it is from; computed ones first."""
    found = {each.name: each for each in said}
    currency = str(found["spent_currency"].value) if "spent_currency" in found else "EUR"
    order = [*(name for name in NAMES if name in found), *sorted(set(found) - set(NAMES) - HIDDEN)]
    return [
        (_(NAMES[name]) if name in NAMES else name, _value(name, found[name].value, currency, locale), found[name])
        for name in order
    ]


def moments(seen: Iterable[MomentSeen], locale: str) -> list[Told]:
    places = {str(place.id): place.name.read(locale) for place in org.places()}
    return [_told(each, places, locale) for each in seen]


def word_named(name: str) -> str:
    """A word of the journal without its values: what made a link."""
    return _(LINKING[name]) if name in LINKING else name


LINKING: Mapping[str, str] = {
    "Order Placed": gettext_noop("an order"),
    "Identity Stated": gettext_noop("a source said who this is"),
    "Alias Stated": gettext_noop("a source said that two names are one person"),
    "Session Begun": gettext_noop("a log-in"),
    "Account Recognised": gettext_noop("a log-in with an e-mail that was proved"),
    "Page Viewed": gettext_noop("a page that was looked at"),
    "Event Tracked": gettext_noop("a visit"),
    "Purposes Chosen": gettext_noop("a choice of purposes"),
}


def _told(each: MomentSeen, places: Mapping[str, str], locale: str) -> Told:
    text, detail = _sentence(each, places, locale)
    return Told(when=each.at, text=text, detail=detail, channel=each.channel, name=each.name)


def _sentence(each: MomentSeen, places: Mapping[str, str], locale: str) -> tuple[str, str]:
    if each.event:
        properties = each.payload.get("properties") or {}
        telling = [str(properties[name]) for name in TELLING if isinstance(properties.get(name), str | int)]
        device = each.payload.get("device") or ""
        text = _(EVENTS[each.event]) if each.event in EVENTS else ""
        if text:
            return text, " · ".join([*telling[:2], *([device] if device not in ("", "unknown") else [])])
    try:
        return sentences.of(_event(each), places, locale)
    except (KeyError, TypeError, ValueError):  # what was too large is no longer whole: its name remains
        return each.event or each.name, ""


def _event(each: MomentSeen) -> Event:
    """The moment as the event that it was kept from, as far as a sentence needs it."""
    origin = Origin(actor="", channel=each.channel, correlation=uuid7())
    return Event(
        generation=0, txid=0, position=0, event_id=origin.correlation, name=each.name, version=1, lane=Lane(each.lane),
        legal_basis=LegalBasis.CONTRACT, subject_kind=each.subject_kind, subject_id=each.subject_id, subject_version=0,
        origin=origin, occurred_at=each.at, recorded_at=each.at, payload=each.payload | {"event": each.event},
    )  # fmt: skip


def _value(name: str, value: Any, currency: str, locale: str) -> str:
    if name.endswith("_minor") and isinstance(value, int):
        return Money(value, currency).format(locale)
    if name.endswith("_at") and isinstance(value, str):
        try:
            at = timezone.localtime(datetime.fromisoformat(value))
        except ValueError:
            return value
        return format_date(at.date(), "d MMM yyyy" if locale == "en" else "dd/MM/yyyy", locale=locale)
    if name == "price_sensitivity" and isinstance(value, int | float):
        return shares.percent(value)
    if name == "preferred_delivery":
        ways = {way.code: way.name.read(locale) for way in fulfilment.methods(access.market().code)}
        return ways.get(str(value), str(value))
    if name == "preferred_channel":
        return channel_name(str(value))
    if name == "preferred_shop":
        shops = {str(place.id): place.name.read(locale) for place in org.places()}
        return shops.get(str(value), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return format_decimal(value, locale=locale)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)

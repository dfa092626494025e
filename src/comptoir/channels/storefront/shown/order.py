"""An order as its buyer sees it: where it stands, what comes next, what can be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import GUARANTEES, HELP
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.basket import icon, sums, whole
from comptoir.channels.storefront.templatetags.shop import clock, day, money
from comptoir.channels.storefront.texts.withdrawal import CARDS
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.org.contracts import MarketInfo, PlaceInfo
from comptoir.payments import facade as payments
from comptoir.payments.contracts import RequestInfo

PAYING = ("paid", "authorised", "captured")
JOURNEYS = {
    "ship": ("confirmed", "shipped", "delivered"),
    "collect": ("confirmed", "ready", "delivered"),
    "none": ("confirmed", "delivered"),
}


def order(found: OrderInfo, locale: str, market: MarketInfo, now: datetime) -> dict[str, Any]:
    """What the template shows; `waiting` while the bank has not answered, `tenders` are added by the view."""
    payment = last_payment(found)
    title, text = _standing(found, payment, market)
    return {
        "number": found.number,
        "title": title,
        "next": text,
        "waiting": is_waiting(found, payment),
        "action": payment.action_address if payment and _owes(found) else "",
        "action_words": _("Pay by card") if payment and payment.tender == "card" else _("Confirm with my bank"),
        "transfer": transfer(found, payment, market),
        "unpaid": is_unpaid(found, payment),
        "due_text": _difference(found, market),
        "paid_by": _paid_by(found, locale),
        "left": found.due if _owes(found) and found.paid else None,
        "steps": _steps(found),
        "due": found.due,
        "lines": lines(found, locale),
        "sums": sums_of(found, locale),
        "promise": _promise(found, locale, now),
        "parcels": [_parcel(each, market) for each in found.shipments if each.shipped_at],
        "done": [_done(each, found, locale, market) for each in found.shipments if _is_service(each)],
        "at_request": found.at_request,
        "address": _address(found),
        "again_href": address("order_again", locale, link=found.link) if found.state != "pending" else "",
        "help": _help(found, locale) if found.state == "delivered" else None,
        "can_cancel": found.can_cancel,
        "cancel_words": _cancel_words(found),
        "change_href": address("order_change", locale, link=found.link) if _may_move(found) else "",
        "lines_href": address("order_lines", locale, link=found.link) if found.can_drop_parts else "",
        "why_not": why_not(found),
        "withdraw_cards": CARDS if found.cards else "",
        "terms": found.terms.label if found.terms else "",
        "travels": found.travels,
        "terms_href": address("order_terms", locale, link=found.link) if found.terms else "",
        "pay_href": address("order_pay", locale, link=found.link),
        "cancel_href": address("order_cancel", locale, link=found.link),
    }


def lines(found: OrderInfo, locale: str) -> list[dict[str, Any]]:
    return [
        {
            "quantity": line.quantity,
            "name": line.name.told(locale),
            "options": [option.text.told(locale) for option in line.options],
            "total": whole(line.total, line.promotions),
            "personal": line.personal.read(locale) if line.personal else "",
            "promotions": [reason.text.read(locale) for reason in line.promotions],
        }
        for line in found.lines
        if line.kind == "goods"
    ]


def _help(found: OrderInfo, locale: str) -> dict[str, str]:
    """Where who has it turns to; a gift card is money, and has no conformity to guarantee."""
    guarantees = "" if found.is_of_cards else address("legal", locale, topic=GUARANTEES[locale])
    return {"contact": address("legal", locale, topic=HELP[locale]), "guarantees": guarantees}


def sums_of(found: OrderInfo, locale: str) -> dict[str, Any]:
    way = next((line.name.read(locale) for line in found.lines if line.kind == "delivery"), "")
    return sums(
        found.lines, locale, delivered=found.travels, way=way, total=found.total, parts=found.vat_parts
    )


def _paid_by(found: OrderInfo, locale: str) -> list[dict[str, Any]]:
    """Each means with what came by it, in the order of asking, and what went back in all."""
    names = {kind: name.read(locale) for kind, name in payments.tender_names().items()}
    shown = []
    for each in found.payments:
        called = names.get(each.tender, each.tender)
        if each.kind == "charge" and each.state == "paid":
            shown.append({"words": called, "amount": each.amount})
        elif each.kind == "charge" and each.state in ("authorised", "captured"):
            words_ = _("%(means)s, reserved") if each.state == "authorised" else "%(means)s"
            shown.append({"words": words_ % {"means": called}, "amount": each.reserved})
    for said, states in ((_("Paid back"), ("paid",)), (_("On its way back"), ("requested", "awaited"))):
        back = [each.amount for each in found.payments if each.kind == "refund" and each.state in states]
        if back:
            shown.append({"words": said, "amount": Money.total(back, found.total.currency), "is_back": True})
    return shown


def last_payment(found: OrderInfo) -> RequestInfo | None:
    """The demand that the buyer has to do something about; else the last."""
    asked = [each for each in found.payments if each.kind == "charge"]
    to_do = [each for each in asked if each.state == "action_required"]
    return (to_do or asked)[-1] if asked else None


def is_unpaid(found: OrderInfo, payment: RequestInfo | None) -> bool:
    """Whether the buyer is asked to choose a means: one was refused, a card had not enough for all, or what a change
    of the order costs more is still open."""
    if is_waiting(found, payment):
        return False
    if found.difference_until:
        return payment is None or payment.state in ("paid", "refused", "cancelled", "authorised", "captured")
    if found.state != "pending" or payment is None:
        return False
    return payment.state in ("refused", "cancelled") or (payment.state == "paid" and bool(found.due))


def _owes(found: OrderInfo) -> bool:
    """The buyer still has to pay something: the order, or what a change of it costs more."""
    return found.state == "pending" or found.difference_until is not None


def why_not(found: OrderInfo) -> str:
    """Why nothing can be changed any more, for an order that lives; empty when it can, or nobody would ask."""
    if found.state == "delivered":
        return ""
    return str(orders.BLOCKED[found.blocked]) if found.blocked in ("prepared", "left", "difference_waits") else ""


def _may_move(found: OrderInfo) -> bool:
    """An address is where a parcel goes: what comes by message has none."""
    return found.can_change and found.travels and not collects(found)


def _cancel_words(found: OrderInfo) -> str:
    """What is so until it goes, and what cancelling does."""
    if not any(each.kind == "charge" and each.state in PAYING for each in found.payments):
        return _("You can cancel the order here: nothing was charged.")
    if found.is_of_cards:
        return ngettext(
            "The message with your gift card has not been sent yet: until then you can cancel the order here, and "
            "what was paid is paid back.",
            "The message with your gift cards has not been sent yet: until then you can cancel the order here, and "
            "what was paid is paid back.",
            found.cards,
        )
    if not found.travels:
        return _("Nothing was supplied yet: you can cancel the order here, and what was paid is paid back.")
    return _("The order has not left yet: you can cancel it here, and what was paid is paid back.")


def _difference(found: OrderInfo, market: MarketInfo) -> str:
    if not found.difference_until:
        return ""
    until = found.difference_until.astimezone(market.zone)
    text = _("You changed your order: %(amount)s remains to be paid until %(day)s, %(hour)s. Then it goes on.")
    return text % {"amount": money(found.due), "day": day(until), "hour": clock(until)}


def transfer(found: OrderInfo, payment: RequestInfo | None, market: MarketInfo) -> dict[str, Any] | None:
    """What a customer copies into a transfer; None when none is waited for."""
    account = payments.bank_account(market.legal_entity)
    if not _owes(found) or payment is None or payment.state != "waiting" or account is None:
        return None
    return {
        "amount": payment.amount,
        "reference": payments.shown_reference(payment.provider_reference),
        "holder": account.holder,
        "iban": payments.shown_reference(account.iban),
        "bic": account.bic,
    }


def is_waiting(found: OrderInfo, payment: RequestInfo | None) -> bool:
    asked = any(each.state == "requested" for each in found.payments if each.kind == "charge")
    return _owes(found) and payment is not None and asked


def collects(found: OrderInfo) -> bool:
    """By what was promised: shipments are planned only when the order is confirmed."""
    return found.promise is not None and found.promise.kind == "collection"


def _is_service(shipment: ShipmentInfo) -> bool:
    return shipment.nature == catalog.SERVICE and shipment.state != "cancelled"


def _done(shipment: ShipmentInfo, found: OrderInfo, locale: str, market: MarketInfo) -> dict[str, str]:
    """A service, and whether it was done."""
    name = next((line.name.read(locale) for line in found.lines if line.variant_id == shipment.lines[0][0]), "")
    if shipment.delivered_at:
        text = _("Done %(day)s") % {"day": day(shipment.delivered_at.astimezone(market.zone))}
    else:
        text = _("We write to you to agree on a day.")
    return {"name": name, "words": text}


def _standing(found: OrderInfo, payment: RequestInfo | None, market: MarketInfo) -> tuple[str, str]:
    """A title and what happens next."""
    if found.headline == orders.REFUNDED:
        return _("Your order is refunded"), _money_of_the_ended(found)
    if found.state == "pending":
        return _unpaid(found, payment, market)
    if found.state == "confirmed":
        note = _("The confirmation goes to %(email)s.") % {"email": found.contact.email}
        if found.is_of_cards:
            note += " " + ngettext(
                "Your gift card follows in a message of its own.", "Your gift cards follow in a message of their own.",
                found.cards,
            )  # fmt: skip
        if found.due and collects(found):
            note += " " + _("You pay when you collect it.")
        return _("Thank you, your order is confirmed"), note
    if found.state == "ready":
        return _("Your order waits for you"), _where(found)
    if found.state == "cancelled":
        return _("Your order is cancelled"), _money_of_the_ended(found)
    if found.state == "expired":
        note = _("It was not paid in time, so its articles are on sale again.")
        return _("Your order has expired"), f"{note} {_money_of_the_ended(found)}"
    if found.state == "delivered" and found.is_of_cards:
        sent = ngettext(
            "Your gift card went by e-mail to %(email)s.", "Your gift cards went by e-mail to %(email)s.", found.cards
        )
        return _("Your order is complete"), sent % {"email": found.contact.email}
    if found.state == "delivered" and not found.travels:
        return _("Your order is complete"), _("Everything that you bought is with you.")
    return {
        "partly_shipped": (_("A part of your order is on its way"), _("The rest follows: its day stands below.")),
        "partly_delivered": (_("A part of your order has arrived"), _("The rest follows: its day stands below.")),
        "shipped": (_("Your order is on its way"), _("You can follow it with the number below.")),
        "delivered": (_("Your order has arrived"), ""),
    }[found.state]


def _unpaid(found: OrderInfo, payment: RequestInfo | None, market: MarketInfo) -> tuple[str, str]:
    if payment is not None and payment.state == "waiting":
        until = day(found.hold_until.astimezone(market.zone)) if found.hold_until else ""
        if found.is_of_cards:
            text = _("We wait for it until %(day)s. The code comes by e-mail as soon as the money is here.")
            return _("We wait for your transfer"), text % {"day": until}
        text = _("Your articles stay reserved until %(day)s. We write to you as soon as the money is here.")
        return _("We wait for your transfer"), text % {"day": until}
    if payment is not None and payment.state == "action_required" and payment.tender == "card":
        return _("One step left: your card"), _("You type it on Stripe’s secure page, then you come back here.")
    if payment is not None and payment.state == "action_required":
        return _("Your bank asks you to confirm"), _("The order goes on as soon as you have confirmed.")
    if payment is None or is_waiting(found, payment):
        return _("We are asking your bank"), _("It takes a few seconds. This page moves on by itself.")
    if payment.state == "paid":
        left = _("%(paid)s is paid. Choose how you pay the rest: %(left)s.")
        return _("A part is paid"), left % {"paid": money(found.paid), "left": money(found.due)}
    if found.hold_until is None:
        return _("The payment was refused"), _("Choose another means of payment.")
    until = clock(found.hold_until.astimezone(market.zone))
    text = _("Nothing was charged. Your articles stay reserved until %(hour)s: choose another means of payment.")
    if found.is_of_cards:
        text = _("Nothing was charged. Choose another means of payment until %(hour)s.")
    return _("The payment was refused"), text % {"hour": until}


def _money_of_the_ended(found: OrderInfo) -> str:
    """What became of the money of an order that is cancelled, expired or refunded."""
    charged = [each.amount for each in found.payments if each.kind == "charge" and each.state == "paid"]
    if not charged:
        return _("Nothing was charged.")
    if not found.paid:
        amount = money(sum(charged, Money(0, found.total.currency)))
        return _("%(amount)s was charged and has been given back.") % {"amount": amount}
    if any(each.kind == "refund" and each.state in ("requested", "awaited") for each in found.payments):
        return _("%(amount)s was charged and is being given back.") % {"amount": money(found.paid)}
    return _("%(amount)s was charged and could not be given back yet: we owe it to you.") % {
        "amount": money(found.paid)
    }


def _place(found: OrderInfo) -> PlaceInfo | None:
    """Where the order is collected: the shop that prepares it, before that the one that was promised."""
    if found.shipments:
        return found.shipments[0].location
    code = found.promise.terms["place"] if found.promise else None
    return next((place for place in org.places() if place.code == code), None)


def _where(found: OrderInfo) -> str:
    place = _place(found)
    if place is None:
        return ""
    return f"{place.name.read(found.locale)}, {place.street}, {place.postcode} {place.city}"


def _steps(found: OrderInfo) -> list[dict[str, Any]]:
    """The journey of a living order; nothing for one that waits for payment, has ended before or is refunded."""
    if found.headline == orders.REFUNDED:
        return []
    journey = JOURNEYS["collect" if collects(found) else "ship" if found.travels else "none"]
    between = "shipped" if found.travels else "confirmed"
    state = {"partly_shipped": "shipped", "partly_delivered": between}.get(found.state, found.state)
    if state not in journey:
        return []
    reached = journey.index(state)
    names = {
        "confirmed": pgettext("state of an order", "Confirmed"),
        "shipped": pgettext("state of an order", "Shipped"),
        "ready": pgettext("state of an order", "Ready"),
        "delivered": pgettext("state of an order", "Delivered"),
    }
    if not found.travels:
        names["delivered"] = pgettext("state of an order", "Complete")
    if collects(found):
        names["delivered"] = pgettext("state of an order", "Collected")
    return [
        {"words": names[step], "done": index <= reached, "current": index == reached}
        for index, step in enumerate(journey)
    ]


def _promise(found: OrderInfo, locale: str, now: datetime) -> dict[str, str] | None:
    if found.promise is None or found.state in ("cancelled", "expired") or found.headline == orders.REFUNDED:
        return None
    if found.promised is None and not found.awaits_transfer:
        return None
    place = _place(found) if collects(found) else None
    if place is not None:
        moment = words.collection(found.promise.due, ZoneInfo(place.timezone), now)
        return {
            "title": pgettext("delivery", "Collection"),
            "icon": icon(place),
            "words": words.after_transfer(found.days_after_transfer) or moment,
            "detail": _where(found),
        }
    if found.promise.kind == "supply":
        return None if found.state == "delivered" else _supply(found, org.market(found.market))
    first, last = (date.fromisoformat(found.promise.terms[end]) for end in ("earliest", "latest"))
    method = next((line.name.read(locale) for line in found.lines if line.kind == "delivery"), "")
    return {
        "title": _("Delivery"),
        "icon": icon(None),
        "words": words.after_transfer(found.days_after_transfer) or words.between(first, last),
        "detail": method,
    }


def _supply(found: OrderInfo, market: MarketInfo) -> dict[str, str]:
    """Until when it is supplied, of an order without a parcel."""
    assert found.promise
    latest = found.promise.due.astimezone(market.zone).date()
    if found.is_of_cards:
        told = words.by_mail_after_transfer() if found.days_after_transfer else words.by_mail(latest)
    else:
        told = words.after_transfer(found.days_after_transfer) or words.supply(latest)
    return {"title": _("No delivery"), "icon": icon(None, travels=False), "words": told, "detail": ""}


def _parcel(shipment: ShipmentInfo, market: MarketInfo) -> dict[str, str]:
    arrived = shipment.delivered_at
    if arrived:
        text = _("Arrived %(day)s") % {"day": day(arrived.astimezone(market.zone))}
    else:
        left = shipment.shipped_at
        text = _("Left %(day)s with %(carrier)s") % {
            "day": day(left.astimezone(market.zone)) if left else "",
            "carrier": shipment.carrier,
        }
    return {"words": text, "tracking": shipment.tracking_number, "href": shipment.tracking_address}


def _address(found: OrderInfo) -> list[str]:
    to = found.contact
    town = f"{to.postcode} {to.city}".strip()
    return [part for part in (to.name, to.street, to.more, town) if part] if to.street else []

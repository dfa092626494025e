"""What an order's buyer is told by e-mail, in the language in which the order was placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.orders import queries
from comptoir.orders.contracts import FEW_DAYS, OrderInfo
from comptoir.org import facade as org
from comptoir.org.contracts import MarketInfo
from comptoir.payments import facade as payments
from comptoir.promises.contracts import PromiseInfo

KINDS = ("confirmed", "ready", "partly_shipped", "shipped", "changed", "cancelled", "expired", "transfer")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a text, its explanation, an amount."""

    text: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where the money is to be sent, by when, with which reference."""

    amount: str
    reference: str
    holder: str
    iban: str
    bic: str
    until: str


def send(order_id: UUID, kind: str) -> None:
    """Compose and hand over one message. Runs in a job: it is tried again when the mail server fails."""
    order = queries.get(order_id)
    with translation.override(order.locale):
        message = compose(order, kind)
    message.send()


def compose(order: OrderInfo, kind: str) -> EmailMultiAlternatives:
    """The message, text and HTML, in the active language."""
    storefront = org.storefront(order.storefront)
    subject = _subject(order, kind, storefront.name)
    values = {
        "order": order,
        "kind": kind,
        "locale": order.locale,
        "shop": storefront.name,
        "rows": _rows(order),
        "total": order.total.format(order.locale),
        "vat": [(f"{part.rate_bp / 100:g}", part.vat.format(order.locale)) for part in order.vat_parts],
        "due": order.due.format(order.locale) if order.due else "",
        "promised": _promised(order, storefront.market),
        "pay_until": _moment(order.difference_until or order.hold_until, storefront.market, order.locale),
        "terms": order.terms.label if order.terms else "",
        "where": _where(order) if order.travels else "",
        "address": settings.ORDER_ADDRESSES[order.locale].format(link=order.link),
        "subject": subject,
        "transfer": _transfer(order, storefront.market) if kind == "transfer" else None,
        "after_transfer": _after_transfer(order),
    }
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("orders/mail/order.txt", values), to=[order.contact.email]
    )
    message.attach_alternative(render_to_string("orders/mail/order.html", values), "text/html")
    if kind == "confirmed" and order.terms:  # on a durable medium, with the form of withdrawal (L221-13)
        message.attach(f"{order.terms.label}.{order.terms.locale}.txt", order.terms.text, "text/plain")
    return message


def _subject(order: OrderInfo, kind: str, shop: str) -> str:
    subjects = {
        "confirmed": _("Your order %(number)s is confirmed"),
        "ready": _("Your order %(number)s waits for you"),
        "partly_shipped": _("A part of your order %(number)s is on its way"),
        "shipped": _("Your order %(number)s is on its way"),
        "changed": _("Your order %(number)s has changed"),
        "cancelled": _("Your order %(number)s is cancelled"),
        "transfer": _("Your order %(number)s waits for your transfer"),
        "expired": _("Your order %(number)s was not paid and is closed"),
    }
    return f"{subjects[kind] % {'number': order.number}} · {shop}"


def _transfer(order: OrderInfo, market: MarketInfo) -> Transfer | None:
    """What the buyer copies into a transfer; None when the money came, or the account went, meanwhile."""
    account = payments.bank_account(market.legal_entity)
    waiting = [each for each in order.payments if each.state == "waiting"]
    if account is None or not waiting:
        return None
    until = order.hold_until.astimezone(market.zone) if order.hold_until else None
    return Transfer(
        amount=waiting[-1].amount.format(order.locale),
        reference=payments.shown_reference(waiting[-1].provider_reference),
        holder=account.holder,
        iban=payments.shown_reference(account.iban),
        bic=account.bic,
        until=written(until, "EEEE d MMMM", locale=order.locale) if until else "",
    )


def _after_transfer(order: OrderInfo) -> str:
    """When it comes, counted from the money's coming: no day is promised before."""
    days = order.days_after_transfer
    if not days:
        return ""
    if order.is_of_cards:
        return _("Your gift card comes by e-mail as soon as your transfer has arrived.")
    if days > FEW_DAYS:
        return _("As soon as your transfer has arrived, we write the day on which it comes.")
    return ngettext(
        "It takes about %(days)s working day from the moment your transfer has arrived; we then write the day.",
        "It takes about %(days)s working days from the moment your transfer has arrived; we then write the day.",
        days,
    ) % {"days": days}  # fmt: skip


def _rows(order: OrderInfo) -> list[Row]:
    """Lines before promotions, then what each of these takes off: the rows add up to the total."""
    rows = []
    off: dict[str, Money] = {}
    for line in order.lines:
        name = line.name.read(order.locale)
        options = ", ".join(option.text.read(order.locale) for option in line.options)
        count = f"{line.quantity} × {line.before.format(order.locale)}" if line.quantity > 1 else ""
        personal = line.personal.read(order.locale) if line.personal else ""
        detail = " · ".join(part for part in (options, count, personal) if part)
        whole = line.total
        for why in line.promotions:
            said = why.text.read(order.locale)
            off[said] = off.get(said, Money(0, whole.currency)) + why.off
            whole += why.off
        rows.append(Row(text=name, detail=detail, amount=_amount(whole, order.locale)))
    return rows + [Row(text=said, detail="", amount=f"−{taken.format(order.locale)}") for said, taken in off.items()]


def _where(order: OrderInfo) -> str:
    """The shop for a collection, else the buyer's address, on one line."""
    code = order.promise.terms.get("place") if order.promise else None
    if code:
        place = org.place(code)
        return f"{place.name.read(order.locale)}, {place.street}, {place.postcode} {place.city}"
    to = order.contact
    return ", ".join(part for part in (to.name, to.street, to.more, f"{to.postcode} {to.city}".strip()) if part)


def _amount(amount: Money, locale: str) -> str:
    return amount.format(locale) if amount else Localised(fr="offert", en="free").read(locale)


def _moment(when: datetime | None, market: MarketInfo, locale: str) -> str:
    if when is None:
        return ""
    return written(when.astimezone(market.zone), "EEEE d MMMM, HH:mm", locale=locale)


def _promised(order: OrderInfo, market: MarketInfo) -> str:
    """By when it comes, in a sentence or two: gift cards never come in the parcel."""
    if order.promised is None:
        return _after_transfer(order)
    day = _promise(order.promised, market, order.locale)
    if order.is_of_cards:
        text = ngettext(
            "Your gift card comes by e-mail, in a message of its own, by %(promise)s at the latest.",
            "Your gift cards come by e-mail, in a message of their own, by %(promise)s at the latest.", order.cards,
        )  # fmt: skip
        return text % {"promise": day}
    kinds = {
        "collection": _("Ready to collect: %(promise)s."),
        "supply": _("Supplied by %(promise)s at the latest."),
    }
    sentences = [kinds.get(order.promised.kind, _("With you by %(promise)s.")) % {"promise": day}]
    if order.cards:
        sentences.append(
            ngettext(
                "Your gift card comes by e-mail, in a message of its own.",
                "Your gift cards come by e-mail, in a message of their own.", order.cards,
            )
        )  # fmt: skip
    return " ".join(sentences)


def _promise(promise: PromiseInfo, market: MarketInfo, locale: str) -> str:
    due = promise.due.astimezone(market.zone)
    return written(due, "EEEE d MMMM, HH:mm" if promise.kind == "collection" else "EEEE d MMMM", locale=locale)

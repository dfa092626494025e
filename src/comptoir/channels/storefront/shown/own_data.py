"""What is kept of a person, in words that they use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir.channels.storefront.languages import address
from comptoir.kit.days import written
from comptoir.org.contracts import ShopperContext
from comptoir.privacy import facade as privacy
from comptoir.privacy.contracts import ErasureInfo, Told

MOST = 20  # rows of one kind on the page; the copy holds all

LABELS = {
    "email": gettext_noop("E-mail"), "name": gettext_noop("Name"), "street": gettext_noop("Street"),
    "more": gettext_noop("Address line 2"), "postcode": gettext_noop("Postcode"), "city": gettext_noop("Town"),
    "country": gettext_noop("Country"), "phone": gettext_noop("Telephone"), "kind": gettext_noop("Kind"),
    "device": gettext_noop("Device"), "started_at": gettext_noop("Since"), "seen_at": gettext_noop("Last seen"),
    "created_at": gettext_noop("Since"), "number": gettext_noop("Number"), "placed_at": gettext_noop("Ordered on"),
    "state": gettext_noop("State"), "total": gettext_noop("Total"), "articles": gettext_noop("Articles"),
    "issued_on": gettext_noop("Issued on"), "reference": gettext_noop("Reference"),
    "declared_at": gettext_noop("Declared on"), "article": gettext_noop("Article"), "quantity": gettext_noop("Pieces"),
    "changed_at": gettext_noop("Changed on"), "at": gettext_noop("When"), "answered_at": gettext_noop("Answered on"),
    "title": gettext_noop("Title"), "text": gettext_noop("Text"), "author": gettext_noop("Signed"),
    "rating": gettext_noop("Stars"), "written_at": gettext_noop("Written on"), "purpose": gettext_noop("Purpose"),
    "granted": gettext_noop("Allowed"), "chosen_at": gettext_noop("Chosen on"),
    "words": gettext_noop("Version of the text"), "what": gettext_noop("What"),
    "channel": gettext_noop("Where"), "group": gettext_noop("Group"), "because": gettext_noop("Because"),
    "since": gettext_noop("Since"), "recipient": gettext_noop("Recipient"), "first_at": gettext_noop("First time"),
    "last_at": gettext_noop("Last time"),
}  # fmt: skip
CODES = {
    "basket": gettext_noop("basket"), "saved for later": gettext_noop("saved for later"), "wish": gettext_noop("wish"),
    "back in stock": gettext_noop("back in stock"), "review": gettext_noop("review"),
    "question": gettext_noop("question"), "session": gettext_noop("log-in"), "passkey": gettext_noop("passkey"),
    "totp": gettext_noop("authenticator"), "waiting": gettext_noop("waits to be read"),
    "published": gettext_noop("published"), "refused": gettext_noop("refused"), "web": gettext_noop("web shop"),
    "measurement": gettext_noop("measuring visits"), "personalisation": gettext_noop("personal suggestions"),
    "marketing": gettext_noop("news and offers"),
}  # fmt: skip


def holdings(told: dict[str, Told], context: ShopperContext) -> list[dict[str, Any]]:
    """Each kind with why it is kept and its rows as pairs of label and value."""
    return [
        {
            "code": each.code,
            "name": each.name.read(context.locale),
            "why": each.why.read(context.locale),
            "kept": each.kept.read(context.locale) if each.kept else "",
            "count": len(told[each.code]),
            "rows": [_pairs(row, context) for row in told[each.code][:MOST]],
            "more": max(0, len(told[each.code]) - MOST),
        }
        for each in privacy.HOLDINGS
    ]


def correctable(told: dict[str, Told]) -> dict[str, str]:
    """Name and telephone of the latest address; empty without one."""
    addresses = [row for row in told["contact"] if "street" in row]
    return {"name": addresses[0]["name"], "phone": addresses[0]["phone"]} if addresses else {}


def kept(locale: str) -> list[tuple[str, str]]:
    return [(each.name.read(locale), each.kept.read(locale)) for each in privacy.HOLDINGS if each.kept]


def erasure(found: ErasureInfo, context: ShopperContext) -> dict[str, Any]:
    zone = context.market.zone
    names = {each.code: each.name.read(context.locale) for each in privacy.HOLDINGS}
    return {
        "state": found.state,
        "asked": _day(found.asked_at.astimezone(zone), context),
        "done": _day(found.done_at.astimezone(zone), context) if found.done_at else "",
        "until": _day(found.waits_until, context) if found.waits_until else "",
        "gone": [(names[code], rows) for code, rows in found.done.items()],
        "kept": kept(context.locale),
        "elsewhere": [
            (
                each.recipient,
                _day(each.asked_at.astimezone(zone), context),
                _day(each.confirmed_at.astimezone(zone), context) if each.confirmed_at else "",
                each.proof,
            )
            for each in found.elsewhere
        ],
        "receipt": address("erasure_receipt", context.locale, token=found.token) if found.receipt else "",
        "backups": _day(privacy.backups_until(found.done_at).astimezone(zone), context) if found.done_at else "",
    }


def _day(value: date, context: ShopperContext) -> str:
    return written(value, "d MMMM y", locale=context.locale)


def _pairs(row: dict[str, Any], context: ShopperContext) -> list[tuple[str, str]]:
    return [
        (_(LABELS[key]), shown)
        for key, value in row.items()
        if key in LABELS and (shown := _value(value, context)) != ""
    ]


def _value(value: Any, context: ShopperContext) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _day(value.astimezone(context.market.zone), context)
    if isinstance(value, date):
        return _day(value, context)
    if isinstance(value, list):
        return ", ".join(f"{each['quantity']} × {each['name']}" for each in value)
    if value is None:
        return ""
    return _(CODES[value]) if value in CODES else str(value)

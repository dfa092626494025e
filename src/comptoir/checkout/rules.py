"""What a basket says about itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from comptoir.checkout.contracts import BasketLineView, Notice
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.inventory.contracts import Outlook
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import LOCALES, Localised
from comptoir.pricing.contracts import Quote, Reason

MOST_LINES = 200
MOST_PIECES = 999
# Beside a shared basket.
MOST_FRIENDS, MOST_WAITING, MOST_COMMENTS, MOST_PROPOSED = 12, 40, 200, 99
LONGEST_NAME, LONGEST_COMMENT = 30, 280
OPINIONS = ("yes", "unsure")
BRAKE_SPAN = timedelta(hours=1)
# Addresses of other sites: what unwanted mail is made of, and nothing that friends need to choose a bowl.
ENDS = "com|fr|net|org|eu|be|ch|io|me|ru|cn|info|shop|site|online|top|xyz"
ADDRESS = re.compile(rf"https?:|www\.|@|\b[\w-]+\.(?:{ENDS})\b", re.IGNORECASE)


def one_line(text: str) -> str:
    """Without controls and runs of spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def name_errors(name: str) -> dict[str, str]:
    if not name or not any(sign.isalpha() for sign in name):
        return {"name": "missing"}
    if len(name) > LONGEST_NAME:
        return {"name": "too_long"}
    return {"name": "no_addresses"} if ADDRESS.search(name) else {}


def comment_errors(text: str) -> dict[str, str]:
    if not text:
        return {"text": "missing"}
    if len(text) > LONGEST_COMMENT:
        return {"text": "too_long"}
    return {"text": "no_addresses"} if ADDRESS.search(text) else {}


def pieces(lines: Sequence[tuple[UUID, int]]) -> dict[UUID, int]:
    """How many of each variant; one that comes twice is added up. Refuses Invalid."""
    found: dict[UUID, int] = {}
    for variant_id, quantity in lines:
        found[variant_id] = found.get(variant_id, 0) + quantity
        if quantity < 1 or found[variant_id] > MOST_PIECES:
            raise Invalid({"quantity": "too_small" if quantity < 1 else "too_large"})
    return found


def notices(
    lines: Sequence[BasketLineView], seen: dict[UUID, Money | None], *, lost_delivery: bool
) -> tuple[Notice, ...]:
    """What changed since each line was last touched, in words."""
    found = []
    for line in lines:
        before = seen.get(line.item.variant_id)
        if not line.item.published or line.unit is None:
            found.append(
                _notice("no_longer_sold", line, fr="%s n’est plus en vente.", en="%s is no longer sold.")
            )
        elif line.available == 0:
            found.append(_notice("sold_out", line, fr="%s est épuisé.", en="%s is sold out."))
        elif line.available < line.quantity:
            found.append(
                _notice(
                    "quantity_reduced",
                    line,
                    fr=f"%s\u202f: il n’en reste que {line.available}.",
                    en=f"%s: only {line.available} left.",
                    available=line.available,
                )  # fmt: skip
            )
        if before is not None and line.unit is not None and line.unit != before:
            old = {locale: before.format(locale) for locale in LOCALES}
            new = {locale: line.unit.format(locale) for locale in LOCALES}
            found.append(
                _notice(
                    "price_changed",
                    line,
                    fr=f"%s coûte maintenant {new['fr']} (avant\u202f: {old['fr']}).",
                    en=f"%s now costs {new['en']} (before: {old['en']}).",
                )  # fmt: skip
            )
    if lost_delivery:
        text = Localised(
            fr="La livraison choisie n’est plus possible. Choisissez-en une autre.",
            en="The delivery that you chose is no longer possible. Choose another one.",
        )
        found.append(Notice(code="delivery_changed", variant_id=None, text=text))
    return tuple(found)


def _notice(code: str, line: BasketLineView, *, fr: str, en: str, available: int | None = None) -> Notice:
    name = line.item.name
    text = Localised(fr=fr.replace("%s", name.read("fr")), en=en.replace("%s", name.read("en")))
    return Notice(code=code, variant_id=line.item.variant_id, text=text, available=available)


UNPRICED: dict[str, Any] = {"unit": None, "total": None}


def by_variant(quote: Quote) -> dict[UUID, dict[str, Any]]:
    """What a line of the basket says of its price; promotions may have made two lines of one variant."""
    found: dict[UUID, dict[str, Any]] = {}
    for line in quote.lines:
        if line.variant_id is None:
            continue
        before = found.get(line.variant_id)
        found[line.variant_id] = {
            "unit": line.before if quote.uses else line.unit, "personal": line.personal,
            "total": line.total + before["total"] if before else line.total,
            "promotions": summed((*before["promotions"], *line.promotions)) if before else line.promotions,
        }  # fmt: skip
    return found


def summed(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons of one code as one."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        before = found.get(reason.code)
        found[reason.code] = replace(reason, amount=reason.amount + before.amount) if before else reason
    return tuple(found.values())


def still_to_come(stock: Outlook, quantity: int) -> dict[str, Any]:
    """How a line says that some of its pieces are still to come: the kind and the day, or nothing."""
    short = quantity - stock.available
    ready_on = stock.ahead.ready_on(short) if stock.ahead and short > 0 else None
    if stock.ahead and ready_on:
        return {"ahead": stock.ahead.kind, "ready_on": ready_on}
    return {"ahead": "preorder", "ready_on": stock.not_before} if stock.not_before else {}


def blockers(
    lines: Sequence[BasketLineView],
    *,
    has_contact: bool,
    has_address: bool,
    chosen: DeliveryOption | None,
    is_wished: bool,
) -> tuple[str, ...]:
    """What is missing before the basket can be placed, in the order in which a person meets it."""
    found = []
    if not lines:
        found.append("empty")
    if any(not line.item.published or line.unit is None for line in lines):
        found.append("not_for_sale")
    elif any(line.available < line.quantity for line in lines):
        found.append("stock")
    if not has_contact:
        found.append("contact")
    if chosen is None or not is_wished:
        found.append("delivery")
    elif chosen.kind == "ship" and has_contact and not has_address:
        found.append("address")
    return tuple(found)

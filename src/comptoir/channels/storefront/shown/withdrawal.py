"""The right to withdraw in words: what may be given back, until when, what was declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.aftersales.contracts import SPENT_CARD, WithdrawableLine, WithdrawalInfo, WithdrawalRight
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.templatetags.shop import clock, day, money
from comptoir.channels.storefront.texts.withdrawal import CARDS
from comptoir.kit.money import Money
from comptoir.org.contracts import MarketInfo


def of_order(
    right: WithdrawalRight, made: Sequence[WithdrawalInfo], link: str, locale: str
) -> dict[str, Any]:
    """What the order's page says; `withdraw_href` as long as the right is open."""
    return {
        "withdraw_href": address("order_withdrawal", locale, link=link) if right.is_open else "",
        "withdraw_until": day(right.last_day) if right.last_day else "",
        "withdrawals": [
            {
                "reference": each.reference,
                "state": each.state_name.read(locale),
                "href": address("withdrawal_receipt", locale, link=each.link),
            }
            for each in made
        ],
    }


def lines(right: WithdrawalRight, typed: Mapping[int, int] | None, locale: str) -> list[dict[str, Any]]:
    """What is left of the order; all that may go back is chosen, except what may only go back with its seal."""
    return [_line(line, typed, locale) for line in right.lines if line.quantity]


def _line(line: WithdrawableLine, typed: Mapping[int, int] | None, locale: str) -> dict[str, Any]:
    chosen = (0 if line.is_sealed else line.quantity) if typed is None else typed.get(line.position, 0)
    return {
        "position": line.position,
        "name": line.name.told(locale),
        "options": [option.told(locale) for option in line.options],
        "numbers": [] if line.is_lost else [(number, number == chosen) for number in range(line.quantity + 1)],
        "quantity": line.quantity,
        "unit": line.unit,
        "why": exclusion(line.exclusion),
        "left": _left(line),
        "backs": " ".join(str(back.minor) for back in line.backs),
    }


def _left(line: WithdrawableLine) -> str:
    """What is left on the gift cards of a line, as a sentence; empty where it has none, or where all is spent."""
    if not line.backs:
        return ""
    amounts = ", ".join(money(back) for back in line.backs)
    said = ngettext(
        "%(amounts)s is left on this gift card: that is what comes back. It is blocked when you confirm.",
        "Left on these gift cards: %(amounts)s. That is what comes back, for each one that you give back. They are "
        "blocked when you confirm.",
        len(line.backs),
    ) % {"amounts": amounts}
    more = ngettext(
        "%(n)s more was spent and stays.", "%(n)s more were spent and stay.", line.spent
    ) % {"n": line.spent}
    return f"{said} {more}" if line.spent else said


def shown_backs(posted: Mapping[str, str], chosen: Mapping[int, int], currency: str) -> dict[int, Money]:
    """What the page said would come back for the pieces of lines that became gift cards; nonsense was not said."""
    found = {}
    for place, pieces in chosen.items():
        amounts = posted.get(f"backs_{place}", "").split()
        if amounts and all(each.isascii() and each.isdigit() and len(each) < 12 for each in amounts):
            found[place] = Money(sum(int(each) for each in amounts[:pieces]), currency)
    return found


def change_of_mind(nature: str, excluded: str) -> str:
    """What a product's page says of the right, in a sentence: `excluded` is a key of the catalogue's EXCLUSIONS."""
    if why := exclusion(excluded):
        return why
    if nature == catalog.GIFT_CARD:
        return str(CARDS)
    if not catalog.travels(nature):
        return _("14 days to change your mind, as long as it was not supplied at your request")
    return _("14 days to change your mind, counted from the day you receive it")


def exclusion(code: str) -> str:
    """Why the right does not apply, as a sentence; empty when it does."""
    if code == SPENT_CARD:
        return _("It was spent: nothing is left on it that could come back.")
    if code in catalog.SUPPLIED:
        return _("You cannot change your mind about it: %(why)s.") % {"why": catalog.SUPPLIED[code]}
    if code not in catalog.EXCLUSIONS:
        return ""
    if code in catalog.WHILE_SEALED:
        return _("You may send it back as long as its seal is unbroken: %(why)s.") % {"why": catalog.EXCLUSIONS[code]}
    return _("You cannot change your mind about it: %(why)s.") % {"why": catalog.EXCLUSIONS[code]}


def receipt(found: WithdrawalInfo, market: MarketInfo, locale: str) -> dict[str, Any]:
    """The acknowledgement as it was recorded, and where the withdrawal stands."""
    title, *paragraphs = found.statement.split("\n\n")
    moment = found.declared_at.astimezone(market.zone)
    return {
        "title": title,
        "paragraphs": paragraphs,
        "email": found.email,
        "state": found.state_name.read(locale),
        "moment": f"{day(moment)}, {clock(moment)}",
        "hash": found.statement_hash,
        "language": found.locale,
        "waits": found.state == "declared" and found.to_return > 0,
    }

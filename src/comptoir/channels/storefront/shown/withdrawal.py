"""The right to withdraw in words: what may be given back, until when, what was declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comptoir.aftersales.contracts import WithdrawableLine, WithdrawalInfo, WithdrawalRight
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.templatetags.shop import clock, day
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
        "name": line.name.read(locale),
        "options": ", ".join(option.read(locale) for option in line.options),
        "numbers": [] if line.is_lost else [(number, number == chosen) for number in range(line.quantity + 1)],
        "quantity": line.quantity,
        "unit": line.unit,
        "why": exclusion(line.exclusion),
    }


def exclusion(code: str) -> str:
    """Why the right does not apply, as a sentence; empty when it does."""
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

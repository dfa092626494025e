"""Codes of gift cards and store credit as a customer types them, and what they pay of a total."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.accounts import facade as accounts
from comptoir.kit.money import Money
from comptoir.kit.refusals import Refusal
from comptoir.payments import facade as payments
from comptoir.payments.contracts import StoredValueInfo, Tender
from comptoir.payments.errors import StoredValueUnusable

MOST = 3


@dataclass(frozen=True, slots=True)
class Gift:
    """A card and what it pays; `words` tell it to its holder."""

    tender: Tender
    words: str
    pays: Money


@dataclass(frozen=True, slots=True)
class Gifts:
    """`left` is what another means has to pay; `error` says what is wrong with a code."""

    cards: tuple[Gift, ...]
    left: Money
    error: str = ""

    @property
    def pay(self) -> Money:
        return Money.total((card.pays for card in self.cards), self.left.currency)

    @property
    def tenders(self) -> tuple[Tender, ...]:
        return tuple(card.tender for card in self.cards)


def asker(request: HttpRequest) -> str:
    """Who tries codes, so that guessing can be refused: behind a proxy the visitor, never the proxy."""
    return f"address:{accounts.address(request)}"


def codes(text: str) -> list[str]:
    """Codes stand apart by a comma, a semicolon or a line; within one, spaces and dashes do not matter."""
    return list(dict.fromkeys(code.strip() for code in re.split(r"[,;\n]", text) if code.strip()))[:MOST]


def read(text: str, total: Money, *, asker: str, locale: str, now: datetime) -> Gifts:
    """What the typed codes pay of `total`, in the order typed."""
    left = total
    cards: list[Gift] = []
    for code in codes(text):
        try:
            found = payments.find_code(code, asker=asker, now=now)
            if found.balance.currency != total.currency or found.state in ("blocked", "expired"):
                raise StoredValueUnusable(why=found.state)
        except Refusal as refusal:
            return Gifts(tuple(cards), left, refusal.text(locale))
        if found.state == "empty":
            return Gifts(tuple(cards), left, _("There is nothing left on the card %(last4)s.") % {"last4": found.last4})
        pays = min(found.available, left)
        if pays:
            tender = Tender(kind=found.kind, token=code, amount=pays)
            cards.append(Gift(tender, _words(found), pays))
            left = left - pays
    return Gifts(tuple(cards), left)


def _words(found: StoredValueInfo) -> str:
    called = _("Store credit %(last4)s") if found.kind == "store_credit" else _("Gift card %(last4)s")
    return called % {"last4": f"…{found.last4}"}

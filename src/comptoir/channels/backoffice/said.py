"""What an event says, as a sentence of the journal tells it: amounts, days, pieces and names. No query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.org import facade as org

LEFT = {
    "never_asked": gettext_noop("they were not asked whether we may write"),
    "not_confirmed": gettext_noop("they did not confirm that we may write"),
    "withdrawn": gettext_noop("they do not want our letters"),
    "reviewed": gettext_noop("they have written one"),
    "refunded": gettext_noop("money of the order went back"),
    "late": gettext_noop("it was too late"),
}

# Why a payment, or a step on the way to it, was refused.
REFUSALS = {
    "card_declined": gettext_lazy("the bank refused"),
    "insufficient_funds": gettext_lazy("not enough money"),
    "expired_card": gettext_lazy("the card has expired"),
    "sold_out": gettext_lazy("sold out"),
    "price_changed": gettext_lazy("the price changed"),
    "promise_changed": gettext_lazy("the date changed"),
    "invalid_email": gettext_lazy("e-mail not valid"),
    "invalid_postcode": gettext_lazy("postcode not valid"),
    "invalid_tender": gettext_lazy("no means of payment chosen"),
}

STEPS = {
    "basket": gettext_noop("basket"),
    "checkout": gettext_noop("the whole page"),
    "delivery": gettext_noop("delivery"),
    "address": gettext_noop("address"),
    "buyer": gettext_noop("buyer"),
    "payment": gettext_noop("payment"),
    "order": gettext_noop("order"),
}


class Said(dict[str, str]):
    """Reads a value of the payload when a sentence asks for it."""

    def __init__(self, payload: Mapping[str, Any], places: Mapping[str, str], locale: str) -> None:
        super().__init__()
        self.payload, self.places, self.locale = payload, places, locale

    def __missing__(self, key: str) -> str:
        return READERS[key](self)

    def money(self, field: str) -> str:
        return Money(self.payload[field], self.payload["currency"]).format(self.locale)

    def difference(self) -> str:
        shown = self.money("difference_minor")
        return f"+{shown}" if self.payload["difference_minor"] > 0 else shown

    def day(self, field: str) -> str:
        moment = datetime.fromisoformat(self.payload[field]).astimezone(_zone())
        pattern = "EEEE d MMMM" if self.locale == "fr" else "EEEE, d MMMM"
        return written(moment.date(), pattern, locale=self.locale)


def _pieces(n: int) -> str:
    return _counted(ngettext("%(n)s piece", "%(n)s pieces", n), n)


def _counted(text: str, n: int) -> str:
    return text % {"n": n}


READERS: Mapping[str, Callable[[Said], str]] = {
    "total": lambda v: v.money("total_minor"),
    "missing": lambda v: v.money("missing_minor"),
    "received": lambda v: v.money("received_minor"),
    "amount": lambda v: v.money("amount_minor"),
    "withheld": lambda v: v.money("withheld_minor"),
    "promised": lambda v: v.day("promised_by"),
    "number": lambda v: str(v.payload["number"]),
    "due": lambda v: v.day("due"),
    "place": lambda v: v.places.get(v.payload["location_id"], "?"),
    "pieces": lambda v: _pieces(sum(int(line["quantity"]) for line in v.payload["lines"])),
    "difference": lambda v: v.difference(),
    "cancelled": lambda v: _pieces(sum(int(line["quantity"]) for line in v.payload["cancelled"])),
    "roles": lambda v: ", ".join(str(org.ROLE_NAMES.get(role, role)) for role in v.payload["roles"]) or "–",
    "sessions": lambda v: _counted(ngettext("%(n)s session", "%(n)s sessions", n := len(v.payload["session_ids"])), n),
    "screen": lambda v: str(v.payload["screen"]),
    "rows": lambda v: _counted(ngettext("%(n)s line", "%(n)s lines", n := v.payload["rows"]), n),
    "refused": lambda v: str(v.payload["refused"]),
    "files": lambda v: str(v.payload["files"]),
    "removed": lambda v: str(v.payload["removed"]),
    "dropped": lambda v: str(v.payload["dropped"]),
    "names": lambda v: str(v.payload["names"]),
    "segment": lambda v: str(v.payload["segment"]),
    "quantity": lambda v: (
        f"{v.payload['quantity']:+d}" if "location_id" in v.payload else _pieces(v.payload["quantity"])
    ),
    "left": lambda v: _(LEFT.get(v.payload["reason"], v.payload["reason"])),
    "supplied": lambda v: _pieces(v.payload["quantity"]),
    "pieces_given": lambda v: _pieces(v.payload["quantity"]),
    "path": lambda v: str(v.payload["path"]) or "/",
    "event": lambda v: str(v.payload["event"]),
    "code": lambda v: str(v.payload["code"]),
    "name": lambda v: str(v.payload["name"]),
    "codes": lambda v: str(v.payload["codes"]),
    "version": lambda v: str(v.payload["version"]),
    "people": lambda v: _counted(ngettext("%(n)s person", "%(n)s people", n := v.payload["people"]), n),
    "variants": lambda v: str(len(v.payload["variant_ids"])),
    "step": lambda v: _(STEPS[v.payload["step"]]) if v.payload["step"] in STEPS else v.payload["step"],
}


def _zone() -> ZoneInfo:
    return timezone.get_current_timezone()  # type: ignore[return-value]

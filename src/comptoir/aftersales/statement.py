"""The acknowledgement of a withdrawal: its content, its date and its hour, as one text that is kept as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.aftersales import rules
from comptoir.aftersales.contracts import WithdrawableLine
from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.org.contracts import LegalEntityInfo


def statement(
    *, reference: str, number: str, name: str, email: str, chosen: Sequence[tuple[WithdrawableLine, int]],
    is_whole: bool, declared_at: datetime, due: datetime, seller: LegalEntityInfo, zone: ZoneInfo, locale: str,
) -> str:  # fmt: skip
    """In the language of who declares; paragraphs parted by an empty line."""
    with translation.override(locale):
        moment = written(declared_at.astimezone(zone), "EEEE d MMMM y, HH:mm:ss (ZZZZ)", locale=locale)
        until = written(due.astimezone(zone), "EEEE d MMMM y", locale=locale)
        parts = [
            _("Acknowledgement of your withdrawal %(reference)s") % {"reference": reference},
            _("To: %(seller)s") % {"seller": _seller(seller)},
            _("%(name)s withdraws from the contract of sale of the goods below, order %(number)s.")
            % {"name": name, "number": number},
            "\n".join(_piece(line, pieces, locale) for line, pieces in chosen),
            _("This is the whole of the order.") if is_whole else _("The rest of the order stays."),
            _("Sent online on %(moment)s. This acknowledgement goes to %(email)s.")
            % {"moment": moment, "email": email},
            *_next(chosen, until),
        ]
    return "\n\n".join(parts)


def _seller(seller: LegalEntityInfo) -> str:
    named = f"{seller.name} {seller.legal_form}".strip()
    return ", ".join(filter(None, [named, seller.street, f"{seller.postcode} {seller.city}".strip(), seller.email]))


def _piece(line: WithdrawableLine, pieces: int, locale: str) -> str:
    options = ", ".join(option.read(locale) for option in line.options)
    called = line.name.read(locale) + (f" ({options})" if options else "")
    said = f"– {pieces} × {called}, {line.unit.format(locale)}"
    if back := rules.on_cards(line, pieces):
        left = Money(back, line.unit.currency).format(locale)
        said += _("; what is left on it and comes back: %(amount)s") % {"amount": left}
    return said


def _next(chosen: Sequence[tuple[WithdrawableLine, int]], until: str) -> list[str]:
    """What happens now (L221-23 and L221-24)."""
    told = []
    if any(rules.on_cards(line, pieces) for line, pieces in chosen):
        told.append(
            _(
                "A gift card among it is blocked from now on. What was left on it goes back at once, by %(until)s at "
                "the latest, by the means with which you paid; nothing has to be sent back for it."
            )
            % {"until": until}
        )
    if any(pieces > line.unsent and not line.cards for line, pieces in chosen):
        told.append(
            _(
                "Send back or hand over what you have received within 14 days from today. We give your money back by "
                "%(until)s at the latest, by the means with which you paid; we may wait for the goods, or for the "
                "proof that you have sent them, whichever comes first."
            )
            % {"until": until}
        )
    if any(line.unsent for line, _pieces in chosen):
        told.append(
            _(
                "What has not left yet is cancelled, and what you paid for it goes back at once, by %(until)s at the "
                "latest."
            )
            % {"until": until}
        )
    return told

"""What is asked about letters, messages and calls: the words beside each box, which are kept with the answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comptoir.consent import facade as consent
from comptoir.consent.contracts import CALL, EMAIL, SMS
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext


def wording(context: ShopperContext, channel: str) -> str:
    """The sentence that a person agrees to."""
    shop = {"shop": org.storefront(context.storefront).name}
    if channel == EMAIL:
        return (
            _("I would like the letter of %(shop)s by e-mail: news, offers and guides. Each has a link that ends it.")
            % shop
        )
    if channel == SMS:
        return _("%(shop)s may send me offers by SMS. I answer STOP to end it.") % shop
    return _("%(shop)s may call me with an offer, on working days, four times a month at most.") % shop


def ways(email: str, phone: str, context: ShopperContext) -> list[dict[str, Any]]:
    names = {EMAIL: _("By e-mail, to %(email)s") % {"email": email}, SMS: _("By SMS"), CALL: _("By telephone")}
    return [
        {
            "channel": channel,
            "name": name,
            "words": wording(context, channel),
            "agreed": _agreed(email if channel == EMAIL else phone, channel),
        }
        for channel, name in names.items()
    ]


def _agreed(to: str, channel: str) -> bool:
    try:
        return bool(to) and consent.agreed(to, channel)
    except Invalid:
        return False

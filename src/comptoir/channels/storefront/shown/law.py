"""What has to be said before an order binds (Code de la consommation, L111-1, L221-5 and L221-14)."""

from __future__ import annotations

from typing import Any

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import GUARANTEES, TERMS, WITHDRAWAL
from comptoir.channels.storefront.shown.withdrawal import exclusion
from comptoir.channels.storefront.texts.withdrawal import CARDS
from comptoir.checkout.contracts import BasketView
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext


def before_ordering(view: BasketView, context: ShopperContext) -> dict[str, Any]:
    """Who sells, what may not be given back, where the rights are; articles, total and day stand beside it."""
    seller, locale = org.legal_entity(context.market.legal_entity), context.locale
    named = f"{seller.name} {seller.legal_form}".strip()
    return {
        "seller": ", ".join(filter(None, [named, seller.street, f"{seller.postcode} {seller.city}".strip()])),
        "email": seller.email,
        "mediator": seller.mediator,
        "exclusions": [
            {"name": line.item.name.told(locale), "why": exclusion(line.item.exclusion)}
            for line in view.lines
            if line.item.exclusion
        ],
        "cards": CARDS if any(line.item.nature == catalog.GIFT_CARD for line in view.lines) else "",
        "only_cards": view.is_of_cards,
        "all_excluded": bool(view.lines) and all(line.item.exclusion for line in view.lines),
        "guaranteed": any(catalog.guaranteed(line.item.nature) for line in view.lines),
        "terms_href": address("legal", locale, topic=TERMS[locale]),
        "withdrawal_href": address("legal", locale, topic=WITHDRAWAL[locale]),
        "guarantees_href": address("legal", locale, topic=GUARANTEES[locale]),
    }

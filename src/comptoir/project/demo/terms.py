"""The terms of sale of the demo shop, published once in each language."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from comptoir.kit.text import LOCALES
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.project import founding

HERE = Path(__file__).parent
LABEL = "2026-11"


def publish(now: datetime, opened: datetime) -> None:
    """As of `opened`, where none is in force now; whatever the merchant published since stays."""
    seller = org.legal_entity(founding.ENTITY)
    for locale in LOCALES:
        if orders.terms_in_force(founding.STOREFRONT, locale, now) is None:
            told = {name: getattr(seller, name) for name in founding.SELLER.__dataclass_fields__}
            text = (HERE / f"terms.{locale}.txt").read_text(encoding="utf-8").format(
                **told | {"capital": seller.capital.format(locale), "address": settings.PUBLIC_ADDRESS}
            )
            orders.publish_terms(
                founding.STOREFRONT, locale=locale, label=LABEL, text=text, origin=founding.origin(), now=opened
            )

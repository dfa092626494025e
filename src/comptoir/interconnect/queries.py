"""Systems as a channel asks for them."""

from __future__ import annotations

from comptoir.interconnect import naming
from comptoir.interconnect.contracts import Party
from comptoir.org.contracts import ShopperContext


def party_of(context: ShopperContext) -> Party:
    """Who a program is, by its key."""
    return Party(
        actor=context.actor, storefront=context.storefront, market=context.market.code, currency=context.currency,
        locale=context.locale, system=naming.system_of(context.actor),
    )  # fmt: skip

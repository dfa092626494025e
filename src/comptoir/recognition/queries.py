from __future__ import annotations

from comptoir.customers import facade as customers
from comptoir.org import facade as org
from comptoir.org.contracts import MEASUREMENT, ShopperContext
from comptoir.recognition import rules
from comptoir.recognition.contracts import Visit


def recognise(visit: Visit) -> ShopperContext:
    """The one context of a request: market and storefront, language, who acts, and `now`. Reads only;
    an account that never bought nor proved its e-mail is no customer yet. Refuses NotFound (storefront)."""
    storefront = org.storefront(visit.storefront)
    customer_id = customers.by_account(visit.account_id) if visit.account_id else None
    purposes = visit.purposes & rules.PURPOSES
    return ShopperContext(
        market=storefront.market,
        storefront=storefront.code,
        locale=rules.locale_of(visit.locale, storefront.market.locale),
        channel=visit.channel,
        actor=rules.actor_of(given=visit.actor, customer_id=customer_id),
        correlation=visit.correlation,
        now=visit.now,
        customer_id=customer_id,
        purposes=purposes,
        visitor=visit.visitor if MEASUREMENT in purposes else None,
    )

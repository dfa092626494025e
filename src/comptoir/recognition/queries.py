from __future__ import annotations

from uuid import UUID

from comptoir.consent.contracts import CUSTOMER, VISITOR, Subject
from comptoir.customers import facade as customers
from comptoir.org import facade as org
from comptoir.org.contracts import MEASUREMENT, PERSONALISATION, ShopperContext
from comptoir.recognition import rules
from comptoir.recognition.contracts import Visit
from comptoir.segments import facade as segments


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
        segments=_segments(visit, customer_id) if PERSONALISATION in purposes else frozenset(),
        purposes=purposes,
        visitor=visit.visitor if MEASUREMENT in purposes else None,
    )


def _segments(visit: Visit, customer_id: UUID | None) -> frozenset[str]:
    """Of the customer who is known, else of the device: on a shared one the next person is not the last."""
    if customer_id:
        return segments.of([Subject(CUSTOMER, str(customer_id))], PERSONALISATION)
    return segments.of([Subject(VISITOR, visit.visitor)], PERSONALISATION) if visit.visitor else frozenset()

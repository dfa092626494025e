"""The way that a merchant changes, held until the transaction ends."""

from __future__ import annotations

from comptoir.fulfilment.contracts import NO_PARCEL
from comptoir.fulfilment.models import DeliveryMethod
from comptoir.kit import locks, sql
from comptoir.kit.refusals import NotFound

OTHERS = """
SELECT EXISTS (
    SELECT FROM fulfilment_deliverymethod m
    WHERE m.market = %(market)s AND m.active AND m.code <> %(code)s
      AND (m.kind = 'collect' OR EXISTS (SELECT FROM fulfilment_deliveryrate r WHERE r.method_id = m.id))
)
"""


def locked(code: str) -> DeliveryMethod:
    """With the ways of its market, so that no two are taken away at once. Refuses NotFound."""
    found = DeliveryMethod.objects.exclude(kind=NO_PARCEL).filter(code=code)
    market = found.values_list("market", flat=True).first()
    if market is None:
        raise NotFound()
    locks.hold(("delivery_method", code), ("delivery_ways", market))
    return found.get()


def is_last(method: DeliveryMethod) -> bool:
    """Whether no other active way of the market brings or hands over goods."""
    return method.active and not sql.rows(OTHERS, {"market": method.market, "code": method.code})[0][0]

"""The way that a merchant changes, held until the transaction ends."""

from __future__ import annotations

from comptoir.fulfilment.contracts import NO_PARCEL
from comptoir.fulfilment.models import DeliveryMethod
from comptoir.kit import locks
from comptoir.kit.refusals import NotFound


def locked(code: str) -> DeliveryMethod:
    """With the ways of its market, so that no two are taken away at once. Refuses NotFound."""
    found = DeliveryMethod.objects.exclude(kind=NO_PARCEL).filter(code=code)
    market = found.values_list("market", flat=True).first()
    if market is None:
        raise NotFound()
    locks.hold(("delivery_method", code), ("delivery_ways", market))
    return found.get()

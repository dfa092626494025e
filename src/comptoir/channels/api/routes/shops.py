"""Shops and what is near. Public: a key is not needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.parts import Short
from comptoir.channels.api.schemas.shops import NearbyOut, ShopOut
from comptoir.fulfilment import facade as fulfilment
from comptoir.offers import facade as offers

router = Router(tags=["catalogue"], auth=Bearer("catalog:read", guests=True))
DAY = timedelta(days=1)


@router.get("/shops", response=list[ShopOut], summary="Shops with their opening hours")
def list_shops(
    request: ApiRequest, postcode: Annotated[Short, Query("", description="the nearest first")]
) -> list[ShopOut]:
    """The hours of the next seven days, today first."""
    context = request.context
    found = []
    for place, far in offers.shops_near(postcode):
        today = context.now.astimezone(ZoneInfo(place.timezone)).date()
        hours = fulfilment.hours(place, [today + n * DAY for n in range(7)], context.now)
        found.append(ShopOut.of(place, far, hours, context.locale))
    return found


@router.get("/variants/{variant_id}/nearby", response=NearbyOut, summary="One article near a postcode")
def read_nearby(
    request: ApiRequest,
    variant_id: UUID,
    postcode: Annotated[Short, Query("", description="five digits")],
) -> NearbyOut:
    """Stock in the shops around, and the day on which it can be there or at home."""
    context = request.context
    return NearbyOut.of(offers.nearby(variant_id, postcode, context), context.locale)

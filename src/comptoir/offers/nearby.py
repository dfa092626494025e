"""One article near a postcode: in which shops it is, how far they are, when it can be there or at home."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Distance
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, WantedLine
from comptoir.inventory import facade as inventory
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.offers.delivered import freed_for_one
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo, ShopperContext
from comptoir.pricing.contracts import RequestedLine

FRENCH = re.compile(r"\d{5}")
FAR = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyShop:
    """`pieces` may be sold there today; `collect` is the way to fetch it, None when there is none now."""

    place: PlaceInfo
    distance: Distance | None
    pieces: int
    collect: DeliveryOption | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """`towns` are those of the postcode, `home` the ways to bring it there, cheapest first."""

    variant_id: UUID
    postcode: str
    towns: tuple[str, ...]
    shops: tuple[NearbyShop, ...]
    home: tuple[DeliveryOption, ...]


def shops_near(postcode: str) -> tuple[tuple[PlaceInfo, Distance | None], ...]:
    """All shops, the nearest first; in their own order where the distance is not known."""
    shops = [place for place in org.places() if place.kind == "shop"]
    found = [(place, customers.distance(postcode, place.postcode) if postcode else None) for place in shops]
    return tuple(sorted(found, key=lambda each: each[1].km if each[1] else FAR))


def nearby(variant_id: UUID, postcode: str, context: ShopperContext) -> Nearby:
    """For one piece, to the first country of the market, before anything else is asked. Refuses NotFound (also for
    what is not for sale in the market now), Invalid (postcode)."""
    postcode = postcode.strip()
    item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
    if item is None or not item.published:
        raise NotFound()
    if not FRENCH.fullmatch(postcode):
        raise Invalid({"postcode": "not_a_postcode"})
    line = WantedLine(variant_id=variant_id, quantity=1, weight_g=item.weight_g, nature=item.nature)
    request = DeliveryRequest(lines=(line,), country=context.market.countries[0], postcode=postcode)
    wanted = RequestedLine(
        variant_id=variant_id, quantity=1, tax_category=item.tax_category, product_id=item.product_id,
        is_money=item.nature == catalog.GIFT_CARD,
    )  # fmt: skip
    ways = freed_for_one(fulfilment.options(request, context), wanted, context)
    there = {stock.location_id: stock.available for stock in inventory.availability([variant_id])[variant_id]}
    fetched = {way.place.code: way for way in ways if way.place is not None}
    shops = tuple(
        NearbyShop(place=place, distance=far, pieces=there.get(place.id, 0), collect=fetched.get(place.code))
        for place, far in shops_near(postcode)
    )
    home = tuple(way for way in ways if way.place is None)
    return Nearby(variant_id=variant_id, postcode=postcode, towns=customers.towns(postcode), shops=shops, home=home)

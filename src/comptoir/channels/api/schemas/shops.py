"""Shops, their hours, and what is near a postcode."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from ninja import Schema

from comptoir.channels.api.schemas.parts import DeliveryOut, PlaceOut
from comptoir.customers.contracts import Distance
from comptoir.offers import facade as offers
from comptoir.org.contracts import PlaceInfo


class SpanOut(Schema):
    """Hours and minutes in the time zone of the shop: 10:00."""

    opens: str
    closes: str


class DayOut(Schema):
    """No span: it is closed on that day."""

    day: date
    spans: list[SpanOut]


class DistanceOut(Schema):
    """As the crow flies; rough where `is_exact` is false."""

    km: int
    is_exact: bool

    @staticmethod
    def of(far: Distance | None) -> DistanceOut | None:
        return DistanceOut(km=far.km, is_exact=far.is_exact) if far else None


class ShopOut(Schema):
    """`days` are the next seven, public holidays and days with hours of their own included."""

    place: PlaceOut
    timezone: str
    distance: DistanceOut | None
    days: list[DayOut]

    @staticmethod
    def of(
        place: PlaceInfo, far: Distance | None, hours: Mapping[date, tuple[tuple[time, time], ...]], locale: str
    ) -> ShopOut:
        return ShopOut(
            place=PlaceOut.of(place, locale), timezone=place.timezone, distance=DistanceOut.of(far),
            days=[
                DayOut(day=day, spans=[SpanOut(opens=f"{start:%H:%M}", closes=f"{end:%H:%M}") for start, end in spans])
                for day, spans in hours.items()
            ],
        )  # fmt: skip


class NearbyShopOut(Schema):
    """`collect` is absent when it cannot be fetched there now."""

    place: PlaceOut
    distance: DistanceOut | None
    pieces: int
    collect: DeliveryOut | None


class NearbyOut(Schema):
    """For one piece: shops, the nearest first, and the ways to bring it to the postcode, the cheapest first."""

    variant_id: UUID
    postcode: str
    towns: list[str]
    shops: list[NearbyShopOut]
    home: list[DeliveryOut]

    @staticmethod
    def of(found: offers.Nearby, locale: str) -> NearbyOut:
        return NearbyOut(
            variant_id=found.variant_id, postcode=found.postcode, towns=list(found.towns),
            shops=[
                NearbyShopOut(
                    place=PlaceOut.of(each.place, locale), distance=DistanceOut.of(each.distance), pieces=each.pieces,
                    collect=DeliveryOut.of(each.collect, locale) if each.collect else None,
                )
                for each in found.shops
            ],
            home=[DeliveryOut.of(way, locale) for way in found.home],
        )  # fmt: skip

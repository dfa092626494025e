"""Ways to deliver, and shipments. An offer takes one statement here, one for stock, one for places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.contracts import (
    DeliveryOption,
    DeliveryRequest,
    MethodInfo,
    Rate,
    ShipmentInfo,
)
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.fulfilment.rules import dates
from comptoir.fulfilment.rules.rates import rate_for
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Allocation, Outlook
from comptoir.kit import cache, sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo, ShopperContext

METHODS = """
SELECT m.id, m.code, m.kind, m.name, m.carrier, m.tracking_address, m.cutoff, m.days_min, m.days_max,
       m.minutes_to_prepare, m.saturdays,
       r.country, r.max_weight_g, r.amount_minor, r.currency, r.postcode_prefix, r.extra_days,
       m.market, m.position, m.active
FROM fulfilment_deliverymethod m
LEFT JOIN fulfilment_deliveryrate r
       ON r.method_id = m.id AND (%(country)s::text IS NULL OR r.country = %(country)s)
      AND (%(currency)s::text IS NULL OR r.currency = %(currency)s)
WHERE m.market = %(market)s AND m.active
ORDER BY m.position, m.code, r.country, r.postcode_prefix, r.max_weight_g
"""
SET_UP = METHODS.replace(
    "m.market = %(market)s AND m.active",
    "m.kind <> 'none' AND (m.market = %(market)s OR m.id = %(id)s::uuid OR m.code = %(code)s)",
)
SHIPMENTS = """
SELECT s.id, s.order_id, s.location_id, m.code, m.kind, s.state, s.carrier, s.tracking_number,
       m.tracking_address, s.promised_by, s.shipped_at, s.delivered_at,
       array_agg(l.variant_id ORDER BY l.id), array_agg(l.quantity ORDER BY l.id), s.promise_id,
       coalesce(array_agg(l.variant_id) FILTER (WHERE NOT l.counted), '{}')
FROM fulfilment_shipment s
JOIN fulfilment_deliverymethod m ON m.id = s.method_id
JOIN fulfilment_shipmentline l ON l.shipment_id = s.id
WHERE s.order_id = %s
GROUP BY s.id, m.id
ORDER BY s.planned_at, s.id
"""
TO_SEND = """
SELECT s.location_id, l.variant_id, sum(l.quantity)::int,
       CASE m.kind WHEN 'none' THEN m.code ELSE 'goods' END AS nature, l.counted
FROM fulfilment_shipment s JOIN fulfilment_shipmentline l ON l.shipment_id = s.id
JOIN fulfilment_deliverymethod m ON m.id = s.method_id
WHERE s.order_id = %s AND s.state = ANY(%s)
GROUP BY s.location_id, l.variant_id, nature, l.counted ORDER BY s.location_id, l.variant_id
"""
Stock = Mapping[UUID, Outlook]
KIND = "SELECT kind FROM fulfilment_deliverymethod WHERE code = %s"
TO_MAKE = """
SELECT DISTINCT s.order_id FROM fulfilment_shipment s JOIN fulfilment_deliverymethod m ON m.id = s.method_id
WHERE s.order_id = ANY(%s::uuid[]) AND s.state IN ('planned', 'preparing', 'ready') AND m.kind <> 'none'
"""


def options(
    request: DeliveryRequest, context: ShopperContext, *, stock: Stock | None = None
) -> tuple[DeliveryOption, ...]:
    """Every way that is possible now, the cheapest first; empty when there is none or nothing to deliver.

    `stock` is what the caller has just read of it, else it is read here.
    """
    return rules.every(_situation(request, context, stock), context.now) if request.lines else ()


def promise(
    code: str, request: DeliveryRequest, context: ShopperContext, *, shown: str = "", stock: Stock | None = None
) -> DeliveryOption:
    """The way with this code (`DeliveryOption.code`). With `shown`, the key of the promise on the customer's
    screen, that promise stays good for 15 minutes after a cut-off. `stock` as in `options`. Refuses CannotDeliver
    with the reason."""
    if not request.lines:
        raise CannotDeliver("nothing_to_deliver")
    return rules.one(_situation(request, context, stock), code, context.now, shown=shown)


def promise_held(code: str, request: DeliveryRequest, context: ShopperContext) -> DeliveryOption:
    """The way with this code from now on, for the pieces in `held` of the request and no others: no place is looked for
    anew, and nobody else's place in a queue is asked about. Refuses CannotDeliver with the reason."""
    return rules.from_held(_situation(request, context, None), code, context.now)


def methods(market: str) -> tuple[MethodInfo, ...]:
    """All active methods of a market with all their prices, in order."""
    return _methods(market, None, None)


def set_up(market: str) -> tuple[MethodInfo, ...]:
    """The ways of a market as the merchant set them up, those that are switched off too; read anew."""
    return _set_up(market=market)


def method(code: str) -> MethodInfo:
    """One way as the merchant set it up; read anew. Refuses NotFound."""
    return _one(_set_up(code=code))


def method_by_id(identity: UUID) -> MethodInfo:
    """As `method`."""
    return _one(_set_up(id=identity))


def is_last(method: MethodInfo) -> bool:
    """Whether no other active way of its market brings or hands over goods."""
    others = (way for way in set_up(method.market) if way.active and way.code != method.code)
    return method.active and not any(way.kind == "collect" or way.rates for way in others)


def ways(context: ShopperContext) -> tuple[MethodInfo, ...]:
    """The active methods of the market with their prices to its first country, in order; kept in memory."""
    market = context.market
    return _methods(market.code, market.countries[0], market.currency)


def named(codes: Sequence[str], context: ShopperContext) -> list[str]:
    """What ways are called for this shopper; a code that is no active method's stays as it is."""
    names = {each.code: each.name.read(context.locale) for each in ways(context)}
    return [names.get(code, code) for code in codes]


def charge(method: MethodInfo, *, country: str, weight_g: int, postcode: str = "") -> Money | None:
    """What the method asks for so much to a postcode, else to the mainland of a country, VAT included; None when it
    does not go there."""
    if method.kind == "collect":
        return None
    try:
        return rate_for(method.rates, country=country, postcode=postcode, weight_g=weight_g).amount
    except CannotDeliver:
        return None


def good_until(context: ShopperContext) -> datetime:
    """Until when whatever is promised now in this market stays as it is, as long as nothing is sold and nothing set
    up anew: the next cut-off, quarter of an hour of an open shop, or midnight. No statement while methods and places
    are in memory."""
    market = context.market
    methods = _methods(market.code, market.countries[0], market.currency)
    return rules.good_until(methods, org.places(), market.zone, context.now)


def hours(place: PlaceInfo, days: Sequence[date], now: datetime) -> dict[date, tuple[tuple[time, time], ...]]:
    """When a place is open on each of these days, none when it is closed: public holidays of its country and days
    with hours of their own included."""
    closed = dates.holidays_around(now, place.country) | place.closed_on
    return {day: dates.hours_on(day, place.opening, closed, place.special) for day in days}


def is_collected(code: str) -> bool:
    """Whether the order is fetched from a shop; `code` is a method's or an option's. Refuses NotFound."""
    found = sql.row(KIND, [rules.method_of(code)])
    if found is None:
        raise NotFound()
    return bool(found[0] == "collect")


def is_brought(code: str) -> bool:
    """Whether a parcel goes to the buyer's address; `code` is a method's or an option's. Refuses NotFound."""
    found = sql.row(KIND, [rules.method_of(code)])
    if found is None:
        raise NotFound()
    return bool(found[0] == "ship")


def shipments(order_id: UUID) -> tuple[ShipmentInfo, ...]:
    """What each place prepares for an order, in the order in which it was planned."""
    places = {place.id: place for place in org.places()}
    return tuple(
        ShipmentInfo(
            id=row[0], order_id=row[1], location=places[row[2]], method=row[3], kind=row[4], state=row[5],
            carrier=row[6], tracking_number=row[7], tracking_address=rules.tracking_address(row[8], row[7]),
            promised_by=row[9], shipped_at=row[10], delivered_at=row[11],
            lines=tuple(zip(row[12], row[13], strict=True)), promise_id=row[14], uncounted=frozenset(row[15]),
        )
        for row in sql.rows(SHIPMENTS, [order_id])
    )  # fmt: skip


def with_parcels_to_make(order_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these orders of which a parcel has still to leave."""
    return frozenset(row[0] for row in sql.rows(TO_MAKE, [list(order_ids)]))


def to_send(order_id: UUID) -> tuple[Allocation, ...]:
    """The pieces of an order that are still where they were set aside: what it should hold in stock."""
    return tuple(
        Allocation(variant_id=variant_id, location_id=place, quantity=pieces, nature=nature, counted=counted)
        for place, variant_id, pieces, nature, counted in sql.rows(TO_SEND, [order_id, list(rules.UNSENT)])
    )


def _situation(request: DeliveryRequest, context: ShopperContext, stock: Stock | None) -> rules.Situation:
    if stock is None:
        ids = sorted({line.variant_id for line in request.lines})
        stock = inventory.outlook(ids, market=context.market.code, today=context.now.date())
    available = Counter({(p.variant_id, p.location_id): p.available for v in stock.values() for p in v.places})
    for part in request.held:
        available[part.variant_id, part.location_id] += part.quantity
    places = org.places()
    if request.sender:
        places = tuple(place for place in places if place.id == request.sender)
    return rules.Situation(
        request=request,
        methods=_methods(context.market.code, request.country, context.currency),
        places=places,
        available=available,
        currency=context.currency,
        ahead={variant: found.ahead for variant, found in stock.items() if found.ahead},
        not_before={variant: found.not_before for variant, found in stock.items() if found.not_before},
        endless=frozenset(variant for variant, found in stock.items() if found.is_endless),
        zone=context.market.zone,
    )


def _methods(market: str, country: str | None, currency: str | None) -> tuple[MethodInfo, ...]:
    def read(_names: list[str]) -> dict[str, tuple[MethodInfo, ...]]:
        found = sql.rows(METHODS, {"market": market, "country": country, "currency": currency})
        return {name: tuple(_method(list(rows)) for _, rows in groupby(found, key=itemgetter(0)))}

    name = f"{market} {country} {currency}"
    found: tuple[MethodInfo, ...] = cache.keep_each("delivery methods", [name], read)[name]
    return found


def _set_up(**asked: object) -> tuple[MethodInfo, ...]:
    found = sql.rows(SET_UP, {"market": None, "id": None, "code": None, "country": None, "currency": None} | asked)
    return tuple(_method(list(rows)) for _, rows in groupby(found, key=itemgetter(0)))


def _one(found: tuple[MethodInfo, ...]) -> MethodInfo:
    if not found:
        raise NotFound()
    return found[0]


def _method(rows: list[Sequence[Any]]) -> MethodInfo:
    row = rows[0]
    return MethodInfo(
        id=row[0], code=row[1], kind=row[2], name=Localised(row[3]), carrier=row[4],
        tracking_address=row[5], cutoff=row[6], days_min=row[7], days_max=row[8], minutes_to_prepare=row[9],
        saturdays=row[10], rates=tuple(_rate(row) for row in rows if row[11]), market=row[17], position=row[18],
        active=row[19],
    )  # fmt: skip


def _rate(row: Sequence[Any]) -> Rate:
    return Rate(
        country=row[11], max_weight_g=row[12], amount=Money(row[13], row[14]), postcode_prefix=row[15],
        extra_days=row[16],
    )  # fmt: skip

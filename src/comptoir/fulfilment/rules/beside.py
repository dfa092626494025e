"""What of an order is no parcel: from where its pieces come when they are counted, and until when it is supplied."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.fulfilment.rules import dates
from comptoir.fulfilment.rules.situation import Situation
from comptoir.inventory.contracts import Allocation
from comptoir.kit.money import Money
from comptoir.kit.text import Localised

NAME = Localised(fr="Sans livraison", en="No delivery")
# What comes by mail, comes by the end of the next day; a service within 30 days, unless another day is agreed on
# (Code de la consommation, L216-1).
BY_MAIL, DONE_WITHIN = timedelta(days=1), timedelta(days=30)


def without_parcel(situation: Situation) -> tuple[Allocation, ...]:
    """Where each piece that does not travel is booked: its stock where it is counted, else the first place. Refuses
    CannotDeliver out_of_stock with the variants that are short."""
    found: list[Allocation] = []
    short = []
    for line in situation.beside:
        if line.variant_id in situation.endless:
            first = situation.places[0].id
            found.append(_part(line.variant_id, first, line.quantity, line.nature, counted=False))
            continue
        left = line.quantity
        for place in situation.places:
            if pieces := min(left, situation.available.get((line.variant_id, place.id), 0)):
                found.append(_part(line.variant_id, place.id, pieces, line.nature, counted=True))
                left -= pieces
        if left:
            short.append(str(line.variant_id))
    if short:
        raise CannotDeliver("out_of_stock", variant_ids=sorted(short))
    return tuple(found)


def no_delivery(situation: Situation, beside: tuple[Allocation, ...], now: datetime) -> DeliveryOption:
    """The only way of an order in which nothing travels: it costs nothing, and goes nowhere."""
    today = now.astimezone(situation.zone).date()
    is_done = any(line.nature == catalog.SERVICE for line in situation.beside)
    latest = today + (DONE_WITHIN if is_done else BY_MAIL)
    return DeliveryOption(
        method=NO_PARCEL, kind=NO_PARCEL, name=NAME, place=None, charge=Money(0, situation.currency),
        promise=dates.delivery_promise(NO_PARCEL, today, latest, situation.zone), allocations=beside,
    )  # fmt: skip


def _part(variant_id: UUID, place: UUID, pieces: int, nature: str, *, counted: bool) -> Allocation:
    return Allocation(variant_id=variant_id, location_id=place, quantity=pieces, nature=nature, counted=counted)

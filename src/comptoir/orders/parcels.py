"""What of an order is no parcel, and from where all of its pieces come when it is due to be served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from comptoir.inventory.contracts import Allocation, ReservationInfo
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderSupplyAgreed
from comptoir.kit import sql
from comptoir.org.contracts import PlaceInfo

BESIDE = """
SELECT order_id, variant_id, nature, sum(quantity)::int FROM orders_orderline
WHERE order_id = ANY(%s::uuid[]) AND nature <> 'goods' GROUP BY order_id, variant_id, nature
"""
Beside = Mapping[UUID, tuple[str, int]]
"""Nature and pieces by variant."""


def without_parcel(order_ids: Collection[UUID]) -> dict[UUID, dict[UUID, tuple[str, int]]]:
    """Of each order that has some, what does not travel."""
    found: dict[UUID, dict[UUID, tuple[str, int]]] = {}
    for order_id, variant_id, nature, pieces in sql.rows(BESIDE, [list(order_ids)]):
        found.setdefault(order_id, {})[variant_id] = (nature, pieces)
    return found


def of_nature(nature: str, order_ids: Collection[UUID]) -> set[UUID]:
    """Those of these orders that have lines of this nature."""
    return {order for order, lines in without_parcel(order_ids).items() if any(n == nature for n, _ in lines.values())}


def agreed_natures(order_id: UUID) -> frozenset[str]:
    """The natures that the buyer asked expressly, with this order, to be supplied before the time to withdraw is
    over."""
    return frozenset(
        nature
        for event in journal.timeline("order", order_id)
        if event.name == OrderSupplyAgreed.NAME
        for nature in event.payload["natures"]
    )


def allotted(
    reserved: Sequence[ReservationInfo], beside: Beside, places: Callable[[], Sequence[PlaceInfo]]
) -> tuple[Allocation, ...]:
    """What is reserved is counted; what else is `beside` the parcels is not, and is booked at the first place."""
    left = Counter({variant: pieces for variant, (_nature, pieces) in beside.items()})
    found = []
    for each in reserved:
        nature = beside[each.variant_id][0] if each.variant_id in beside else "goods"
        left[each.variant_id] -= each.quantity
        found.append(
            Allocation(
                variant_id=each.variant_id, location_id=each.location_id, quantity=each.quantity, nature=nature
            )
        )  # fmt: skip
    for variant, pieces in left.items():
        if pieces > 0 and variant in beside:
            found.append(
                Allocation(
                    variant_id=variant, location_id=places()[0].id, quantity=pieces, nature=beside[variant][0],
                    counted=False,
                )
            )  # fmt: skip
    return tuple(found)

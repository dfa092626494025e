"""What a refund was for is written at the lines, told, and put back into stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderPartsRefunded
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.orders.commands.moves import LockedOrder
from comptoir.orders.contracts import OrderInfo, RefundedPart
from comptoir.org import facade as org

MARK = """
UPDATE orders_orderline l SET refunded = l.refunded + g.pieces, reduced_minor = l.reduced_minor + g.less
FROM unnest(%s::int[], %s::int[], %s::bigint[]) AS g(position, pieces, less)
WHERE l.order_id = %s AND l.position = g.position
"""


def mark(
    order: LockedOrder, parts: Sequence[RefundedPart], back: Mapping[int, int], *, reason: str, by_hand: bool,
    origin: Origin, now: datetime,
) -> None:  # fmt: skip
    """In the caller's transaction, which holds the order."""
    if not parts:
        return
    columns = zip(*((part.position, part.pieces, part.less) for part in parts), strict=True)
    sql.run(MARK, [*(list(column) for column in columns), order.id])
    told: list[dict[str, object]] = [
        {
            "position": part.position, "variant_id": str(part.variant_id or ""), "pieces": part.pieces,
            "minor": part.minor, "put_back": back.get(part.position, 0),
        }
        for part in parts
    ]  # fmt: skip
    word = OrderPartsRefunded(order_id=order.id, reason=reason, currency=order.currency, parts=told, by_hand=by_hand)
    journal.append(word, origin=origin, occurred_at=now)


def put_back(order: OrderInfo, back: Mapping[int, int], *, place: str, origin: Origin, now: datetime) -> None:
    """Pieces, by the positions of their lines, go into stock at the place with this code, or where they left from. Last
    in the caller's transaction, because of the locks of stock. Refuses Invalid."""
    variants = {line.position: line.variant_id for line in order.lines}
    wanted: Counter[UUID] = Counter()
    for position, pieces in back.items():
        if pieces and (variant := variants[position]):
            wanted[variant] += pieces
    if not wanted:
        return
    found = [
        Adjustment(variant_id=variant, location_id=location, quantity=pieces)
        for variant, count in wanted.items()
        for location, pieces in _places(order, variant, count, place).items()
    ]
    inventory.adjust(found, kind="return", reason="customer_return", origin=origin, now=now)


def _places(order: OrderInfo, variant: UUID, count: int, code: str) -> dict[UUID, int]:
    """Where the pieces go: to the place that is named, or back to those that sent them, one after the other."""
    if code:
        try:
            return {org.place(code).id: count}
        except NotFound as refusal:
            raise Invalid({"place": "not_a_choice"}) from refusal
    found: dict[UUID, int] = {}
    for parcel in order.shipments:
        taken = 0 if parcel.is_unsent or parcel.state == "cancelled" else min(count, dict(parcel.lines).get(variant, 0))
        if taken:
            found[parcel.location.id] = found.get(parcel.location.id, 0) + taken
            count -= taken
    if count:
        raise Invalid({"place": "missing"})
    return found

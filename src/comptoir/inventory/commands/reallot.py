"""An order wants other pieces, or the same from elsewhere: only the difference is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import ended
from comptoir.inventory.contracts import Allocation
from comptoir.inventory.errors import SoldOut
from comptoir.inventory.rules import Place
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.inventory import StockReleased, StockReserved
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

# As for a reservation: levels locked in the order of their ids, decided by the locked rows, all or none. A row of
# the order that wants nothing any more is released with the quantity it had; of an order that is only held it is
# forgotten, because money that comes after its time holds again all that stands here.
STATEMENT = """
WITH asked AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(variant_ids)s::uuid[], %(location_ids)s::uuid[], %(wanted)s::int[],
                         %(differences)s::int[]) AS a(id, variant_id, location_id, wanted, difference)
), locked AS MATERIALIZED (
    SELECT l.id, l.variant_id, l.location_id, a.difference, l.on_hand - l.reserved - l.safety AS available
    FROM inventory_stocklevel l JOIN asked a USING (variant_id, location_id)
    ORDER BY l.id
    FOR UPDATE OF l
), short AS (
    SELECT asked.variant_id FROM asked LEFT JOIN locked USING (variant_id, location_id)
    WHERE locked.id IS NULL OR (asked.difference > 0 AND locked.available < asked.difference)
), held AS (
    UPDATE inventory_stocklevel l SET reserved = l.reserved + locked.difference
    FROM locked WHERE l.id = locked.id AND NOT EXISTS (SELECT FROM short)
), kept AS (
    INSERT INTO inventory_reservation AS r (id, order_id, variant_id, location_id, quantity, state, expires_at)
    SELECT id, %(order_id)s, variant_id, location_id, wanted, %(state)s, %(held_until)s::timestamptz
    FROM asked WHERE wanted > 0 AND NOT EXISTS (SELECT FROM short)
    ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
    SET quantity = excluded.quantity, state = excluded.state, expires_at = excluded.expires_at
), gone AS (
    UPDATE inventory_reservation r SET state = 'released', expires_at = NULL
    FROM asked WHERE r.order_id = %(order_id)s AND (r.variant_id, r.location_id) = (asked.variant_id, asked.location_id)
      AND asked.wanted = 0 AND r.state IN ('held', 'firm') AND NOT EXISTS (SELECT FROM short)
      AND %(held_until)s::timestamptz IS NULL
), forgotten AS (
    DELETE FROM inventory_reservation r USING asked
    WHERE r.order_id = %(order_id)s AND (r.variant_id, r.location_id) = (asked.variant_id, asked.location_id)
      AND asked.wanted = 0 AND r.state IN ('held', 'firm') AND NOT EXISTS (SELECT FROM short)
      AND %(held_until)s::timestamptz IS NOT NULL
)
SELECT variant_id FROM short
"""


def reallot(
    order_id: UUID, allocations: Sequence[Allocation], *, held_until: datetime | None = None, origin: Origin,
    now: datetime,
) -> None:  # fmt: skip
    """Hold exactly these pieces for an order that is due to be served, or, with `held_until`, that waits until then
    for its payment; in the caller's transaction, as its last statement. What it has too much is for sale
    again, what it lacks is reserved, all or none; nothing is written where nothing differs. What was taken out of
    stock stays out and is not counted.

    Refuses SoldOut with the variants that are short; Invalid below one piece.
    """
    wanted = rules.wanted(allocations)
    holds = {(line.variant_id, line.location_id): line.quantity for line in ended.locked_lines(order_id)}
    differences = {
        place: wanted.get(place, 0) - holds.get(place, 0)
        for place in sorted({*wanted, *holds}, key=str)
        if wanted.get(place, 0) != holds.get(place, 0)
    }
    if not differences:
        return
    journal.append(*_words(order_id, differences), origin=origin, occurred_at=now)
    short = sql.rows(
        STATEMENT,
        {
            "order_id": order_id,
            "ids": [uuid7() for _ in differences],
            "variant_ids": [variant_id for variant_id, _ in differences],
            "location_ids": [location_id for _, location_id in differences],
            "wanted": [wanted.get(place, 0) for place in differences],
            "differences": list(differences.values()),
            "held_until": held_until,
            "state": "held" if held_until else "firm",
        },
    )
    if short:
        transaction.set_rollback(True)
        raise SoldOut(variant_ids={variant_id for (variant_id,) in short})


def _words(order_id: UUID, differences: Mapping[Place, int]) -> list[Word]:
    def told(sign: int) -> list[dict[str, object]]:
        return [
            {"variant_id": str(variant_id), "location_id": str(location_id), "quantity": abs(pieces)}
            for (variant_id, location_id), pieces in differences.items()
            if pieces * sign > 0
        ]

    words: list[Word] = []
    if given_up := told(-1):
        words.append(StockReleased(order_id=order_id, lines=given_up))
    if added := told(1):
        words.append(StockReserved(order_id=order_id, lines=added))
    return words

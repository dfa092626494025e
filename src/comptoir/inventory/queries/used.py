"""Which variants the stock room ever had to do with."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.kit import sql

STATEMENT = """
SELECT asked.id FROM unnest(%s::uuid[]) AS asked(id)
WHERE EXISTS (SELECT FROM inventory_movement m WHERE m.variant_id = asked.id)
   OR EXISTS (SELECT FROM inventory_stocklevel l WHERE l.variant_id = asked.id AND (l.reserved <> 0 OR l.on_hand <> 0))
   OR EXISTS (SELECT FROM inventory_waiting w WHERE w.variant_id = asked.id)
   OR EXISTS (SELECT FROM inventory_incoming i WHERE i.variant_id = asked.id)
"""


def used(variant_ids: Collection[UUID]) -> set[UUID]:
    """Those that are reserved or waited for, or that were ever sold, received, counted or announced."""
    return {row[0] for row in sql.rows(STATEMENT, [list(variant_ids)])}

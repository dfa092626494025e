"""Somebody is forgotten: nothing says any more that another record looked like theirs, or that a device was."""

from __future__ import annotations

from uuid import UUID

from comptoir.duplicates import queries
from comptoir.duplicates.counted import counted_anew
from comptoir.kit import locks, sql
from comptoir.profiles import facade as profiles

FORGET = "DELETE FROM duplicates_duplicate WHERE %(id)s IN (a_id, b_id)"


def forget(customer_id: UUID) -> int:
    """In the caller's transaction; how many pairs and devices it was."""
    locks.hold(("duplicates", "decisions"), profiles.HELD_DEVICES)
    others = queries.linked_with(customer_id)
    found = sql.run(FORGET, {"id": customer_id})
    if others:
        counted_anew([customer_id, *others])
    return found + profiles.release_devices(customer_id)

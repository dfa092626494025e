"""Somebody is forgotten: nothing says any more that another record looked like theirs."""

from __future__ import annotations

from uuid import UUID

from comptoir.duplicates import queries
from comptoir.duplicates.counted import counted_anew
from comptoir.kit import locks, sql

FORGET = "DELETE FROM duplicates_duplicate WHERE %(id)s IN (a_id, b_id)"


def forget(customer_id: UUID) -> int:
    """In the caller's transaction; how many pairs it was."""
    locks.hold(("duplicates", "decisions"))
    others = queries.linked_with(customer_id)
    found = sql.run(FORGET, {"id": customer_id})
    if others:
        counted_anew([customer_id, *others])
    return found

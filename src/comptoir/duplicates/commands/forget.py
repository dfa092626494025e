"""Somebody is forgotten: nothing says any more that another record looked like theirs."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql

FORGET = "DELETE FROM duplicates_duplicate WHERE %(id)s IN (a_id, b_id)"


def forget(customer_id: UUID) -> int:
    """In the caller's transaction; how many pairs it was."""
    return sql.run(FORGET, {"id": customer_id})

"""Which records are counted as one person changes: a projection of what staff say, so it is written anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from comptoir.kit import sql

ALONE = "DELETE FROM customers_together WHERE customer_id = ANY(%s::uuid[])"
JOIN = """
INSERT INTO customers_together (customer_id, one_id) SELECT * FROM unnest(%s::uuid[], %s::uuid[])
ON CONFLICT (customer_id) DO UPDATE SET one_id = excluded.one_id
"""


def count_as_one(groups: Iterable[Collection[UUID]]) -> None:
    """Each group is one person from now on, a group of one is somebody alone; in the caller's transaction, which holds
    whoever else may say so. Contact, addresses, consent and rights of a record stay its own."""
    every = [frozenset(each) for each in groups]
    sql.run(ALONE, [sorted(frozenset[UUID]().union(*every))])
    rows = sorted({(each, min(group)) for group in every if len(group) > 1 for each in group})
    if rows:
        sql.run(JOIN, [list(column) for column in zip(*rows, strict=True)])

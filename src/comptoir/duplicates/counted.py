"""Who is counted as one person follows from what staff said of pairs, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.customers import facade as customers
from comptoir.duplicates import queries
from comptoir.profiles import facade as profiles


def counted_anew(records: Collection[UUID]) -> None:
    """The groups that these records are in now, and everybody of whom they were or are one is looked at again; in the
    caller's transaction, which holds the decisions."""
    customers.count_as_one([each, *queries.linked_with(each)] for each in records)
    profiles.look_again(records)

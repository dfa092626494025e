"""Reads of stock, each by what it is about."""

from comptoir.inventory.queries.counts import count, counts
from comptoir.inventory.queries.levels import (
    availability,
    check,
    expired,
    movements,
    reservations,
    reservations_of,
    stocked,
)
from comptoir.inventory.queries.outlook import outlook, waiting
from comptoir.inventory.queries.supply import incoming, incoming_by_id, transfer, transfers
from comptoir.inventory.queries.used import used

__all__ = [
    "stocked",
    "availability",
    "check",
    "count",
    "counts",
    "expired",
    "incoming",
    "incoming_by_id",
    "movements",
    "outlook",
    "reservations",
    "reservations_of",
    "transfer",
    "transfers",
    "used",
    "waiting",
]

"""Stock as rows, by what they are about."""

from comptoir.inventory.models.ahead import SaleAhead, Waiting
from comptoir.inventory.models.counts import Count, CountEntry, CountLine
from comptoir.inventory.models.levels import Movement, Reservation, StockLevel
from comptoir.inventory.models.supply import Incoming, Transfer, TransferLine

__all__ = [
    "Count",
    "CountEntry",
    "CountLine",
    "Incoming",
    "Movement",
    "Reservation",
    "SaleAhead",
    "StockLevel",
    "Transfer",
    "TransferLine",
    "Waiting",
]

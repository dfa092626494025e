"""Pure decisions: from which place, at which price, until which date, and where a shipment may go."""

from comptoir.fulfilment.rules.changes import good_until
from comptoir.fulfilment.rules.methods import changed, clean_rate, method_errors, rate_errors, terms_errors
from comptoir.fulfilment.rules.options import every, from_held, one
from comptoir.fulfilment.rules.parts import Part, Pieces, part_of, parts
from comptoir.fulfilment.rules.shipments import (
    KEPT_BY,
    MOVES,
    UNSENT,
    all_there,
    clean_carrier,
    clean_number,
    method_of,
    moves_to,
    tracking_address,
)
from comptoir.fulfilment.rules.situation import Situation
from comptoir.fulfilment.rules.tables import cells, read_rows, read_table

__all__ = [
    "KEPT_BY",
    "MOVES",
    "UNSENT",
    "Part",
    "Pieces",
    "Situation",
    "all_there",
    "cells",
    "changed",
    "clean_carrier",
    "clean_number",
    "clean_rate",
    "every",
    "from_held",
    "good_until",
    "method_errors",
    "method_of",
    "moves_to",
    "one",
    "part_of",
    "parts",
    "rate_errors",
    "read_rows",
    "read_table",
    "terms_errors",
    "tracking_address",
]

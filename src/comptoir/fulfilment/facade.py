"""Fulfilment's door."""

from comptoir.fulfilment.commands.add_method import add_method
from comptoir.fulfilment.commands.add_starter_methods import add_starter_methods
from comptoir.fulfilment.commands.cancel import cancel
from comptoir.fulfilment.commands.move import deliver, ready, ship, start_preparing, stop_preparing
from comptoir.fulfilment.commands.plan import plan
from comptoir.fulfilment.commands.promised import promised
from comptoir.fulfilment.commands.reduce import reduce
from comptoir.fulfilment.commands.replan import replan
from comptoir.fulfilment.commands.set_rates import set_rates
from comptoir.fulfilment.commands.split import split
from comptoir.fulfilment.queries import (
    charge,
    good_until,
    hours,
    is_brought,
    is_collected,
    methods,
    options,
    promise,
    shipments,
    to_send,
    ways,
    with_parcels_to_make,
)
from comptoir.fulfilment.rules.dates import holidays_around

__all__ = [
    "add_method",
    "add_starter_methods",
    "cancel",
    "charge",
    "deliver",
    "good_until",
    "holidays_around",
    "hours",
    "is_brought",
    "is_collected",
    "methods",
    "options",
    "plan",
    "promise",
    "promised",
    "ready",
    "reduce",
    "replan",
    "set_rates",
    "ship",
    "shipments",
    "split",
    "start_preparing",
    "stop_preparing",
    "to_send",
    "ways",
    "with_parcels_to_make",
]

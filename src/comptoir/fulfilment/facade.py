"""Fulfilment's door."""

from comptoir.fulfilment.commands.add_method import add_method
from comptoir.fulfilment.commands.add_starter_methods import add_starter_methods
from comptoir.fulfilment.commands.cancel import cancel
from comptoir.fulfilment.commands.change_method import change_method
from comptoir.fulfilment.commands.move import deliver, ready, ship, start_preparing, stop_preparing
from comptoir.fulfilment.commands.plan import plan
from comptoir.fulfilment.commands.promised import promised
from comptoir.fulfilment.commands.reduce import reduce
from comptoir.fulfilment.commands.replan import replan
from comptoir.fulfilment.commands.set_rates import set_rates
from comptoir.fulfilment.commands.split import split
from comptoir.fulfilment.commands.switch_method import switch_method
from comptoir.fulfilment.queries import (
    charge,
    good_until,
    hours,
    is_brought,
    is_collected,
    is_last,
    method,
    method_by_id,
    methods,
    named,
    options,
    promise,
    promise_held,
    set_up,
    shipments,
    to_send,
    ways,
    with_parcels_to_make,
)
from comptoir.fulfilment.rules.dates import holidays_around
from comptoir.fulfilment.rules.tables import cells, read_rows, read_table

__all__ = [
    "add_method",
    "add_starter_methods",
    "cancel",
    "cells",
    "change_method",
    "charge",
    "deliver",
    "good_until",
    "holidays_around",
    "hours",
    "is_brought",
    "is_collected",
    "is_last",
    "method",
    "method_by_id",
    "methods",
    "named",
    "options",
    "plan",
    "promise",
    "promise_held",
    "promised",
    "read_rows",
    "read_table",
    "ready",
    "reduce",
    "replan",
    "set_rates",
    "set_up",
    "ship",
    "shipments",
    "split",
    "start_preparing",
    "stop_preparing",
    "switch_method",
    "to_send",
    "ways",
    "with_parcels_to_make",
]

"""The door of the stock room."""

from comptoir.inventory.commands.adjust import adjust
from comptoir.inventory.commands.count_stock import (
    approve_count,
    cancel_count,
    decide_figure,
    enter_figure,
    finish_count,
    open_count,
)
from comptoir.inventory.commands.incoming import announce_incoming, cancel_incoming, receive_incoming
from comptoir.inventory.commands.keep import extend, firm
from comptoir.inventory.commands.reallot import reallot
from comptoir.inventory.commands.release import release
from comptoir.inventory.commands.reserve import reserve
from comptoir.inventory.commands.sell_ahead import sell_ahead
from comptoir.inventory.commands.set_levels import set_levels
from comptoir.inventory.commands.set_safety import set_safeties, set_safety
from comptoir.inventory.commands.take import require_arrived, take
from comptoir.inventory.commands.transfers import (
    announce_transfer,
    cancel_transfer,
    receive_transfer,
    send_transfer,
)
from comptoir.inventory.queries import (
    availability,
    check,
    count,
    counts,
    expired,
    incoming,
    incoming_by_id,
    movements,
    outlook,
    reservations,
    reservations_of,
    stocked,
    transfer,
    transfers,
    used,
    waiting,
)
from comptoir.inventory.rules import REASONS

__all__ = [
    "REASONS",
    "adjust",
    "announce_incoming",
    "announce_transfer",
    "approve_count",
    "availability",
    "cancel_count",
    "cancel_incoming",
    "cancel_transfer",
    "check",
    "count",
    "counts",
    "decide_figure",
    "enter_figure",
    "expired",
    "extend",
    "finish_count",
    "firm",
    "incoming",
    "incoming_by_id",
    "movements",
    "reallot",
    "open_count",
    "outlook",
    "receive_incoming",
    "receive_transfer",
    "release",
    "require_arrived",
    "reservations",
    "reservations_of",
    "reserve",
    "sell_ahead",
    "send_transfer",
    "set_levels",
    "set_safeties",
    "set_safety",
    "stocked",
    "take",
    "transfer",
    "transfers",
    "used",
    "waiting",
]

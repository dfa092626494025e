"""The door of forwarding."""

from comptoir.forwarding.commands.open_destination import change_destination, open_destination, set_destination_state
from comptoir.forwarding.commands.pass_on import confirm_erased, hold_visitors, pass_on
from comptoir.forwarding.commands.remove import remove_destination
from comptoir.forwarding.commands.replay import replay_parcels
from comptoir.forwarding.handlers import FORWARD
from comptoir.forwarding.queries import destination, destinations, erasures_passed_on, to_erase, told_to, words
from comptoir.forwarding.sending import forget_old, work, work_quick

__all__ = [
    "FORWARD",
    "change_destination",
    "confirm_erased",
    "destination",
    "destinations",
    "erasures_passed_on",
    "forget_old",
    "hold_visitors",
    "open_destination",
    "pass_on",
    "remove_destination",
    "replay_parcels",
    "set_destination_state",
    "to_erase",
    "told_to",
    "words",
    "work",
    "work_quick",
]

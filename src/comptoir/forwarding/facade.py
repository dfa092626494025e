"""The door of forwarding."""

from comptoir.forwarding.commands.open_destination import change_destination, open_destination, set_destination_state
from comptoir.forwarding.commands.replay import replay_parcels
from comptoir.forwarding.handlers import FORWARD
from comptoir.forwarding.queries import destination, destinations, words
from comptoir.forwarding.sending import forget_old, work

__all__ = [
    "FORWARD",
    "change_destination",
    "destination",
    "destinations",
    "forget_old",
    "open_destination",
    "replay_parcels",
    "set_destination_state",
    "words",
    "work",
]

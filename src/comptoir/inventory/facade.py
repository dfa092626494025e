"""The door of the stock room."""

from comptoir.inventory.commands.adjust import adjust
from comptoir.inventory.commands.keep import extend, firm
from comptoir.inventory.commands.reallot import reallot
from comptoir.inventory.commands.release import release
from comptoir.inventory.commands.reserve import reserve
from comptoir.inventory.commands.set_levels import set_levels
from comptoir.inventory.commands.set_safety import set_safety
from comptoir.inventory.commands.take import take
from comptoir.inventory.queries import availability, check, expired, movements, reservations

__all__ = [
    "adjust",
    "availability",
    "check",
    "expired",
    "extend",
    "firm",
    "movements",
    "reallot",
    "release",
    "reservations",
    "reserve",
    "set_levels",
    "set_safety",
    "take",
]

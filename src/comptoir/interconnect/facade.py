"""The door to other systems."""

from comptoir.interconnect.commands.bring import bring
from comptoir.interconnect.commands.compare import compare
from comptoir.interconnect.commands.conflicts import decide
from comptoir.interconnect.commands.serve_orders import serve_orders
from comptoir.interconnect.commands.systems import change_system, connect_system, link, set_owner
from comptoir.interconnect.following import changes, listing, one, sums
from comptoir.interconnect.queries import party_of
from comptoir.interconnect.rules import FIELDS, KINDS, LARGEST_BATCH, LINKED_KINDS, POLICIES

__all__ = [
    "FIELDS",
    "KINDS",
    "LARGEST_BATCH",
    "LINKED_KINDS",
    "POLICIES",
    "bring",
    "change_system",
    "changes",
    "compare",
    "connect_system",
    "decide",
    "link",
    "listing",
    "one",
    "party_of",
    "serve_orders",
    "set_owner",
    "sums",
]

from comptoir.treasury.commands.decide_entry import assign_entry, ignore_entry, return_entry
from comptoir.treasury.commands.import_statement import import_statement
from comptoir.treasury.commands.receive_event import receive_event
from comptoir.treasury.commands.reconcile import reconcile
from comptoir.treasury.commands.replay_event import replay_event
from comptoir.treasury.rules import REASONS

__all__ = [
    "REASONS",
    "assign_entry",
    "ignore_entry",
    "import_statement",
    "receive_event",
    "reconcile",
    "replay_event",
    "return_entry",
]

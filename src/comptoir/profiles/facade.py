"""The door of profiles."""

from comptoir.profiles.commands.undo_merge import restore_merge, undo_merge
from comptoir.profiles.entry import keep_heard
from comptoir.profiles.hearing import BEHAVIOUR, SERVICE, take_touched
from comptoir.profiles.queries import export_map, identifiers_of, people_of, person_of
from comptoir.profiles.resolving import rebuild, resolve_all

__all__ = [
    "BEHAVIOUR",
    "SERVICE",
    "export_map",
    "identifiers_of",
    "keep_heard",
    "people_of",
    "person_of",
    "rebuild",
    "resolve_all",
    "restore_merge",
    "take_touched",
    "undo_merge",
]

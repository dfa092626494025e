"""The door of profiles."""

from comptoir.profiles.commands.forget import forget
from comptoir.profiles.commands.rule_out import rule_out
from comptoir.profiles.commands.undo_merge import restore_merge, undo_merge
from comptoir.profiles.entry import keep_heard
from comptoir.profiles.everything import everything
from comptoir.profiles.finding import find_people
from comptoir.profiles.hearing import BEHAVIOUR, SERVICE, look_again, take_touched
from comptoir.profiles.links import links_between, links_of, person_of_link
from comptoir.profiles.queries import export_map, identifiers_of, people_of, person_of
from comptoir.profiles.reading import read, subjects_of
from comptoir.profiles.resolving import rebuild, resolve_all

__all__ = [
    "BEHAVIOUR",
    "SERVICE",
    "everything",
    "export_map",
    "find_people",
    "forget",
    "identifiers_of",
    "keep_heard",
    "links_between",
    "links_of",
    "look_again",
    "people_of",
    "person_of",
    "person_of_link",
    "read",
    "rebuild",
    "resolve_all",
    "restore_merge",
    "rule_out",
    "subjects_of",
    "take_touched",
    "undo_merge",
]

"""The door of segments."""

from comptoir.segments.commands.define import archive, change, define
from comptoir.segments.commands.export import export
from comptoir.segments.commands.forget import forget
from comptoir.segments.jobs import work
from comptoir.segments.people import PURPOSES
from comptoir.segments.queries import (
    allowing,
    counted,
    counts,
    editions,
    find,
    get,
    listed,
    members,
    moves,
    of,
    of_person,
    said,
    size,
    users,
)
from comptoir.segments.scheduling import recompute
from comptoir.segments.sentences import EVENTS, TRAITS
from comptoir.segments.settling import settle

__all__ = [
    "EVENTS",
    "PURPOSES",
    "TRAITS",
    "allowing",
    "archive",
    "change",
    "counted",
    "counts",
    "define",
    "editions",
    "export",
    "find",
    "forget",
    "get",
    "listed",
    "members",
    "moves",
    "of",
    "of_person",
    "recompute",
    "said",
    "settle",
    "size",
    "users",
    "work",
]

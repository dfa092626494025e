"""The door of segments."""

from comptoir.segments.commands.define import archive, change, define
from comptoir.segments.jobs import work
from comptoir.segments.queries import counted, counts, editions, get, listed, members, moves, of, of_person, size
from comptoir.segments.scheduling import recompute
from comptoir.segments.settling import settle

__all__ = [
    "archive",
    "change",
    "counted",
    "counts",
    "define",
    "editions",
    "get",
    "listed",
    "members",
    "moves",
    "of",
    "of_person",
    "recompute",
    "settle",
    "size",
    "work",
]

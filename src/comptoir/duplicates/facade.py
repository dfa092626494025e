"""The door of duplicates."""

from comptoir.duplicates.commands.decide import decide_duplicate
from comptoir.duplicates.commands.forget import forget
from comptoir.duplicates.commands.link_records import link_records
from comptoir.duplicates.commands.seek import seek_duplicates
from comptoir.duplicates.queries import duplicate, duplicates, duplicates_of, latest_search, likeness, linked_with
from comptoir.duplicates.rules import probability
from comptoir.duplicates.searching import work_searches

__all__ = [
    "decide_duplicate",
    "duplicate",
    "duplicates",
    "duplicates_of",
    "forget",
    "latest_search",
    "likeness",
    "link_records",
    "linked_with",
    "probability",
    "seek_duplicates",
    "work_searches",
]

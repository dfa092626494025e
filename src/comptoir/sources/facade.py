"""The door of sources."""

from comptoir.sources.commands.change_source import change_source
from comptoir.sources.commands.open_source import open_source
from comptoir.sources.commands.rotate_key import rotate_source_key
from comptoir.sources.commands.set_state import set_source_state
from comptoir.sources.queries import codes, live, own_key, source
from comptoir.sources.rules import digest, faults, is_secret, read_plan, written_plan
from comptoir.sources.standard import OWN_SCRIPT, name_now

__all__ = [
    "OWN_SCRIPT",
    "change_source",
    "codes",
    "digest",
    "faults",
    "is_secret",
    "live",
    "name_now",
    "open_source",
    "own_key",
    "read_plan",
    "rotate_source_key",
    "set_source_state",
    "source",
    "written_plan",
]

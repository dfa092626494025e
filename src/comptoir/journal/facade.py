"""The journal's door."""

from comptoir.journal.append import append, gathered, write_gathered
from comptoir.journal.cursors import raise_generation, rewind
from comptoir.journal.dead_letters import dead_letters, discard_dead_letter, replay_dead_letter
from comptoir.journal.delivery import checked, deliver_once
from comptoir.journal.health import blocker, lag
from comptoir.journal.partitions import make_partitions_ahead
from comptoir.journal.queries import correlated, latest, timeline

__all__ = [
    "append",
    "blocker",
    "checked",
    "correlated",
    "dead_letters",
    "deliver_once",
    "discard_dead_letter",
    "gathered",
    "lag",
    "latest",
    "make_partitions_ahead",
    "raise_generation",
    "replay_dead_letter",
    "rewind",
    "timeline",
    "write_gathered",
]

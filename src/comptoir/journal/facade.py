"""The journal's door."""

from comptoir.journal.append import append
from comptoir.journal.partitions import make_partitions_ahead

__all__ = ["append", "make_partitions_ahead"]

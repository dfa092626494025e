"""The door of profiles."""

from comptoir.profiles.entry import keep_heard

__all__ = ["keep_heard"]

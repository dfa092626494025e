"""The file of a feed, row by row, as each channel reads it."""

from collections.abc import Mapping

from comptoir.feeds.files.google import Google
from comptoir.feeds.files.meta import Meta

FILES: Mapping[str, type[Google] | type[Meta]] = {"google": Google, "meta": Meta}

__all__ = ["FILES", "Google", "Meta"]

"""The door of content."""

from comptoir.content.commands.open_home import open_home
from comptoir.content.commands.publish_due import publish_due
from comptoir.content.films import HOSTS
from comptoir.content.queries import moved, page, pages, pages_for, shown, style_sheet, surroundings

__all__ = [
    "HOSTS",
    "moved",
    "open_home",
    "page",
    "pages",
    "pages_for",
    "publish_due",
    "shown",
    "style_sheet",
    "surroundings",
]

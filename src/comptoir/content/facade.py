"""The door of content."""

from comptoir.content.commands.open_home import open_home
from comptoir.content.commands.publish_due import publish_due
from comptoir.content.films import HOSTS
from comptoir.content.queries import moved, page, pages, pages_for, pages_named, shown, style_sheet, surroundings
from comptoir.content.rules import named

__all__ = [
    "HOSTS",
    "moved",
    "named",
    "open_home",
    "page",
    "pages",
    "pages_for",
    "pages_named",
    "publish_due",
    "shown",
    "style_sheet",
    "surroundings",
]

"""The door of downloads."""

from comptoir.downloads.commands.arrange_files import arrange_files
from comptoir.downloads.commands.fetch import fetch
from comptoir.downloads.commands.grant import grant
from comptoir.downloads.commands.keep_file import keep_file
from comptoir.downloads.queries import downloads_of, files_of
from comptoir.downloads.rules import KINDS, LARGEST, ending

__all__ = ["KINDS", "LARGEST", "arrange_files", "downloads_of", "ending", "fetch", "files_of", "grant", "keep_file"]

"""The door of imports, for the back office: it gives files and shows what comes of them."""

from comptoir.channels.imports.importing import SHOPIFY
from comptoir.channels.imports.rules.columns import FIELDS, REQUIRED
from comptoir.channels.imports.runs.keep import LARGEST, keep_file
from comptoir.channels.imports.runs.preview import preview
from comptoir.channels.imports.runs.start import is_under_way, start_run
from comptoir.channels.imports.runs.work import work_run

__all__ = [
    "FIELDS",
    "LARGEST",
    "REQUIRED",
    "SHOPIFY",
    "is_under_way",
    "keep_file",
    "preview",
    "start_run",
    "work_run",
]

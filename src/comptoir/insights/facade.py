"""The door of insights."""

from comptoir.insights.jobs import fill_lake
from comptoir.insights.lake.forget import forget
from comptoir.insights.lake.opened import opened

__all__ = ["fill_lake", "forget", "opened"]

"""The door of insights."""

from comptoir.insights.funnel.count import funnel
from comptoir.insights.funnel.steps import GROUPS, PATH
from comptoir.insights.jobs import fill_lake
from comptoir.insights.lake.forget import forget
from comptoir.insights.lake.opened import opened

__all__ = ["GROUPS", "PATH", "fill_lake", "forget", "funnel", "opened"]

"""The door of insights."""

from comptoir.insights.cohorts import cohorts, first_channels
from comptoir.insights.foresight.keep import foresee, foresight, most_valuable, worth_of
from comptoir.insights.funnel.count import funnel
from comptoir.insights.funnel.leaving import leaving, payment_refusals
from comptoir.insights.funnel.steps import GROUPS, PATH
from comptoir.insights.jobs import fill_lake
from comptoir.insights.lake.forget import forget
from comptoir.insights.lake.opened import opened
from comptoir.insights.visits import visits

__all__ = [
    "GROUPS",
    "PATH",
    "cohorts",
    "fill_lake",
    "first_channels",
    "foresee",
    "foresight",
    "forget",
    "funnel",
    "leaving",
    "most_valuable",
    "opened",
    "payment_refusals",
    "visits",
    "worth_of",
]

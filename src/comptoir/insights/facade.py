"""The door of insights."""

from comptoir.insights.campaigns import first_campaigns, who_was_brought
from comptoir.insights.cohorts import by_first_campaign, cohorts, first_channels
from comptoir.insights.commands.export_behind import export_behind
from comptoir.insights.commands.export_leavers import export_leavers
from comptoir.insights.foresight.keep import foresee, foresight, most_valuable, worth_of
from comptoir.insights.funnel.as_rule import left_as_rule, refused_as_rule, stopped_as_rule
from comptoir.insights.funnel.behind import refused_orders, who_left, who_reached
from comptoir.insights.funnel.count import funnel
from comptoir.insights.funnel.steps import GROUPS, PATH
from comptoir.insights.funnel.way import way
from comptoir.insights.jobs import fill_lake
from comptoir.insights.lake.forget import forget
from comptoir.insights.lake.opened import opened
from comptoir.insights.visits import visits

__all__ = [
    "GROUPS",
    "PATH",
    "by_first_campaign",
    "cohorts",
    "export_behind",
    "export_leavers",
    "fill_lake",
    "first_campaigns",
    "first_channels",
    "foresee",
    "foresight",
    "forget",
    "funnel",
    "left_as_rule",
    "most_valuable",
    "opened",
    "refused_as_rule",
    "refused_orders",
    "stopped_as_rule",
    "visits",
    "way",
    "who_left",
    "who_reached",
    "who_was_brought",
    "worth_of",
]

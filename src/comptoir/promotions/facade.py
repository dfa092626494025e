"""The door of promotions."""

from comptoir.promotions.commands.keep import change_promotion, create_promotion, end_promotion, switch_promotion
from comptoir.promotions.commands.make_codes import make_codes
from comptoir.promotions.commands.redeem import redeem, subjects
from comptoir.promotions.drafts import folded
from comptoir.promotions.naming import called, identified, names
from comptoir.promotions.offering import MOST_CODES, offered
from comptoir.promotions.queries import announced, codes, figures, find, get, known, next_change, sentence
from comptoir.promotions.rules import best, spread
from comptoir.promotions.said import MISSES, on_line, refusal

__all__ = [
    "MISSES",
    "MOST_CODES",
    "announced",
    "best",
    "called",
    "change_promotion",
    "codes",
    "create_promotion",
    "end_promotion",
    "figures",
    "find",
    "folded",
    "get",
    "identified",
    "known",
    "make_codes",
    "names",
    "next_change",
    "offered",
    "on_line",
    "redeem",
    "refusal",
    "sentence",
    "spread",
    "subjects",
    "switch_promotion",
]

"""The door of prices and tax."""

from comptoir.pricing.agreed import agreed
from comptoir.pricing.commands.announce_reductions import announce_reductions, end_reductions
from comptoir.pricing.commands.load_tax_rates import load_tax_rates
from comptoir.pricing.commands.set_prices import set_prices
from comptoir.pricing.commands.set_segment_prices import set_segment_prices
from comptoir.pricing.queries import (
    are_personal,
    current,
    for_segments,
    history,
    lowest_in,
    priced,
    quote,
    reductions,
    require_unchanged,
    shown_to,
)

__all__ = [
    "agreed",
    "announce_reductions",
    "are_personal",
    "current",
    "end_reductions",
    "for_segments",
    "history",
    "load_tax_rates",
    "lowest_in",
    "priced",
    "quote",
    "reductions",
    "require_unchanged",
    "set_prices",
    "set_segment_prices",
    "shown_to",
]

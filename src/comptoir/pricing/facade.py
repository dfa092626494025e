"""The door of prices and tax."""

from comptoir.pricing.agreed import agreed
from comptoir.pricing.commands.announce_reductions import announce_reductions, end_reductions
from comptoir.pricing.commands.load_tax_rates import load_tax_rates
from comptoir.pricing.commands.set_prices import set_prices
from comptoir.pricing.queries import current, history, lowest_in, priced, quote, reductions, require_unchanged

__all__ = [
    "agreed",
    "announce_reductions",
    "current",
    "end_reductions",
    "history",
    "load_tax_rates",
    "lowest_in",
    "priced",
    "quote",
    "reductions",
    "require_unchanged",
    "set_prices",
]

"""The door of prices and tax."""

from comptoir.pricing.agreed import agreed
from comptoir.pricing.commands.load_tax_rates import load_tax_rates
from comptoir.pricing.commands.set_prices import set_prices
from comptoir.pricing.queries import current, history, lowest_in, priced, quote, require_unchanged

__all__ = [
    "agreed",
    "current",
    "history",
    "load_tax_rates",
    "lowest_in",
    "priced",
    "quote",
    "require_unchanged",
    "set_prices",
]

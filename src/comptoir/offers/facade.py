"""The door of offers."""

from comptoir.offers.cards import cards
from comptoir.offers.estimate import estimate
from comptoir.offers.listing import listing
from comptoir.offers.product import product
from comptoir.offers.rules import SORTS

__all__ = ["SORTS", "cards", "estimate", "listing", "product"]

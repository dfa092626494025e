"""The door of offers."""

from comptoir.offers.cards import cards
from comptoir.offers.estimate import estimate
from comptoir.offers.every import every
from comptoir.offers.listing import listing
from comptoir.offers.nearby import Nearby, NearbyShop, nearby, shops_near
from comptoir.offers.product import product
from comptoir.offers.rules import SORTS

__all__ = ["SORTS", "Nearby", "NearbyShop", "cards", "estimate", "every", "listing", "nearby", "product", "shops_near"]

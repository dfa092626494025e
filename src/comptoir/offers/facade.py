"""The door of offers."""

from comptoir.offers.cards import cards
from comptoir.offers.delivered import asked as delivery_asked
from comptoir.offers.delivered import chosen_delivery, freed, ways
from comptoir.offers.delivered import quote as quote_delivered
from comptoir.offers.estimate import estimate
from comptoir.offers.every import every
from comptoir.offers.listing import listing
from comptoir.offers.nearby import Nearby, NearbyShop, nearby, shops_near
from comptoir.offers.product import product
from comptoir.offers.rules import SORTS

__all__ = [
    "SORTS",
    "Nearby",
    "NearbyShop",
    "cards",
    "chosen_delivery",
    "delivery_asked",
    "estimate",
    "every",
    "freed",
    "listing",
    "nearby",
    "product",
    "quote_delivered",
    "shops_near",
    "ways",
]

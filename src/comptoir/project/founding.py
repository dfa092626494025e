"""A house to sell from: company, market, storefront, places, ways to deliver, VAT. The demo shop and the tests'
small world stand on it; everything is made by the rooms' public verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.pricing import facade as pricing

MARKET = "fr"
STOREFRONT = "maison-coste"
NAME = "Maison Coste"
WAREHOUSE = "entrepot"
SHOP_HOURS = {day: (("10:00", "19:00"),) for day in range(2, 7)} | {7: (("11:00", "18:00"),)}


@dataclass(frozen=True)
class Shop:
    code: str
    fr: str
    street: str
    postcode: str
    city: str


PARIS = Shop("paris-11", "Boutique de Paris 11e", "14 rue de la Folie-Méricourt", "75011", "Paris")
LYON = Shop("lyon-3", "Boutique de Lyon 3e", "52 rue Paul-Bert", "69003", "Lyon")

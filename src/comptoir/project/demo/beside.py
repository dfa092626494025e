"""What stands beside what in the demo house, and what costs less this week."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.kit.money import Money
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet, ReductionToAnnounce
from comptoir.pricing.errors import NotReduced
from comptoir.project import founding

RELATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "bol-matin": {"goes_with": ("assiette-quotidienne", "mug-comptoir"), "accessory": ("serviettes-table",)},
    "bol-soupe": {"goes_with": ("assiette-creuse", "couverts-quatre")},
    "theiere-brume": {"goes_with": ("gobelet-porcelaine",), "accessory": ("manique-pot",)},
    "planche-noyer": {"goes_with": ("couteau-pain", "panier-pain")},
    "vase-trois-tiges": {"goes_with": ("cache-pot-banc",)},
    "lampe-boule": {"goes_with": ("lampe-bureau",)},
    "bougeoir-colline": {"accessory": ("cierges-douze",)},
    "bougeoir-laiton": {"accessory": ("cierges-douze",)},
    "drap-froisse": {"goes_with": ("taie-oreiller", "housse-couette")},
    "serviette-nid": {"goes_with": ("peignoir-nid", "gant-toilette", "tapis-bain")},
    "derby-ville": {"goes_with": ("ceinture-cuir", "chaussettes-laine")},
    "bottine-elastique": {"goes_with": ("chaussettes-laine",)},
    "pull-marin": {"goes_with": ("bonnet-cote", "echarpe-brume")},
    "cartable-ville": {"accessory": ("housse-ordinateur", "porte-cartes")},
    "besace-cuir": {"accessory": ("porte-cles",), "goes_with": ("portefeuille",)},
    "plaid-chevron": {"goes_with": ("coussin-grain",)},
}
# Product → cents now; each from the price that it had before.
REDUCED = {"plaid-coton": 6300, "cabas-raye": 4800, "espadrille-mauleon": 3900, "sabot-jardin": 7600}
SINCE, LONG_OPEN = timedelta(days=4), timedelta(days=40)


def set_out(now: datetime, opened: datetime) -> None:
    """Once: what the merchant took off or priced anew stays so. Who has just opened has no price before."""
    who = founding.origin()
    others = [code for kinds in RELATIONS.values() for codes in kinds.values() for code in codes]
    known = catalog.products_called([*RELATIONS, *others, *REDUCED])
    if any(code in known and catalog.relations(known[code]) for code in RELATIONS):
        return
    for code, price in REDUCED.items():
        if code in known and now - opened > LONG_OPEN:
            _reduce(catalog.products([known[code]])[known[code]], Money(price, "EUR"), now - SINCE)
    for code, kinds in RELATIONS.items():
        for kind, codes in kinds.items():
            found = [known[other] for other in codes if other in known]
            if code in known:
                catalog.relate(known[code], kind, found, origin=who, now=now)


def _reduce(product: ProductRecord, price: Money, when: datetime) -> None:
    who, variants = founding.origin(), [variant.id for variant in product.variants]
    wanted = [PriceToSet(variant_id=variant, amount=price) for variant in variants]
    pricing.set_prices(wanted, market=founding.MARKET, origin=who, now=when)
    with suppress(NotReduced):  # in a house of an earlier version it may never have cost more
        pricing.announce_reductions(
            [ReductionToAnnounce(variant_id=variant) for variant in variants], market=founding.MARKET,
            currency=price.currency, origin=who, now=when,
        )  # fmt: skip

"""What the demo house offers beside its prices: a welcome by code, three cups for two, delivery."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.project import founding
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Terms

IN_THREES = ("mug-comptoir", "gobelet-porcelaine")


def set_out(now: datetime, opened: datetime) -> None:
    """Once: what the merchant ended or changed stays so. Who has just opened offers nothing yet: benches measure a shop
    without promotions."""
    market = org.market(founding.MARKET)
    if opened == now or promotions.find(market=market.code).total:
        return
    known = catalog.products_called(IN_THREES)
    for terms in (_welcome(opened), *([_three_for_two(opened, known)] if known else []), _delivery(opened)):
        promotions.create_promotion(
            terms, market=market.code, currency=market.currency, origin=founding.origin(), now=now
        )


def _welcome(opened: datetime) -> Terms:
    return Terms(
        name="Bienvenue, une fois par personne", shown=Localised(fr="Bienvenue", en="Welcome"), starts_at=opened,
        trigger="code", code="COSTE10", effect="percent", percent_bp=1_000, least_minor=4_000, not_reduced=True,
        most_per_person=1,
    )  # fmt: skip


def _three_for_two(opened: datetime, known: Mapping[str, UUID]) -> Terms:
    return Terms(
        name="Trois pour deux, tasses", shown=Localised(fr="Le troisième est pour nous", en="The third one is on us"),
        starts_at=opened, effect="pieces", take=3, pay=2, scope="products", ids=tuple(known.values()),
    )  # fmt: skip


def _delivery(opened: datetime) -> Terms:
    return Terms(
        name="Livraison dès 150 €", shown=Localised(fr="Livraison offerte", en="Free delivery"), starts_at=opened,
        effect="delivery", ways=("home",), least_minor=15_000,
    )  # fmt: skip

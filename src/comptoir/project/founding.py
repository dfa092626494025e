"""A house to sell from: company, market, storefront, places, ways to deliver, VAT. The demo shop and the tests'
small world stand on it; everything is made by the rooms' public verbs."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from uuid import uuid4

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.contracts import LegalIdentity, PlaceInfo
from comptoir.org.errors import CodeTaken
from comptoir.pricing import facade as pricing
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft
from comptoir.sources.errors import SourceExists

ENTITY = "maison-coste"
MARKET = "fr"
STOREFRONT = "maison-coste"
SOURCE = "storefront"  # what the storefront's own script reports as
NAME = "Maison Coste"
WAREHOUSE = "entrepot"
# An invented company: its numbers have right check digits and belong to nobody known.
SELLER = LegalIdentity(
    name="Maison Coste", legal_form="SAS", capital=Money(4_000_000, "EUR"), country="FR", siren="832145676",
    siret="83214567600017", vat_number="FR32832145676", register_city="Paris", street="14 rue de la Folie-Méricourt",
    postcode="75011", city="Paris", email="bonjour@maison-coste.example", phone="+33 1 99 00 12 34",
    iban="FR7630006000011234567890189", bic="AGRIFRPPXXX", timezone="Europe/Paris",
    director="Anne Coste", host="Maison Coste, 14 rue de la Folie-Méricourt, 75011 Paris, +33 1 99 00 12 34",
    mediator="Médiation du commerce d’exemple, 1 place de l’Exemple, 75000 Paris, mediation.example",
)  # fmt: skip
SHOP_HOURS = {day: ((time(10), time(19)),) for day in range(2, 7)} | {7: ((time(11), time(18)),)}


def origin() -> Origin:
    """Who founds: the system, each time with a correlation of its own."""
    return Origin(
        actor="system:founding", channel="backoffice", correlation=uuid4(), market=MARKET, legal_entity=ENTITY
    )


def found_house(now: datetime) -> None:
    """The company, its one market and its storefront, ways to deliver, and VAT as it is in the EU.

    What is there already stays, so that it can be called again after a crash at any line.
    """
    who = origin()
    with suppress(CodeTaken):
        org.register_legal_entity(
            code=ENTITY, name=SELLER.name, country=SELLER.country, vat_number=SELLER.vat_number,
            registration="RCS Paris 832 145 676", street=SELLER.street, postcode=SELLER.postcode,
            city=SELLER.city, email=SELLER.email, origin=who, now=now,
        )  # fmt: skip
    if not org.legal_entity(ENTITY).siren:
        org.describe_legal_entity(ENTITY, SELLER, origin=who, now=now)
    with suppress(CodeTaken):
        org.open_market(
            code=MARKET, name="France", currency="EUR", countries=("FR", "BE", "LU", "DE", "NL", "ES", "IT"),
            legal_entity=ENTITY, origin=who, now=now,
        )  # fmt: skip
    with suppress(CodeTaken):
        org.open_storefront(code=STOREFRONT, name=NAME, market=MARKET, origin=who, now=now)
    with suppress(SourceExists):
        reports = SourceDraft(name=NAME, storefront=STOREFRONT, regime="carried", plan=sources.OWN_SCRIPT)
        sources.open_source(SOURCE, reports, own=True, origin=who, now=now)
    pricing.load_tax_rates(since=date(2014, 1, 1))
    fulfilment.add_starter_methods(market=MARKET, currency="EUR", origin=who, now=now)


def open_warehouse(now: datetime) -> PlaceInfo:
    """The place that ships by default."""
    with suppress(CodeTaken):
        org.open_place(
            code=WAREHOUSE, kind="warehouse", name=Localised(fr="Entrepôt d’Orléans", en="Orléans warehouse"),
            legal_entity=ENTITY, street="8 rue des Maréchaux", postcode="45140", city="Ormes", ships=True,
            position=0, origin=origin(), now=now,
        )  # fmt: skip
    return org.place(WAREHOUSE)


def open_shop(now: datetime, *, code: str, city: str, street: str, postcode: str, position: int) -> PlaceInfo:
    """A shop that ships and where orders are collected, Tuesday to Sunday."""
    with suppress(CodeTaken):
        org.open_place(
            code=code, kind="shop", name=Localised(fr=f"Boutique de {city}", en=f"{city} shop"),
            legal_entity=ENTITY, street=street, postcode=postcode, city=city, ships=True, collects=True,
            opening=SHOP_HOURS, position=position, origin=origin(), now=now,
        )  # fmt: skip
    return org.place(code)

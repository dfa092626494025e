"""A house to sell from: company, market, storefront, places, ways to deliver, VAT. `comptoir found`, the demo shop and
the tests' small world stand on it; everything is made by the rooms' public verbs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from uuid import uuid4

from babel import Locale

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised, slugify
from comptoir.org import facade as org
from comptoir.org.contracts import LegalIdentity, PlaceInfo
from comptoir.org.errors import AccountExists, CodeTaken
from comptoir.pricing import facade as pricing
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft
from comptoir.sources.errors import SourceExists

ENTITY = "maison-coste"
MARKET = "fr"
STOREFRONT = "maison-coste"
SOURCE = "storefront"  # what the storefront's own script reports as
NAME = "Maison Coste"
WAREHOUSE, OWN_WAREHOUSE = "entrepot", "warehouse"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """`code` is the company's and the storefront's, `countries` those that are delivered to (ISO 3166-1 alpha-2)."""

    code: str
    name: str
    seller: LegalIdentity
    registration: str = ""
    market: str
    market_name: str
    countries: tuple[str, ...]
    currency: str = "EUR"
    locale: str = "fr"


DEMO = House(
    code=ENTITY, name=NAME, seller=SELLER, registration="RCS Paris 832 145 676", market=MARKET, market_name="France",
    countries=("FR", "BE", "LU", "DE", "NL", "ES", "IT"),
)  # fmt: skip


def origin(house: House = DEMO) -> Origin:
    """Who founds: the system, each time with a correlation of its own."""
    return Origin(
        actor="system:founding", channel="backoffice", correlation=uuid4(), market=house.market,
        legal_entity=house.code,
    )  # fmt: skip


def found_house(now: datetime, house: House = DEMO) -> None:
    """The company, its one market and its storefront, ways to deliver, and VAT as it is in the EU.

    What is there already stays, so that it can be called again after a crash at any line. Refuses Invalid.
    """
    who, seller = origin(house), house.seller
    with suppress(CodeTaken):
        org.register_legal_entity(
            code=house.code, name=seller.name, country=seller.country, vat_number=seller.vat_number,
            registration=house.registration, street=seller.street, postcode=seller.postcode, city=seller.city,
            email=seller.email, origin=who, now=now,
        )  # fmt: skip
    if house.code not in org.storefronts():  # what its merchant says later stays
        org.describe_legal_entity(house.code, seller, origin=who, now=now)
    with suppress(CodeTaken):
        org.open_market(
            code=house.market, name=house.market_name, currency=house.currency, countries=house.countries,
            legal_entity=house.code, locale=house.locale, timezone=seller.timezone, origin=who, now=now,
        )  # fmt: skip
    with suppress(CodeTaken):
        org.open_storefront(code=house.code, name=house.name, market=house.market, origin=who, now=now)
    with suppress(SourceExists):
        reports = SourceDraft(name=house.name, storefront=house.code, regime="carried", plan=sources.OWN_SCRIPT)
        sources.open_source(SOURCE, reports, own=True, origin=who, now=now)
    pricing.load_tax_rates(since=date(2014, 1, 1))
    fulfilment.add_starter_methods(market=house.market, currency=house.currency, origin=who, now=now)


def house_of(seller: LegalIdentity, *, shop: str, countries: tuple[str, ...], currency: str, locale: str) -> House:
    """A house of somebody's own, with codes made of its names."""
    country = seller.country.lower()
    names = Locale.parse(locale).territories
    return House(
        code=slugify(shop)[:40].strip("-"), name=shop.strip(), seller=org.tidied_identity(seller), market=country,
        market_name=names.get(seller.country, seller.country), countries=countries, currency=currency, locale=locale,
    )  # fmt: skip


def found_for(house: House, *, administrator: str, password: str, now: datetime) -> list[str]:
    """The house, a warehouse at its company's address, and who administers it. What is there already stays: the answers
    that say otherwise are given back.

    Refuses Invalid by answer, before anything is written; a database holds one shop that was founded so.
    """
    wrong = org.identity_errors(house.seller) | org.market_errors(
        currency=house.currency, countries=house.countries, locale=house.locale, timezone=house.seller.timezone
    )
    wrong |= org.password_errors(password)
    if unfit := org.email_errors(administrator):
        wrong["administrator"] = unfit["email"]
    if not house.code:
        wrong["shop"] = "missing"
    elif others := (set(org.legal_entities()) | set(org.storefronts())) - {house.code}:
        wrong["shop"] = f"There is another here: {min(others)}. Use another COMPTOIR_HOME or DATABASE_URL."
    if wrong:
        raise Invalid(wrong)
    found_house(now, house)
    seller = house.seller
    with suppress(CodeTaken):
        org.open_place(
            code=OWN_WAREHOUSE, kind="warehouse", name=Localised(fr="Entrepôt", en="Warehouse"),
            legal_entity=house.code, street=seller.street, postcode=seller.postcode, city=seller.city,
            country=seller.country, timezone=seller.timezone, ships=True, position=0, origin=origin(house), now=now,
        )  # fmt: skip
    found = org.legal_entity(house.code)
    kept = [
        each.name for each in fields(LegalIdentity) if _differs(getattr(seller, each.name), getattr(found, each.name))
    ]
    try:
        org.open_account(
            email=administrator, password=password, roles=("administrator",), origin=origin(house), now=now
        )
    except AccountExists:
        kept.append("password")
    return kept


def _differs(said: object, known: object) -> bool:
    return isinstance(said, str) and said not in ("", known)


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

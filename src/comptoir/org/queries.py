"""Reads of the organisation."""

from __future__ import annotations

import hmac

from comptoir.kit import cache, sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.org import rules
from comptoir.org.contracts import ApiCaller, ApiKeyInfo, LegalEntityInfo, MarketInfo, PlaceInfo, StorefrontInfo
from comptoir.org.models import ApiKey, LegalEntity, Location, Market, Storefront

CALLER = """
SELECT k.digest, k.name, k.channel, s.code, k.scopes FROM org_apikey k JOIN org_storefront s ON s.id = k.storefront_id
WHERE k.prefix = %s AND k.revoked_at IS NULL
"""


def places() -> tuple[PlaceInfo, ...]:
    """All warehouses and shops, in the merchant's order."""
    return cache.keep("places", lambda: tuple(place_info(row) for row in Location.objects.all()))


def place(code: str) -> PlaceInfo:
    """Refuses NotFound."""
    found = next((place for place in places() if place.code == code), None)
    if found is None:
        raise NotFound()
    return found


def legal_entities() -> dict[str, LegalEntityInfo]:
    """All companies that sell, by code, the first registered first."""
    return cache.keep(
        "legal_entities", lambda: {row.code: entity_info(row) for row in LegalEntity.objects.order_by("id")}
    )


def legal_entity(code: str) -> LegalEntityInfo:
    """Refuses NotFound."""
    found = legal_entities().get(code)
    if found is None:
        raise NotFound()
    return found


def markets() -> dict[str, MarketInfo]:
    """All markets by code, the first opened first."""
    return cache.keep(
        "markets",
        lambda: {row.code: market_info(row) for row in Market.objects.select_related("legal_entity").order_by("id")},
    )


def market(code: str) -> MarketInfo:
    """Refuses NotFound."""
    found = markets().get(code)
    if found is None:
        raise NotFound()
    return found


def storefronts() -> dict[str, StorefrontInfo]:
    """All storefronts by code, the first opened first."""
    return cache.keep("storefronts", lambda: {row.code: storefront_info(row) for row in _storefront_rows()})


def storefront(code: str | None = None) -> StorefrontInfo:
    """The storefront of this code; without one the first that was opened. Refuses NotFound."""
    known = storefronts()
    found = known.get(code) if code else next(iter(known.values()), None)
    if found is None:
        raise NotFound()
    return found


def authenticate(key: str) -> ApiCaller | None:
    """Who calls with this key; None when it is unknown, altered or revoked. One statement, never from memory:
    a revoked key stops at once."""
    prefix = rules.prefix_of(key)
    found = sql.row(CALLER, [prefix]) if prefix else None
    if found is None or not hmac.compare_digest(found[0], rules.digest(key)):
        return None
    return ApiCaller(
        actor=f"key:{prefix}", name=found[1], channel=found[2], storefront=found[3], scopes=frozenset(found[4])
    )


def keys() -> tuple[ApiKeyInfo, ...]:
    """All keys, the newest first, revoked ones too."""
    return tuple(key_info(row) for row in ApiKey.objects.select_related("storefront").order_by("-created_at"))


def _storefront_rows() -> list[Storefront]:
    return list(Storefront.objects.select_related("market__legal_entity").order_by("id"))


def entity_info(row: LegalEntity) -> LegalEntityInfo:
    return LegalEntityInfo(
        id=row.id, code=row.code, name=row.name, country=row.country, legal_form=row.legal_form,
        capital=Money(row.capital_minor, row.capital_currency), siren=row.siren, siret=row.siret,
        vat_number=row.vat_number, register_city=row.register_city, street=row.street, postcode=row.postcode,
        city=row.city, email=row.email, phone=row.phone, iban=row.iban, bic=row.bic, timezone=row.timezone,
        director=row.director, host=row.host, mediator=row.mediator,
    )  # fmt: skip


def market_info(row: Market) -> MarketInfo:
    return MarketInfo(
        code=row.code,
        name=row.name,
        currency=row.currency,
        countries=tuple(row.countries),
        locale=row.locale,
        timezone=row.timezone,
        legal_entity=row.legal_entity.code,
    )


def storefront_info(row: Storefront) -> StorefrontInfo:
    return StorefrontInfo(code=row.code, name=row.name, market=market_info(row.market))


def place_info(row: Location) -> PlaceInfo:
    return PlaceInfo(
        id=row.id,
        code=row.code,
        kind=row.kind,
        name=row.name,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        timezone=row.timezone,
        ships=row.ships,
        collects=row.collects,
        opening=rules.read_opening(row.opening),
        closed_on=rules.read_days(row.closed_on),
        special=rules.read_special(row.special),
    )


def key_info(row: ApiKey) -> ApiKeyInfo:
    return ApiKeyInfo(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        channel=row.channel,
        storefront=row.storefront.code,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )

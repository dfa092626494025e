"""Words of the organisation."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Api Key Issued", subject=("api_key", "key_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ApiKeyIssued(Word):
    key_id: UUID
    prefix: str
    scopes: list[str]


@word("Api Key Revoked", subject=("api_key", "key_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ApiKeyRevoked(Word):
    key_id: UUID
    prefix: str


@word("Legal Entity Registered", subject=("legal_entity", "legal_entity_id"))
class LegalEntityRegistered(Word):
    legal_entity_id: UUID
    code: str
    country: str


@word("Legal Entity Described", subject=("legal_entity", "legal_entity_id"))
class LegalEntityDescribed(Word):
    """Its legal identity was changed; what it says now stands in its row."""

    legal_entity_id: UUID
    code: str


@word("Place Hours Set", subject=("place", "place_id"))
class PlaceHoursSet(Word):
    """When it is open from now on, on usual and on single days; the hours stand in its row."""

    place_id: UUID
    code: str


@word("Market Opened", subject=("market", "market_id"))
class MarketOpened(Word):
    market_id: UUID
    code: str
    currency: str
    countries: list[str]


@word("Storefront Opened", subject=("storefront", "storefront_id"))
class StorefrontOpened(Word):
    storefront_id: UUID
    code: str
    market: str


@word("Place Opened", subject=("place", "place_id"))
class PlaceOpened(Word):
    place_id: UUID
    code: str
    kind: str


@word("Account Opened", subject=("account", "account_id"))
class AccountOpened(Word):
    account_id: UUID
    roles: list[str]


@word("Roles Given", subject=("account", "account_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class RolesGiven(Word):
    account_id: UUID
    roles: list[str]

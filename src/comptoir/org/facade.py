"""The organisation's door."""

from comptoir.org.commands.describe_legal_entity import describe_legal_entity
from comptoir.org.commands.give_roles import give_roles
from comptoir.org.commands.issue_key import issue_key
from comptoir.org.commands.open_account import open_account
from comptoir.org.commands.open_market import open_market
from comptoir.org.commands.open_place import open_place
from comptoir.org.commands.open_storefront import open_storefront
from comptoir.org.commands.register_legal_entity import register_legal_entity
from comptoir.org.commands.revoke_key import revoke_key
from comptoir.org.queries import (
    authenticate,
    keys,
    legal_entities,
    legal_entity,
    market,
    markets,
    place,
    places,
    storefront,
    storefronts,
)
from comptoir.org.roles import ROLES
from comptoir.org.rules import SCOPES

__all__ = [
    "ROLES",
    "SCOPES",
    "authenticate",
    "describe_legal_entity",
    "give_roles",
    "issue_key",
    "keys",
    "legal_entities",
    "legal_entity",
    "market",
    "markets",
    "open_account",
    "open_market",
    "open_place",
    "open_storefront",
    "place",
    "places",
    "register_legal_entity",
    "revoke_key",
    "storefront",
    "storefronts",
]

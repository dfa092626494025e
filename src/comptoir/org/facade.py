"""The organisation's door."""

from comptoir.org.accounts import (
    account,
    account_of,
    account_row,
    add_account,
    email_errors,
    other_administrators,
    password_errors,
    staff_among,
    who_has_password,
    write_account,
    write_password,
)
from comptoir.org.commands.describe_legal_entity import describe_legal_entity
from comptoir.org.commands.give_roles import give_roles, give_roles_here, role_errors
from comptoir.org.commands.issue_key import issue_key
from comptoir.org.commands.open_account import open_account
from comptoir.org.commands.open_market import open_market
from comptoir.org.commands.open_place import open_place
from comptoir.org.commands.open_storefront import open_storefront
from comptoir.org.commands.register_legal_entity import register_legal_entity
from comptoir.org.commands.revoke_key import revoke_key
from comptoir.org.commands.set_hours import set_hours
from comptoir.org.identity import errors as identity_errors
from comptoir.org.identity import tidied as tidied_identity
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
from comptoir.org.roles import ROLE_NAMES, ROLES
from comptoir.org.rules import SCOPES, market_errors

__all__ = [
    "ROLES",
    "ROLE_NAMES",
    "SCOPES",
    "account",
    "account_of",
    "account_row",
    "add_account",
    "authenticate",
    "describe_legal_entity",
    "email_errors",
    "give_roles",
    "give_roles_here",
    "identity_errors",
    "issue_key",
    "keys",
    "legal_entities",
    "legal_entity",
    "market",
    "market_errors",
    "markets",
    "open_account",
    "open_market",
    "open_place",
    "open_storefront",
    "other_administrators",
    "password_errors",
    "place",
    "places",
    "register_legal_entity",
    "revoke_key",
    "role_errors",
    "set_hours",
    "staff_among",
    "storefront",
    "storefronts",
    "tidied_identity",
    "who_has_password",
    "write_account",
    "write_password",
]

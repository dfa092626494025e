from comptoir.customers.commands.join_account import join_account
from comptoir.customers.commands.name_buyer import name_buyer
from comptoir.customers.distances import distance
from comptoir.customers.emails import email_doubt
from comptoir.customers.postcodes import suggestions, towns
from comptoir.customers.queries import (
    addresses_of,
    by_account,
    called,
    contact,
    contacts,
    customer_ids,
    people,
    with_email,
)
from comptoir.customers.rules import errors as contact_errors

__all__ = [
    "addresses_of",
    "by_account",
    "called",
    "contact",
    "contact_errors",
    "contacts",
    "customer_ids",
    "distance",
    "email_doubt",
    "join_account",
    "name_buyer",
    "people",
    "suggestions",
    "towns",
    "with_email",
]

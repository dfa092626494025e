from comptoir.customers.commands.correct import correct
from comptoir.customers.commands.count_as_one import count_as_one
from comptoir.customers.commands.forget import forget
from comptoir.customers.commands.join_account import join_account
from comptoir.customers.commands.name_buyer import name_buyer
from comptoir.customers.distances import distance
from comptoir.customers.emails import email_doubt
from comptoir.customers.postcodes import suggestions, towns
from comptoir.customers.queries import (
    account_of,
    addresses_kept,
    addresses_of,
    by_account,
    contact,
    contacts,
    counted_as,
    counting,
    customer_ids,
    forgotten,
    how_many,
    known,
    known_before,
    matching,
    of_accounts,
    people,
    quiet_since,
    stands_alone,
    with_email,
    with_phone,
)
from comptoir.customers.rules import errors as contact_errors

__all__ = [
    "account_of",
    "addresses_kept",
    "addresses_of",
    "by_account",
    "contact",
    "contact_errors",
    "contacts",
    "correct",
    "count_as_one",
    "counted_as",
    "counting",
    "customer_ids",
    "distance",
    "email_doubt",
    "forget",
    "forgotten",
    "how_many",
    "known",
    "known_before",
    "join_account",
    "matching",
    "name_buyer",
    "of_accounts",
    "people",
    "quiet_since",
    "stands_alone",
    "suggestions",
    "towns",
    "with_email",
    "with_phone",
]

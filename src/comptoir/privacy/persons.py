"""Who it is about: every name under which something may be kept."""

from __future__ import annotations

from uuid import UUID

from comptoir.customers import facade as customers
from comptoir.kit.refusals import NotFound
from comptoir.privacy.contracts import Person


def person(customer_id: UUID) -> Person:
    """Refuses NotFound."""
    known = customers.people([customer_id]).get(customer_id)
    if known is None:
        raise NotFound()
    return Person(customer_id=customer_id, account_id=customers.account_of(customer_id), email=known.email)

"""Who it is about: every name under which something may be kept. A user id or an e-mail that a source reported is none
of a customer's (`profiles.rules`), so what hangs on it alone is neither told nor erased as theirs; but
what was told under our own id of them is erased."""

from __future__ import annotations

from uuid import UUID

from comptoir.consent.contracts import CUSTOMER, VISITOR, Subject
from comptoir.customers import facade as customers
from comptoir.kit.refusals import NotFound
from comptoir.privacy.contracts import Person
from comptoir.profiles import facade as profiles


def person(customer_id: UUID) -> Person:
    """Refuses NotFound."""
    known = customers.people([customer_id]).get(customer_id)
    if known is None:
        raise NotFound()
    person_id = profiles.person_of(CUSTOMER, str(customer_id))
    named = profiles.identifiers_of(person_id) if person_id else ()
    return Person(
        customer_id=customer_id,
        account_id=customers.account_of(customer_id),
        email=known.email,
        person_id=person_id,
        visitors=tuple(each.value for each in named if each.kind == VISITOR),
        others=tuple(
            Subject(each.kind, each.value) for each in named if each.kind not in (VISITOR, CUSTOMER)
        ),
    )

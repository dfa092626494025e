"""A buyer says who they are and where it shall go."""

from __future__ import annotations

from datetime import datetime

from comptoir.customers import rules
from comptoir.customers.contracts import Contact, NamedBuyer
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid

STATEMENT = """
WITH known AS (
    INSERT INTO customers_customer (id, email, locale, created_at)
    VALUES (%(customer_id)s, %(email)s, %(locale)s, %(now)s)
    ON CONFLICT (lower(email)) DO UPDATE SET locale = customers_customer.locale
    RETURNING id
)
INSERT INTO customers_address (id, customer_id, name, street, more, postcode, city, country, phone, created_at)
SELECT %(address_id)s, known.id, %(name)s, %(street)s, %(more)s, %(postcode)s, %(city)s, %(country)s, %(phone)s,
       %(now)s
FROM known
RETURNING customer_id, id
"""


def name_buyer(contact: Contact, *, with_address: bool, locale: str, now: datetime) -> NamedBuyer:
    """Find or make the customer of this e-mail and keep the address as a new row, in the caller's transaction.

    An e-mail that somebody types proves nothing: it opens no order and no basket of its owner.
    Refuses Invalid with the fields that are wrong.
    """
    given = rules.clean(contact)
    if wrong := rules.errors(given, with_address=with_address):
        raise Invalid(wrong)
    found = sql.row(
        STATEMENT,
        {
            "customer_id": uuid7(), "address_id": uuid7(), "locale": locale, "now": now,
            "email": given.email, "name": given.name, "street": given.street, "more": given.more,
            "postcode": given.postcode, "city": given.city, "country": given.country, "phone": given.phone,
        },
    )  # fmt: skip
    assert found
    return NamedBuyer(customer_id=found[0], address_id=found[1])

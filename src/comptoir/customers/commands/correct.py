"""A person corrects how they are called and reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comptoir.customers import rules
from comptoir.customers.queries import people
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

ADD = """
INSERT INTO customers_address (id, customer_id, name, street, more, postcode, city, country, phone, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def correct(customer_id: UUID, *, name: str, phone: str, now: datetime) -> None:
    """The latest address with this name and telephone, as a new row: orders keep the one that they were promised to.
    In the caller's transaction. Refuses NotFound (nobody, or no address yet), Invalid by field."""
    known = people([customer_id]).get(customer_id)
    if known is None or not known.country:
        raise NotFound()
    wanted = rules.clean(replace(known, name=name, phone=phone))
    if wrong := rules.errors(wanted, with_address=bool(known.street)):
        raise Invalid(wrong)
    sql.run(
        ADD,
        [
            uuid7(), customer_id, wanted.name, wanted.street, wanted.more, wanted.postcode, wanted.city,
            wanted.country, wanted.phone, now,
        ],
    )  # fmt: skip

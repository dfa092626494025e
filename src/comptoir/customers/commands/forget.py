"""A person is forgotten: what names them goes, what an order was promised to stays a row without a name."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql

# `.invalid` is reserved (RFC 2606): no mail can leave for it. Country and département remain, which VAT and figures of
# delivery need and which name nobody.
CUSTOMER = """
UPDATE customers_customer SET email = id || '@erased.invalid', account_id = NULL
WHERE id = %(id)s AND email <> id || '@erased.invalid'
"""
ADDRESSES = """
UPDATE customers_address
SET name = '', street = '', more = '', city = '', phone = '', postcode = left(postcode, 2)
WHERE customer_id = %(id)s AND (name, street, more, city, phone) <> ('', '', '', '', '')
"""


def forget(customer_id: UUID) -> int:
    """In the caller's transaction. Answers how many rows changed; called again, none."""
    return sum(sql.run(statement, {"id": customer_id}) for statement in (CUSTOMER, ADDRESSES))

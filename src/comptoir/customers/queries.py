"""Personal values, for the performance of a contract only."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from comptoir.customers import rules
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import fold

CONTACTS = """
SELECT a.id, c.email, a.name, a.street, a.more, a.postcode, a.city, a.country, a.phone
FROM unnest((SELECT %s::uuid[])) AS wanted(id)
JOIN customers_address a ON a.id = wanted.id JOIN customers_customer c ON c.id = a.customer_id
"""


# The expression of the index `address_by_name`.
NAMED = """
SELECT {} FROM customers_address
WHERE to_tsvector('simple', translate(lower(name), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'))
      @@ to_tsquery('simple', %s)
ORDER BY created_at DESC LIMIT 200
"""
# The expression of the index `address_by_phone`. Nine digits are what +33 6 and 06 have in common.
REACHED = """
SELECT customer_id FROM customers_address WHERE phone <> '' AND right(phone, 9) = right(%s, 9)
ORDER BY created_at DESC LIMIT 50
"""
PEOPLE = """
SELECT c.id, c.email, coalesce(a.name, ''), coalesce(a.street, ''), coalesce(a.more, ''), coalesce(a.postcode, ''),
       coalesce(a.city, ''), coalesce(a.country, ''), coalesce(a.phone, '')
FROM customers_customer c
LEFT JOIN LATERAL (
    SELECT * FROM customers_address a WHERE a.customer_id = c.id
    ORDER BY a.created_at DESC, a.id DESC LIMIT 1) a ON true
WHERE c.id = ANY(%s)
"""
KEPT = """
SELECT c.email, a.name, a.street, a.more, a.postcode, a.city, a.country, a.phone
FROM customers_customer c JOIN customers_address a ON a.customer_id = c.id
WHERE c.id = %s ORDER BY a.created_at DESC, a.id DESC
"""
QUIET = """
SELECT c.id FROM customers_customer c
WHERE c.created_at < %(moment)s AND (%(after)s::uuid IS NULL OR c.id > %(after)s)
  AND c.email <> c.id || '@erased.invalid'
  AND NOT EXISTS (SELECT 1 FROM customers_address a WHERE a.customer_id = c.id AND a.created_at >= %(moment)s)
ORDER BY c.id LIMIT %(limit)s
"""
FORGOTTEN = """
SELECT c.id FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN customers_customer c USING (id)
WHERE c.email = c.id || '@erased.invalid'
"""
KNOWN = """
SELECT c.id::text, c.email = c.id || '@erased.invalid'
FROM unnest(%s::text[]::uuid[]) AS wanted(id) JOIN customers_customer c USING (id)
"""
AFTER = "SELECT id FROM customers_customer WHERE %(after)s::uuid IS NULL OR id > %(after)s ORDER BY id LIMIT %(limit)s"


def contact(address_id: UUID) -> Contact:
    """Who gets it and where. Refuses NotFound."""
    found = contacts([address_id])
    if address_id not in found:
        raise NotFound()
    return found[address_id]


def contacts(address_ids: list[UUID]) -> dict[UUID, Contact]:
    return {
        row[0]: Contact(
            email=row[1], name=row[2], street=row[3], more=row[4], postcode=row[5], city=row[6], country=row[7],
            phone=row[8],
        )
        for row in sql.rows(CONTACTS, [list(dict.fromkeys(address_ids))])
    }  # fmt: skip


def with_email(text: str) -> list[UUID]:
    """Customers whose e-mail starts with `text`, for the back office's search; 50 at most."""
    pattern = text.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return [
        row[0]
        for row in sql.rows("SELECT id FROM customers_customer WHERE email LIKE %s LIMIT 50", [pattern])
    ]


def addresses_of(text: str) -> list[UUID]:
    """Addresses in whose name every word of `text` begins a word, for the back office's search; the latest 200."""
    return _named("id", text)


def called(text: str) -> list[UUID]:
    """Customers with such an address; the latest 200."""
    return list(dict.fromkeys(_named("customer_id", text)))


def with_phone(text: str) -> list[UUID]:
    """Customers who gave this telephone number, with or without its country's code; the latest 50."""
    number = rules.phone(text)
    if not re.fullmatch(r"\+?[0-9]{9,15}", number):
        return []
    return list(dict.fromkeys(row[0] for row in sql.rows(REACHED, [number])))


def matching(text: str) -> list[UUID]:
    """Customers whom these words may mean: by e-mail, name or telephone, for the back office's search."""
    text = text.strip()
    return list(dict.fromkeys([*with_email(text), *called(text), *with_phone(text)]))


def by_account(account_id: UUID) -> UUID | None:
    found = sql.row("SELECT id FROM customers_customer WHERE account_id = %s", [account_id])
    return found[0] if found else None


def of_accounts(account_ids: Collection[UUID]) -> list[UUID]:
    """The customers who these accounts are."""
    found = sql.rows("SELECT id FROM customers_customer WHERE account_id = ANY(%s)", [list(account_ids)])
    return [row[0] for row in found]


def people(ids: Collection[UUID]) -> dict[UUID, Contact]:
    """Customers with their latest address, for a system that performs their orders too."""
    return {
        row[0]: Contact(
            email=row[1], name=row[2], street=row[3], more=row[4], postcode=row[5], city=row[6], country=row[7],
            phone=row[8],
        )
        for row in sql.rows(PEOPLE, [list(ids)])
    }  # fmt: skip


def customer_ids(after: UUID | None, *, limit: int) -> list[UUID]:
    """Customers by id, from the one after `after`."""
    return [row[0] for row in sql.rows(AFTER, {"after": after, "limit": limit})]


def how_many() -> int:
    found = sql.row("SELECT count(*) FROM customers_customer")
    assert found
    return int(found[0])


def known_before(moment: datetime) -> bool:
    """Whether somebody was a customer before then."""
    return sql.row("SELECT 1 FROM customers_customer WHERE created_at < %s LIMIT 1", [moment]) is not None


def counted_as(customer_id: UUID) -> UUID:
    """The record that stands for this one where people are counted; itself for who is linked with nobody."""
    found = sql.row("SELECT one_id FROM customers_together WHERE customer_id = %s", [customer_id])
    return found[0] if found else customer_id


def stands_alone(customer_id: UUID) -> bool:
    """Whether staff hold no other record for the same person's."""
    return sql.row("SELECT 1 FROM customers_together WHERE customer_id = %s", [customer_id]) is None


def counting() -> str:
    """Says which records are counted as one: another text as soon as that changed, the same when it is as before."""
    found = sql.row("SELECT coalesce(md5(string_agg(customer_id::text || one_id, ',' ORDER BY customer_id)), '')"
                    " FROM customers_together")  # fmt: skip
    assert found
    return str(found[0])


def account_of(customer_id: UUID) -> UUID | None:
    """The account of a customer, when they have one."""
    found = sql.row("SELECT account_id FROM customers_customer WHERE id = %s", [customer_id])
    return found[0] if found else None


def addresses_kept(customer_id: UUID) -> list[Contact]:
    """Every address that this person ever gave, the latest first; the same one twice is one."""
    rows = sql.rows(KEPT, [customer_id])
    kept = [
        Contact(email=row[0], name=row[1], street=row[2], more=row[3], postcode=row[4], city=row[5], country=row[6],
                phone=row[7])
        for row in rows
    ]  # fmt: skip
    return list(dict.fromkeys(kept))


def quiet_since(moment: datetime, *, after: UUID | None, limit: int) -> list[UUID]:
    """Who gave no e-mail and no address since then, by id from the one after `after`, but for who was forgotten."""
    return [row[0] for row in sql.rows(QUIET, {"moment": moment, "after": after, "limit": limit})]


def forgotten(ids: Collection[UUID]) -> set[UUID]:
    """Those of these customers who were forgotten."""
    return {row[0] for row in sql.rows(FORGOTTEN, [list(ids)])}


class Cursor(Protocol):
    def execute(self, query: str, params: list[Any]) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def known(cursor: Cursor, ids: Collection[str]) -> dict[str, bool]:
    """Those of these ids, as text, that are customers, and whether each was forgotten; read by a cursor of psycopg: the
    collector has no connection of Django's."""
    cursor.execute(KNOWN, [list(ids)])
    return dict(cursor.fetchall())


def _named(column: str, text: str) -> list[UUID]:
    words = re.findall(r"[a-z0-9]+", fold(text))
    if not words or "@" in text:
        return []
    return [row[0] for row in sql.rows(NAMED.format(column), [" & ".join(f"{word}:*" for word in words)])]

"""People in a list: the latest, or whom a word finds."""

from __future__ import annotations

from uuid import UUID

from comptoir.customers import facade as customers
from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym
from comptoir.profiles.contracts import PersonFound
from comptoir.profiles.rules import CUSTOMER, EMAIL, PHONE

LINE = """
SELECT p.id, p.known, p.first_at, p.identifiers,
       (SELECT i.value FROM profiles_identifier AS i WHERE i.person_id = p.id AND i.kind = 'customer')
FROM profiles_person AS p
"""
LATEST = f"{LINE} WHERE (p.known OR NOT %s) ORDER BY p.first_at DESC, p.id LIMIT %s OFFSET %s"
NAMED = f"""{LINE} WHERE p.id IN (
    SELECT i.person_id FROM profiles_identifier AS i JOIN unnest(%s::text[], %s::text[]) AS t(kind, value)
    ON i.value = t.value AND (t.kind = '' OR i.kind = t.kind)
) ORDER BY p.first_at DESC, p.id LIMIT %s OFFSET %s
"""


def find_people(words: str, *, known: bool = False, limit: int = 50, offset: int = 0) -> tuple[PersonFound, ...]:
    """Those met last, only known ones when `known`; or those that `words` names: an e-mail, a name of a customer, a
    telephone, or any identifier as it is."""
    text = words.strip()
    if not text:
        rows = sql.rows(LATEST, [known, limit, offset])
    else:
        named = _meant(text)
        rows = sql.rows(NAMED, [[kind for kind, _ in named], [value for _, value in named], limit, offset])
    return tuple(
        PersonFound(
            person_id=row[0], known=row[1], first_at=row[2], identifiers=row[3],
            customer_id=UUID(row[4]) if row[4] else None,
        )
        for row in rows
    )  # fmt: skip


def _meant(text: str) -> list[tuple[str, str]]:
    """The identifiers that these words may be; personal values are asked for by their pseudonym."""
    phone = "".join(each for each in text if each in "0123456789+")
    return [
        ("", text[:200]),
        (EMAIL, pseudonym(EMAIL, text.lower())),
        (PHONE, pseudonym(PHONE, f"+{phone[2:]}" if phone.startswith("00") else phone)),
        *((CUSTOMER, str(each)) for each in customers.matching(text)),
    ]

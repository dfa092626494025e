"""A person is erased: identifiers, links, what was heard and what follows from it. Nothing of it comes again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.kit import sql
from comptoir.profiles import names
from comptoir.profiles.hearing import touch
from comptoir.profiles.linking import check, holding, stripes_of
from comptoir.profiles.rules import Identifier

OF = "SELECT id, kind, value FROM profiles_identifier WHERE person_id = %s"
HEARD = """
DELETE FROM profiles_heard WHERE event_id IN (
    SELECT event_id FROM profiles_moment WHERE identifier_id = ANY(%(ids)s::bigint[])
    UNION SELECT event_id FROM profiles_link WHERE a_id = ANY(%(ids)s::bigint[]) OR b_id = ANY(%(ids)s::bigint[]))
"""
BY_IDENTIFIER = ("moment", "trait", "taste", "bought", "about")
LINKS = "DELETE FROM profiles_link WHERE a_id = ANY(%(ids)s::bigint[]) OR b_id = ANY(%(ids)s::bigint[])"
REMEMBER = """
INSERT INTO profiles_forgotten (digest, at) SELECT unnest(%s::text[]), %s
ON CONFLICT (digest) DO UPDATE SET at = greatest(profiles_forgotten.at, excluded.at)
"""


def forget(person_id: UUID, *, now: datetime) -> int:
    """Erase what is kept of a person, in the caller's transaction or one of its own; how many identifiers it was. What
    happened until `now` is not told again, though the journal be read anew: only keyed digests stay."""

    def erase(held: set[int]) -> int:
        rows = sql.rows(OF, [person_id])
        named = [Identifier(row[1], row[2]) for row in rows]
        check(held, named, [person_id])
        if not rows:
            return 0
        ids = {"ids": [row[0] for row in rows]}
        sql.run(HEARD, ids)
        for table in BY_IDENTIFIER:
            sql.run(f"DELETE FROM profiles_{table} WHERE identifier_id = ANY(%(ids)s::bigint[])", ids)
        sql.run(LINKS, ids)
        sql.run("DELETE FROM profiles_identifier WHERE id = ANY(%(ids)s::bigint[])", ids)
        sql.run("DELETE FROM profiles_person WHERE id = %s", [person_id])
        sql.run(REMEMBER, [sorted(names.digest(each) for each in named), now])
        touch([person_id])
        return len(named)

    with transaction.atomic():
        return holding(stripes_of((), [person_id]), erase)

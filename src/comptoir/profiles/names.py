"""The rows of identifiers, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym
from comptoir.org import facade as org
from comptoir.profiles.rules import ACCOUNT, Identifier, kind_of, person_id

FIND = """
SELECT i.kind, i.value, i.id, i.first_at, i.person_id
FROM unnest(%s::text[], %s::text[]) AS t(kind, value)
JOIN profiles_identifier AS i ON i.kind = t.kind AND i.value = t.value
"""
NAMES_NOBODY = """
SELECT t.kind, t.value FROM unnest(%s::text[], %s::text[]) AS t(kind, value)
JOIN profiles_illegal AS i ON i.value = t.value AND i.kind IN ('', t.kind)
"""
FORGOTTEN = "SELECT digest, at FROM profiles_forgotten WHERE digest = ANY(%s::text[])"
# Whoever was met before is met earlier now, perhaps; nobody is met later.
MEET = """
INSERT INTO profiles_identifier AS kept (kind, value, known, first_at, person_id)
SELECT * FROM unnest(%s::text[], %s::text[], %s::boolean[], %s::timestamptz[], %s::uuid[])
ON CONFLICT (kind, value) DO UPDATE SET first_at = excluded.first_at WHERE excluded.first_at < kept.first_at
RETURNING kind, value, id, first_at, person_id
"""


class Met(NamedTuple):
    """An identifier's row: its id, when it was first met, and whose it is now."""

    id: int
    first_at: datetime
    person_id: UUID


def find(named: Collection[Identifier]) -> dict[Identifier, Met]:
    rows = sql.rows(FIND, _columns(named)) if named else []
    return {Identifier(kind, value): Met(*row) for kind, value, *row in rows}


def meet(first: Mapping[Identifier, datetime]) -> dict[Identifier, Met]:
    """Write those that were never met, each a person of its own until a link says more."""
    listed = sorted(first)
    columns = [
        *_columns(listed),
        [kind_of(each.kind).known for each in listed],
        [first[each] for each in listed],
        [person_id(each) for each in listed],
    ]
    return {Identifier(kind, value): Met(*row) for kind, value, *row in sql.rows(MEET, columns)}


def nobody(named: Collection[Identifier]) -> set[Identifier]:
    """Those that name nobody: what staff ruled out, and the accounts that staff work with."""
    if not named:
        return set()
    accounts = {UUID(each.value): each for each in named if each.kind == ACCOUNT}
    staff = org.staff_among(accounts) if accounts else set()
    ruled_out = {Identifier(*row) for row in sql.rows(NAMES_NOBODY, _columns(named))}
    return ruled_out | {accounts[each] for each in staff}


def forgotten(named: Collection[Identifier]) -> dict[Identifier, datetime]:
    """Those that were erased, and when: what happened until then is not told again."""
    digests = {digest(each): each for each in named}
    found = sql.rows(FORGOTTEN, [list(digests)]) if digests else []
    return {digests[text]: at for text, at in found}


def digest(name: Identifier) -> str:
    return pseudonym(f"forgotten {name.kind}", name.value)


def _columns(named: Iterable[Identifier]) -> list[list[str]]:
    listed = list(named)
    return [[each.kind for each in listed], [each.value for each in listed]]

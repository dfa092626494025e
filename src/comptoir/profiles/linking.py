"""Links as they come, one component at a time: the same people as if all had been resolved anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction

from comptoir.journal.contracts import Event
from comptoir.kit import sql
from comptoir.profiles import names, rules
from comptoir.profiles.deciding import Row, decide
from comptoir.profiles.evidence import told_at
from comptoir.profiles.names import Met
from comptoir.profiles.rules import Identifier, person_id

# One lock of many stripes per identifier and per person, taken sorted; whoever finds that more are needed lets go of
# all and takes the larger set, so nobody waits while holding what another waits for.
STRIPES = 1024
LOCK_SPACE = 0x70656F70  # "peop"
LOCK = "SELECT count(pg_advisory_xact_lock(%s, stripe)) FROM unnest(%s::int[]) AS stripe"
TRIES = 50

KNOWN_LINKS = """
SELECT l.a_id, l.b_id, l.at, l.state FROM unnest(%s::bigint[], %s::bigint[]) AS t(a, b)
JOIN profiles_link AS l ON l.a_id = t.a AND l.b_id = t.b
"""
TELL = """
INSERT INTO profiles_link AS kept (a_id, b_id, at, event_id, word, channel, state, reason, revoked_by, revoked_reason)
SELECT *, 'joined', '', '', ''
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::uuid[], %s::text[], %s::text[])
ON CONFLICT (a_id, b_id) DO UPDATE
SET at = excluded.at, event_id = excluded.event_id, word = excluded.word, channel = excluded.channel
WHERE excluded.at < kept.at
RETURNING a_id, b_id, state
"""
MEMBERS = "SELECT id, kind, value, first_at, person_id FROM profiles_identifier WHERE person_id = ANY(%s::uuid[])"
# What was refused before the earliest change stays refused: the state that refused it does not change. A change of our
# own words comes before all that sources told: its `since` is `rules.EVER`.
LINKS = """
SELECT l.id, l.a_id, l.b_id, l.at, l.reason FROM profiles_link AS l
WHERE (l.a_id = ANY(%(ids)s::bigint[]) OR l.b_id = ANY(%(ids)s::bigint[]))
  AND (l.state = 'joined' OR l.state = 'refused' AND l.at >= %(since)s)
"""
OWNERS = "SELECT DISTINCT person_id FROM profiles_identifier WHERE id = ANY(%s::bigint[])"
HUBS = """
SELECT i.id, i.kind, i.value FROM profiles_identifier AS i
WHERE i.id = ANY(%s::bigint[]) AND i.kind NOT IN ('customer', 'account') AND (
    SELECT count(*) FROM profiles_link AS l WHERE i.id IN (l.a_id, l.b_id) AND l.state = 'refused') > %s
ORDER BY i.id
"""
NOTE = """
INSERT INTO profiles_illegal (kind, value, noted_at, noted_by) VALUES (%s, %s, now(), %s)
ON CONFLICT (kind, value) DO NOTHING
"""
NEIGHBOURS = """
SELECT array_agg(DISTINCT other.person_id) FROM profiles_link AS l
JOIN profiles_identifier AS other ON other.id IN (l.a_id, l.b_id) WHERE %(id)s IN (l.a_id, l.b_id)
"""
UNLINK = "DELETE FROM profiles_link WHERE %s IN (a_id, b_id)"
GONE = "DELETE FROM profiles_person WHERE id = ANY(%s::uuid[])"
PEOPLE = """
INSERT INTO profiles_person (id, known, first_at, identifiers)
SELECT person_id, bool_or(known), min(first_at), count(*) FROM profiles_identifier
WHERE person_id = ANY(%s::uuid[]) GROUP BY person_id
ON CONFLICT (id) DO UPDATE
SET known = excluded.known, first_at = excluded.first_at, identifiers = excluded.identifiers
"""


T = TypeVar("T")


class _Wider(Exception):
    """More has to be locked than is held."""

    def __init__(self, stripes: set[int]) -> None:
        self.stripes = stripes


class Changed(NamedTuple):
    """The identifiers asked for, and the people that are another set now, gone ones included."""

    met: dict[Identifier, Met]
    people: set[UUID]


def link(first: Mapping[Identifier, datetime], told: Mapping[tuple[Identifier, Identifier], Event]) -> Changed:
    """Write who was met and which links were told, and who is one now. Without news it reads and locks nothing."""
    known = names.find(first)
    if _is_old(known, first, told):
        return Changed(known, set())
    stripes = stripes_of(first, (each.person_id for each in known.values()))
    return holding(stripes, lambda held: _link(first, told, held))


def holding(stripes: set[int], work: Callable[[set[int]], T]) -> T:
    """Do `work` while these stripes are held, and again with more of them where it asks for more."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                hold(stripes)
                return work(stripes)
        except _Wider as wider:
            stripes = stripes | wider.stripes
    raise RuntimeError("people changed faster than they could be locked")


def hold(stripes: Collection[int]) -> None:
    sql.rows(LOCK, [LOCK_SPACE, sorted(stripes)])


def _link(
    first: Mapping[Identifier, datetime], told: Mapping[tuple[Identifier, Identifier], Event], held: set[int]
) -> Changed:
    known = names.find(first)
    check(held, first, (each.person_id for each in known.values()))
    named = {name: at for name, at in first.items() if name not in known or at < known[name].first_at}
    known |= names.meet(named)
    new_links = _tell(known, told)
    touched = {known[name].person_id for name in named}
    since = None
    if new_links:
        touched |= {known[name].person_id for pair in new_links for name in pair}
        since = min(_since(pair, told[pair]) for pair in new_links)
    changed = settle(touched, since, held)
    for identifier, name in _hubs(known[name] for pair in new_links for name in pair):
        note_nobody(name, "system:profiles")
        changed |= unlink(identifier, name, held)[1]
    return Changed(known | names.find(first), changed)


def _since(pair: tuple[Identifier, Identifier], event: Event) -> datetime:
    return rules.EVER if rules.trusted(pair[0].kind, pair[1].kind) else told_at(event)


def _hubs(met: Iterable[Met]) -> list[tuple[int, Identifier]]:
    """Those of these that were refused too often to name anybody. A customer is somebody all the same."""
    ids = sorted({each.id for each in met})
    rows = sql.rows(HUBS, [ids, rules.MOST_REFUSED]) if ids else []
    return [(row[0], Identifier(row[1], row[2])) for row in rows]


def note_nobody(name: Identifier, by: str) -> None:
    sql.run(NOTE, [name.kind, name.value, by])


def unlink(identifier: int, name: Identifier, held: set[int]) -> tuple[int, set[UUID]]:
    """Whom this identifier joined come apart: how many links it had, and the people that are another set now."""
    neighbours = sql.rows(NEIGHBOURS, {"id": identifier})[0][0]
    people = set(neighbours or ())
    check(held, [name], people)
    links = sql.run(UNLINK, [identifier])
    return links, settle(people, rules.EVER, held)


def _is_old(
    known: Mapping[Identifier, Met],
    first: Mapping[Identifier, datetime],
    told: Mapping[tuple[Identifier, Identifier], Event],
) -> bool:
    if any(name not in known or at < known[name].first_at for name, at in first.items()):
        return False
    return not told or not _news(known, told)


def _news(
    known: Mapping[Identifier, Met], told: Mapping[tuple[Identifier, Identifier], Event]
) -> dict[tuple[Identifier, Identifier], tuple[int, int]]:
    ids = {pair: _ordered(known[pair[0]].id, known[pair[1]].id) for pair in told}
    columns = [[pair[0] for pair in ids.values()], [pair[1] for pair in ids.values()]]
    kept = {(a, b): at for a, b, at, _ in sql.rows(KNOWN_LINKS, columns)}
    return {pair: key for pair, key in ids.items() if key not in kept or told_at(told[pair]) < kept[key]}


def _tell(
    known: Mapping[Identifier, Met], told: Mapping[tuple[Identifier, Identifier], Event]
) -> set[tuple[Identifier, Identifier]]:
    """Write these links; gives those that have to be decided: new, or told earlier than was known, and not revoked."""
    news = _news(known, told) if told else {}
    if not news:
        return set()
    pair_of = {key: pair for pair, key in news.items()}
    keys = sorted(pair_of)
    events = [told[pair_of[key]] for key in keys]
    rows = sql.rows(
        TELL,
        [
            [key[0] for key in keys],
            [key[1] for key in keys],
            [told_at(event) for event in events],
            [event.event_id for event in events],
            [event.name for event in events],
            [event.origin.channel for event in events],
        ],
    )
    return {pair_of[a, b] for a, b, state in rows if state != "revoked"}


def settle(touched: set[UUID], since: datetime | None, held: set[int]) -> set[UUID]:
    """Decide anew who is one among these people and whoever they have to do with since then. Gives the people that
    are another set now. With `since` None no link changed: only when somebody was first met."""
    if not touched:
        return set()
    members, links = _component(touched, since)
    check(held, (), (row[4] for row in members))
    moved = decide(members, links)
    others = {row[4] for row in members if row[0] in moved} | set(moved.values()) | touched
    now = {moved.get(row[0], row[4]) for row in members}
    sql.run(GONE, [sorted(others - now)])
    sql.run(PEOPLE, [sorted(others & now)])
    return others


def _component(touched: set[UUID], since: datetime | None) -> tuple[list[Row], list[Row]]:
    members: dict[int, Row] = {}
    links: dict[int, Row] = {}
    people, seen = set(touched), set[UUID]()
    while people:
        seen |= people
        found = sql.rows(MEMBERS, [sorted(people)])
        members |= {row[0]: row for row in found}
        joined = sql.rows(LINKS, {"ids": [row[0] for row in found], "since": since or rules.NEVER})
        links |= {row[0]: row for row in joined}
        beyond = {each for row in joined for each in row[1:3]} - members.keys()
        people = {row[0] for row in sql.rows(OWNERS, [sorted(beyond)])} - seen if beyond else set()
    return list(members.values()), list(links.values())


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def check(held: set[int], named: Iterable[Identifier], people: Iterable[UUID]) -> None:
    needed = stripes_of(named, people)
    if not needed <= held:
        raise _Wider(needed)


def stripes_of(named: Iterable[Identifier], people: Iterable[UUID]) -> set[int]:
    return {person_id(each).int % STRIPES for each in named} | {each.int % STRIPES for each in people}

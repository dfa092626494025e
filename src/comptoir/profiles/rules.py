"""Who is one: identifiers with kinds, limits and values that name nobody, and links resolved in the order of time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

CUSTOMER, ACCOUNT, USER, EMAIL, PHONE, VISITOR = "customer", "account", "user", "email", "phone", "visitor"
LONGEST = 200
NEVER, EVER = datetime(9999, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)
MOST = 200  # identifiers of one person: what has more is a kiosk, a robot or a mistake
MOST_REFUSED = 20  # links: what more are refused of names nobody
NAMESPACE = uuid.UUID("5b0e5a2c-6d0f-5c43-9f43-9d4f7a1f2c10")

# Values that names of nobody arrive as: lists of PostHog and Segment, and what JavaScript makes of nothing.
ILLEGAL = frozenset(
    (
        "", "anonymous", "anonymousid", "anonymous_id", "anon", "guest", "visitor", "unknown", "distinct_id",
        "distinctid", "user", "user_id", "userid", "id", "email", "phone", "customer", "not_authenticated",
        "notauthenticated", "not authenticated", "none", "null", "nil", "undefined", "nan", "true", "false", "n/a",
        "na", "void", "test", "infinity", "-infinity", "-1", "[object object]",
    )
)  # fmt: skip
QUOTES = "\"'`“”«»‘’"


@dataclass(frozen=True, slots=True)
class Kind:
    """`priority`: the smaller, the more an identifier says who somebody is. `limit`: how many of it one person may
    have. `known`: whether it belongs to somebody who said who they are."""

    priority: int
    limit: int
    known: bool = False


KINDS: Mapping[str, Kind] = {
    CUSTOMER: Kind(priority=0, limit=1, known=True),
    ACCOUNT: Kind(priority=1, limit=1, known=True),
    USER: Kind(priority=2, limit=1),  # by the word of a source, whose key everybody can read
    EMAIL: Kind(priority=3, limit=5),
    PHONE: Kind(priority=4, limit=5),
    VISITOR: Kind(priority=9, limit=150),
}
OTHER = Kind(priority=5, limit=10)
OURS = frozenset((CUSTOMER, ACCOUNT, USER, VISITOR))  # kinds that no source may name beside its own fields
OWN_WORDS = frozenset((CUSTOMER, ACCOUNT))  # kinds that only our own facts name
UNTRUSTED = "untrusted"


class Identifier(NamedTuple):
    """A name by which somebody is met."""

    kind: str
    value: str


class Link(NamedTuple):
    """Two identifiers, by their place among the members, that one event named at `at`."""

    a: int
    b: int
    at: datetime


def kind_of(kind: str) -> Kind:
    return KINDS.get(kind, OTHER)


def cleaned(kind: str, value: object) -> Identifier | None:
    """The identifier that this value is, or None when it names nobody."""
    text = str(value if value is not None else "").strip().strip(QUOTES).strip()
    bare = text.lower()
    if not kind or len(kind) > 40 or len(text) > LONGEST or bare in ILLEGAL or not bare.isprintable():
        return None
    if not any(c.isalnum() for c in bare) or not bare.strip("0-.{}"):
        return None  # nothing but signs, 0, 0.0, 000-000, the uuid of zeros
    return Identifier(kind, text)


def of_source(source: str, user: object) -> Identifier | None:
    """A user id as the source knows it: user 7 of one site is not user 7 of another."""
    bare = cleaned(USER, user)
    return cleaned(USER, f"{source}:{bare.value}") if bare else None


def trusted(a: str, b: str) -> bool:
    """Whether a link of these kinds is by our own words: a customer or an account and a device, or one another. The
    rest is told by sources, whose keys stand in public pages."""
    ours = {a, b}
    return not ours.isdisjoint(OWN_WORDS) and ours <= OWN_WORDS | {VISITOR}


def strongest_first(named: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Each once, by what it says of who somebody is."""
    return tuple(sorted(set(named), key=lambda each: (kind_of(each.kind).priority, each)))


def refusal(ours: Mapping[str, int], theirs: Mapping[str, int], *, is_trusted: bool = True) -> str:
    """Why two sets of identifiers, counted by kind, stay two people; empty when they are one."""
    if not is_trusted and not OWN_WORDS.isdisjoint((*ours, *theirs)):
        return UNTRUSTED
    if sum(ours.values()) + sum(theirs.values()) > MOST:
        return "too_large"
    smaller, larger = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    over = [kind for kind, count in smaller.items() if count + larger.get(kind, 0) > kind_of(kind).limit]
    if not over:
        return ""
    worst = min(over, key=lambda kind: (kind_of(kind).priority, kind))
    return f"two_of:{worst}" if kind_of(worst).limit == 1 else f"too_many:{worst}"


def resolve(members: Sequence[Identifier], links: Sequence[Link]) -> tuple[list[int], list[str]]:
    """For each member the place of the root of its person, and for each link why it was refused, or an empty text.

    Our own words come first, then what sources told, which joins nobody to whom our own words know: so what was told
    before somebody logged in joins no more than what was told after. Each in the order of time, at one instant by what
    they name: so the order in which they arrive says nothing. One that is refused stays refused.
    """
    parents = list(range(len(members)))
    sizes = [1] * len(members)
    counts: dict[int, dict[str, int]] = {}
    outcomes = [""] * len(links)
    for is_trusted, place in _in_turn(members, links):
        a, b, _at = links[place]
        a, b = _root(parents, a), _root(parents, b)
        if a == b:
            continue
        ours = counts.get(a) or {members[a].kind: 1}
        theirs = counts.get(b) or {members[b].kind: 1}
        outcomes[place] = refusal(ours, theirs, is_trusted=is_trusted)
        if outcomes[place]:
            continue
        if sizes[a] < sizes[b]:
            a, b, ours, theirs = b, a, theirs, ours
        parents[b] = a
        sizes[a] += sizes[b]
        counts.pop(b, None)
        counts[a] = ours
        for kind, count in theirs.items():
            ours[kind] = ours.get(kind, 0) + count
    return [_root(parents, place) for place in range(len(members))], outcomes


def _in_turn(members: Sequence[Identifier], links: Sequence[Link]) -> Iterable[tuple[bool, int]]:
    """The places of links in the order in which they count, each with whether it is trusted."""
    own: list[int] = []
    told: list[int] = []
    for place, (a, b, _at) in enumerate(links):
        (own if trusted(members[a].kind, members[b].kind) else told).append(place)
    yield from ((True, place) for place in _in_time(members, links, own))
    yield from ((False, place) for place in _in_time(members, links, told))


def _in_time(members: Sequence[Identifier], links: Sequence[Link], places: list[int]) -> Iterable[int]:
    def when(place: int) -> datetime:
        return links[place].at

    def named(place: int) -> tuple[Identifier, ...]:
        return tuple(sorted((members[links[place].a], members[links[place].b])))

    for _at, same in groupby(sorted(places, key=when), key=when):
        together = list(same)
        yield from together if len(together) == 1 else sorted(together, key=named)


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def representative(members: Iterable[tuple[Identifier, datetime]]) -> Identifier:
    """The identifier that a person is called by: the strongest, of those the one met first."""
    return min(members, key=lambda each: (kind_of(each[0].kind).priority, each[1], each[0]))[0]


def person_id(called: Identifier) -> uuid.UUID:
    """The same person has the same id, in whatever order what is known of them arrived (RFC 9562, version 5)."""
    return uuid.uuid5(NAMESPACE, f"{called.kind}\n{called.value}")

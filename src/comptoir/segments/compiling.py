"""The language in SQL: for many people at once what `rules/evaluating.py` says of one.

A condition reads two relations, `trait(person_id, name, value)`, one of each name, and `moment(person_id, at,
name, event, payload)`; `FROM_ALL` and `FROM_SOME` are where they come from. Every condition is a set of people that is
made once, so the cost grows with what was heard, not with people times conditions. What is known of a person is also
what is known of records that staff hold for theirs, as far as each allows what the person does (`allowed`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any as Anything

from comptoir.segments.rules.language import All, Any, Did, Node, Not, Test, Trait
from comptoir.segments.rules.resolving import leaves

FROM_ALL = """
trait AS NOT MATERIALIZED (
    SELECT person_id, name, nullif(value, 'null'::jsonb) AS value
    FROM profiles_person_trait WHERE scope = 'allowed'),
moment AS NOT MATERIALIZED (
    SELECT person_id, occurred_at AS at, name, event, payload FROM profiles_person_moment WHERE scope = 'allowed')
"""
# Of the people %(people)s.
FROM_SOME = """
trait AS MATERIALIZED (
    SELECT person_id, name, nullif(value, 'null'::jsonb) AS value
    FROM profiles_person_trait WHERE scope = 'allowed' AND person_id = ANY(%(people)s::uuid[])),
moment AS MATERIALIZED (
    SELECT person_id, occurred_at AS at, name, event, payload
    FROM profiles_person_moment WHERE scope = 'allowed' AND person_id = ANY(%(people)s::uuid[]))
"""


class Compiler:
    """Collects the parameters of what it compiles; `now` is that of all of it."""

    def __init__(self, now: datetime) -> None:
        self.params: dict[str, Anything] = {"now": now}

    def holds(self, node: Node) -> str:
        """A condition on `p.person_id`, never null."""
        match node:
            case Trait(name, test):
                known = test.test != "unknown"
                passed = self.test(test if known else Test("known"), "value")
                people = f"SELECT person_id FROM trait WHERE name = {self.put(name)}::text AND {passed}"
                return self.among(people, known)
            case Did():
                return self.did(node)
            case Not(of):
                return f"(NOT {self.holds(of)})"
            case All(parts):
                return "(" + " AND ".join(self.holds(each) for each in parts) + ")"
            case Any(parts):
                return "(" + " OR ".join(self.holds(each) for each in parts) + ")"
            case _:
                raise TypeError(f"{node} was not resolved")

    def did(self, leaf: Did) -> str:
        people = f"SELECT person_id FROM moment WHERE {self.matches(leaf)} AND at <= %(now)s::timestamptz"
        since = ""
        if leaf.days is not None:
            since = f"{self.put(self.params['now'] - timedelta(days=leaf.days))}::timestamptz"
        if leaf.test in ("at_least", "at_most"):
            people += f" AND at > {since}" if since else ""
            count = leaf.times if leaf.test == "at_least" else leaf.times + 1
            people += f" GROUP BY person_id HAVING count(*) >= {self.put(count)}::int"
            return self.among(people, leaf.test == "at_least")
        asked = {"first_within": "min(at) >", "first_before": "min(at) <=", "last_before": "max(at) <="}[leaf.test]
        return self.among(f"{people} GROUP BY person_id HAVING {asked} {since}", True)

    def turns(self, nodes: Iterable[Node]) -> str:
        """Person and moment after now, for all moments at which a window turns; empty when no rule has one."""
        asked = dict.fromkeys(leaf for node in nodes for leaf in leaves(node) if isinstance(leaf, Did))
        parts = []
        for leaf in asked:
            matches = self.matches(leaf)
            parts.append(f"SELECT person_id, at FROM moment WHERE {matches} AND at > %(now)s::timestamptz")
            if leaf.days is not None:
                span = f"make_interval(hours => {self.put(24 * leaf.days)}::int)"
                parts.append(
                    f"SELECT person_id, at + {span} FROM moment WHERE {matches} AND at + {span} > %(now)s::timestamptz"
                )
        return " UNION ALL ".join(parts)

    def matches(self, leaf: Did) -> str:
        event = self.put(leaf.event)
        tests = [f"(name = {event}::text OR event = {event}::text)"]
        for each in leaf.where:
            name = self.put(each.name)
            own = f"nullif(payload->'properties'->{name}::text, 'null'::jsonb)"
            tests.append(self.test(each.test, f"coalesce({own}, nullif(payload->{name}::text, 'null'::jsonb))"))
        return " AND ".join(tests)

    def test(self, test: Test, value: str) -> str:
        """A condition on a JSON value, in which null counts as false."""
        operand = test.operand
        match test.test:
            case "known":
                return f"{value} IS NOT NULL"
            case "unknown":
                return f"{value} IS NULL"
            case "is":
                return f"{value} = {self.json(operand)}"
            case "is_not":
                return f"{value} <> {self.json(operand)}"
            case "one_of":
                return f"{value} IN ({', '.join(self.json(each) for each in _many(operand))})"
            case "contains":
                listed = f"{value} @> jsonb_build_array({self.json(operand)})"
                found = f"position({self.put(operand)}::text IN {value}#>>'{{}}') > 0"
                return (
                    f"CASE jsonb_typeof({value}) WHEN 'array' THEN {listed}"
                    f" WHEN 'string' THEN {found if isinstance(operand, str) else 'false'} ELSE false END"
                )
            case "at_least" | "at_most":
                sign = ">=" if test.test == "at_least" else "<="
                return self.number(value, f"{sign} {self.figure(operand)}")
            case "between":
                low, high = _many(operand)
                return self.number(value, f"BETWEEN {self.figure(low)} AND {self.figure(high)}")
            case other:
                raise ValueError(other)

    def number(self, value: str, asked: str) -> str:
        return f"CASE WHEN jsonb_typeof({value}) = 'number' THEN ({value}#>>'{{}}')::numeric {asked} ELSE false END"

    def among(self, people: str, inside: bool) -> str:
        return f"(p.person_id {'IN' if inside else 'NOT IN'} ({people}))"

    def json(self, value: Anything) -> str:
        return f"{self.put(json.dumps(value))}::jsonb"

    def figure(self, value: Anything) -> str:
        return f"{self.put(str(value))}::numeric"

    def put(self, value: Anything) -> str:
        name = f"v{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"


def _many(operand: Anything) -> tuple[Anything, ...]:
    return tuple(operand)

"""Whether a rule holds of a person, and when that may change by time alone. `compiling.py` says the same in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any as Anything

from comptoir.segments.rules.language import All, Any, Did, Node, Not, Scalar, Test, Trait
from comptoir.segments.rules.resolving import leaves


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that a person did. `name` is the word of the journal, `event` the public name or empty."""

    at: datetime
    name: str
    event: str = ""
    payload: Mapping[str, Anything] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known: the latest value of each trait, and all moments in any order."""

    traits: Mapping[str, Anything] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()


def holds(node: Node, person: Person, now: datetime) -> bool:
    """Whether a resolved rule holds of the person at `now`. What happens after `now` is not known yet."""
    match node:
        case Trait(name, test):
            return passes(test, person.traits.get(name))
        case Did():
            return _did(node, [each.at for each in person.moments if each.at <= now and matches(node, each)], now)
        case Not(of):
            return not holds(of, person, now)
        case All(parts):
            return all(holds(each, person, now) for each in parts)
        case Any(parts):
            return any(holds(each, person, now) for each in parts)
        case _:
            raise TypeError(f"{node} was not resolved")


def next_change(node: Node, person: Person, now: datetime) -> datetime | None:
    """The first moment after `now` at which a window opens on, or lets go of, something that the rule counts. Before
    it the answer stays as it is, as long as nothing new is heard."""
    found = [
        moment
        for leaf in leaves(node)
        if isinstance(leaf, Did)
        for each in person.moments
        if matches(leaf, each)
        for moment in _turns(leaf, each.at)
        if moment > now
    ]
    return min(found, default=None)


def _turns(leaf: Did, at: datetime) -> Iterable[datetime]:
    return (at,) if leaf.days is None else (at, at + timedelta(days=leaf.days))


def _did(leaf: Did, times: list[datetime], now: datetime) -> bool:
    since = None if leaf.days is None else now - timedelta(days=leaf.days)
    if leaf.test in ("at_least", "at_most"):
        count = sum(1 for at in times if since is None or at > since)
        return count >= leaf.times if leaf.test == "at_least" else count <= leaf.times
    assert since is not None
    if not times:
        return False
    if leaf.test == "first_within":
        return min(times) > since
    return (min(times) if leaf.test == "first_before" else max(times)) <= since


def matches(leaf: Did, moment: Moment) -> bool:
    """Whether the moment is one of those that the condition counts, whenever it was."""
    return leaf.event in (moment.name, moment.event) and all(
        passes(each.test, property_of(moment.payload, each.name)) for each in leaf.where
    )


def property_of(payload: Mapping[str, Anything], name: str) -> Anything:
    own = payload.get("properties")
    found = own.get(name) if isinstance(own, Mapping) else None
    return payload.get(name) if found is None else found


def passes(test: Test, value: Anything) -> bool:
    """Whether a value that came from JSON passes; None is not known."""
    operand = test.operand
    if value is None:
        return test.test == "unknown"
    match test.test:
        case "known":
            return True
        case "is":
            return _same(value, operand)
        case "is_not":
            return not _same(value, operand)
        case "one_of":
            return any(_same(value, each) for each in _many(operand))
        case "contains":
            if isinstance(value, str):
                return isinstance(operand, str) and operand in value
            return isinstance(value, list) and any(_same(each, operand) for each in value)
        case "at_least":
            return _is_number(value) and _figure(value) >= _figure(operand)
        case "at_most":
            return _is_number(value) and _figure(value) <= _figure(operand)
        case "between":
            low, high = _many(operand)
            return _is_number(value) and _figure(low) <= _figure(value) <= _figure(high)
        case _:
            return False


def _many(operand: Anything) -> tuple[Scalar, ...]:
    return tuple(operand)


def _same(value: Anything, operand: Anything) -> bool:
    """As JSON compares: true is not 1, and 1 is 1.0."""
    if _is_number(value) and _is_number(operand):
        return _figure(value) == _figure(operand)
    return type(value) is type(operand) and bool(value == operand)


def _is_number(value: Anything) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _figure(value: Anything) -> Decimal:
    """The decimal that was written, not the binary fraction beside it."""
    return Decimal(str(value))

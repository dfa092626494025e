"""The language of segments: the parts that a definition is made of, and the numbers that bound it."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 1
MOST_CONDITIONS, DEEPEST, MOST_IN_LIST = 40, 6, 50
MOST_TIMES, MOST_DAYS, LONGEST = 1_000, 3_660, 200

Scalar = str | int | float | bool
Operand = Scalar | tuple[Scalar, ...] | None

# What a value may be asked. A value that is not known meets `unknown` and nothing else.
TESTS = ("is", "is_not", "at_least", "at_most", "between", "contains", "one_of", "known", "unknown")
NUMERIC = frozenset({"at_least", "at_most", "between"})
BARE = frozenset({"known", "unknown"})
# What may be asked of the times at which something was done. Only the first two count; only they do without days.
COUNTS = ("at_least", "at_most")
EVENT_TESTS = (*COUNTS, "first_within", "first_before", "last_before")


@dataclass(frozen=True, slots=True)
class Test:
    """One question to one value; `operand` is a tuple for `between` (both ends count) and `one_of`."""

    test: str
    operand: Operand = None


@dataclass(frozen=True, slots=True)
class Trait:
    """The latest value of a trait passes a test."""

    name: str
    test: Test


@dataclass(frozen=True, slots=True)
class Property:
    """A property of what was done passes a test: one of the event's own, else a field of the word."""

    name: str
    test: Test


@dataclass(frozen=True, slots=True)
class Did:
    """How often, or how long ago, something was done whose properties pass all tests.

    `event` is a word of the journal or a public name ("Order Placed", "Product Viewed"). The last `days` are whole
    spans of 24 hours up to now; None is ever.
    """

    event: str
    test: str
    times: int = 1
    days: int | None = None
    where: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """In another segment, by its code, or not in it."""

    segment: str
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple[Node, ...]


Node = Trait | Did | Within | Not | All | Any
Resolved = Trait | Did | Not | All | Any

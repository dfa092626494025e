"""From JSON to the language and back. What cannot be understood is refused with its place and the reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any as Anything

from comptoir.kit.refusals import Invalid
from comptoir.segments.rules import language
from comptoir.segments.rules.language import All, Any, Did, Node, Not, Operand, Property, Scalar, Test, Trait, Within

KEYS = {
    "trait": {"trait", "test", "value"},
    "event": {"event", "test", "times", "days", "where"},
    "segment": {"segment", "test"},
    "not": {"not"},
    "all": {"all"},
    "any": {"any"},
}


def read(definition: Anything) -> Node:
    """The rule of a definition `{"version": 1, "rule": …}`. Refuses Invalid: a code for each wrong place, such as
    `rule.all.0.value`."""
    reader = _Reader()
    if not isinstance(definition, Mapping) or set(definition) != {"version", "rule"}:
        raise Invalid({"rule": "missing"})
    if definition["version"] != language.VERSION:
        raise Invalid({"version": "not_a_choice"})
    node = reader.node(definition["rule"], "rule", 1)
    if reader.conditions > language.MOST_CONDITIONS:
        reader.errors["rule"] = "too_many_conditions"
    if reader.errors or node is None:
        raise Invalid(reader.errors)
    return node


def written(node: Node) -> dict[str, Anything]:
    """The definition that `read` makes this rule of."""
    return {"version": language.VERSION, "rule": _written(node)}


def _written(node: Node) -> dict[str, Anything]:
    match node:
        case Trait(name, test):
            return {"trait": name} | _test(test)
        case Did(event, test, times, days, where):
            said: dict[str, Anything] = {"event": event, "test": test}
            if test in language.COUNTS:
                said["times"] = times
            if days is not None:
                said["days"] = days
            if where:
                said["where"] = [{"property": each.name} | _test(each.test) for each in where]
            return said
        case Within(segment, inside):
            return {"segment": segment, "test": "in" if inside else "not_in"}
        case Not(of):
            return {"not": _written(of)}
        case All(parts):
            return {"all": [_written(each) for each in parts]}
        case Any(parts):
            return {"any": [_written(each) for each in parts]}


def _test(test: Test) -> dict[str, Anything]:
    if test.test in language.BARE:
        return {"test": test.test}
    return {"test": test.test, "value": list(test.operand) if isinstance(test.operand, tuple) else test.operand}


class _Reader:
    """Goes on after a fault, so that all of them are told at once."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}
        self.conditions = 0

    def node(self, given: Anything, place: str, depth: int) -> Node | None:
        kind = next((key for key in KEYS if isinstance(given, Mapping) and key in given), None)
        if kind is None:
            self.wrong(place, "not_a_condition")
            return None
        if strange := sorted(str(key) for key in given if key not in KEYS[kind]):
            self.wrong(f"{place}.{strange[0]}", "not_understood")
            return None
        if depth > language.DEEPEST:
            self.wrong(place, "too_deep")
            return None
        if kind in ("all", "any"):
            return self.parts(given[kind], kind, f"{place}.{kind}", depth)
        if kind == "not":
            inner = self.node(given["not"], f"{place}.not", depth + 1)
            return Not(inner) if inner else None
        self.conditions += 1
        return {"trait": self.trait, "event": self.did, "segment": self.within}[kind](given, place)

    def parts(self, given: Anything, kind: str, place: str, depth: int) -> Node | None:
        if not isinstance(given, list) or not given:
            self.wrong(place, "missing")
            return None
        if len(given) > language.MOST_CONDITIONS:
            self.wrong(place, "too_many_conditions")
            return None
        found = [self.node(each, f"{place}.{number}", depth + 1) for number, each in enumerate(given)]
        whole = tuple(each for each in found if each is not None)
        if len(whole) < len(found):
            return None
        return All(whole) if kind == "all" else Any(whole)

    def trait(self, given: Mapping[str, Anything], place: str) -> Node | None:
        name, test = self.text(given.get("trait"), f"{place}.trait"), self.test(given, place)
        return Trait(name, test) if name and test else None

    def within(self, given: Mapping[str, Anything], place: str) -> Node | None:
        code = self.text(given.get("segment"), f"{place}.segment")
        if given.get("test") not in ("in", "not_in"):
            self.wrong(f"{place}.test", "not_a_choice")
            return None
        return Within(code, given["test"] == "in") if code else None

    def did(self, given: Mapping[str, Anything], place: str) -> Node | None:
        event = self.text(given.get("event"), f"{place}.event")
        test, times, days = given.get("test"), given.get("times"), given.get("days")
        if test not in language.EVENT_TESTS:
            self.wrong(f"{place}.test", "not_a_choice")
            return None
        if test in language.COUNTS:
            lowest = 1 if test == "at_least" else 0
            times = self.whole(times, f"{place}.times", lowest, language.MOST_TIMES)
        elif times is not None:
            self.wrong(f"{place}.times", "not_understood")
        if days is not None or test not in language.COUNTS:
            days = self.whole(days, f"{place}.days", 1, language.MOST_DAYS)
        where = self.properties(given.get("where", []), f"{place}.where")
        return Did(event or "", test, 1 if times is None else times, days, where)

    def properties(self, given: Anything, place: str) -> tuple[Property, ...]:
        if not isinstance(given, list) or len(given) > language.MOST_IN_LIST:
            self.wrong(place, "not_a_list")
            return ()
        found = []
        for number, each in enumerate(given):
            here = f"{place}.{number}"
            if not isinstance(each, Mapping) or not set(each) <= {"property", "test", "value"}:
                self.wrong(here, "not_a_condition")
                continue
            name, test = self.text(each.get("property"), f"{here}.property"), self.test(each, here)
            if name and test:
                found.append(Property(name, test))
        return tuple(found)

    def test(self, given: Mapping[str, Anything], place: str) -> Test | None:
        test, value = given.get("test"), given.get("value")
        if test not in language.TESTS:
            self.wrong(f"{place}.test", "not_a_choice")
            return None
        place = f"{place}.value"
        if test in language.BARE:
            if value is None:
                return Test(test)
            self.wrong(place, "not_understood")
            return None
        operand: Operand
        if test in ("between", "one_of"):
            if not isinstance(value, list) or not 1 <= len(value) <= language.MOST_IN_LIST:
                self.wrong(place, "missing" if value in (None, []) else "not_a_list")
                return None
            many = [self.scalar(each, place, number=test == "between") for each in value]
            if None in many:
                return None
            if test == "between" and (len(many) != 2 or many[0] > many[1]):  # type: ignore[operator]
                self.wrong(place, "not_a_span")
                return None
            operand = tuple(each for each in many if each is not None)
        else:
            operand = self.scalar(value, place, number=test in language.NUMERIC)
            if operand is None:
                return None
        return Test(test, operand)

    def scalar(self, given: Anything, place: str, *, number: bool) -> Scalar | None:
        if given is None or given == "":
            self.wrong(place, "missing")
            return None
        if isinstance(given, int | float) and not isinstance(given, bool):
            if not math.isfinite(given) or abs(given) > 1e15:
                self.wrong(place, "too_large")
                return None
            return given
        if number:
            self.wrong(place, "not_a_figure")
            return None
        return given if isinstance(given, bool) else self.text(given, place)

    def text(self, given: Anything, place: str) -> str | None:
        if not isinstance(given, str) or not given.strip():
            self.wrong(place, "missing")
            return None
        if len(given) > language.LONGEST:
            self.wrong(place, "too_long")
            return None
        if not given.isprintable():
            self.wrong(place, "not_text")
            return None
        return given

    def whole(self, given: Anything, place: str, lowest: int, highest: int) -> int | None:
        if given is None:
            self.wrong(place, "missing")
            return None
        if not isinstance(given, int) or isinstance(given, bool):
            self.wrong(place, "not_a_number")
            return None
        if not lowest <= given <= highest:
            self.wrong(place, "too_small" if given < lowest else "too_large")
            return None
        return given

    def wrong(self, place: str, code: str) -> None:
        self.errors.setdefault(place, code)

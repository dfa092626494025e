"""Segments inside segments: put in place of their codes, so that nothing waits for another's membership."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comptoir.kit.refusals import Invalid
from comptoir.segments.rules.language import All, Any, Did, Node, Not, Resolved, Trait, Within

MOST_LEAVES = 200


def segments_in(node: Node) -> set[str]:
    """The codes that a rule names itself."""
    match node:
        case Within(code):
            return {code}
        case Not(of):
            return segments_in(of)
        case All(parts) | Any(parts):
            return set().union(*(segments_in(each) for each in parts))
        case _:
            return set()


def resolve(node: Node, rules: Mapping[str, Node], *, code: str = "") -> Resolved:
    """The rule with the rule of each segment that it names in its place; `code` is the segment that it belongs to.
    Refuses Invalid: a segment that does not exist, one that leads back to itself, more than 200 conditions in all."""
    whole = _resolve(node, rules, (code,) if code else ())
    if sum(1 for _ in leaves(whole)) > MOST_LEAVES:
        raise Invalid({"rule": "too_many_conditions"})
    return whole


def _resolve(node: Node, rules: Mapping[str, Node], above: tuple[str, ...]) -> Resolved:
    match node:
        case Within(code, inside):
            if code in above:
                raise Invalid({"rule": "goes_in_circles"})
            if code not in rules:
                raise Invalid({"rule": "segment_unknown"})
            found = _resolve(rules[code], rules, (*above, code))
            return found if inside else Not(found)
        case Not(of):
            return Not(_resolve(of, rules, above))
        case All(parts):
            return All(tuple(_resolve(each, rules, above) for each in parts))
        case Any(parts):
            return Any(tuple(_resolve(each, rules, above) for each in parts))
        case Trait() | Did():
            return node


def leaves(node: Node) -> Iterator[Trait | Did]:
    """The conditions of a resolved rule."""
    match node:
        case Trait() | Did():
            yield node
        case Not(of):
            yield from leaves(of)
        case All(parts) | Any(parts):
            for each in parts:
                yield from leaves(each)

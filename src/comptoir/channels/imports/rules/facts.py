"""The column `facts` of our own files: what no common column says, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from comptoir.channels.imports.contracts import Facts
from comptoir.channels.imports.rules.addresses import address
from comptoir.channels.imports.rules.texts import Unusable

KINDS = ("text", "number", "boolean", "choice", "choices")
LONGEST = 60_000
DEEPEST = 5
MOST_PICTURES = 20


def facts(cell: str) -> Facts:
    """Refuses by Unusable what our own export would not have written."""
    if len(cell) > LONGEST:
        raise Unusable("too long")
    try:
        given = json.loads(cell)
    except ValueError as trouble:
        raise Unusable("not readable") from trouble
    if not isinstance(given, dict):
        raise Unusable("not readable")
    category = given.get("category", [])
    if not isinstance(category, list) or len(category) > DEEPEST or not all(_is_text(name) for name in category):
        raise Unusable("not readable")
    size = given.get("size_mm")
    if size is not None and not (isinstance(size, list) and len(size) == 3 and all(_is_length(one) for one in size)):
        raise Unusable("not readable")
    return Facts(
        attributes=_attributes(given.get("attributes", [])),
        options=_attributes(given.get("options", [])),
        category=tuple(category),
        size_mm=tuple(size) if size else None,
        pictures=_pictures(given.get("pictures", [])),
    )


def _attributes(given: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(given, list) or not all(_is_attribute(one) for one in given):
        raise Unusable("not readable")
    return tuple(given)


def _pictures(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) > MOST_PICTURES or not all(isinstance(one, str) for one in given):
        raise Unusable("not readable")
    return tuple(address(one) for one in given)


def _is_attribute(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("code"), str)
        and 0 < len(one["code"]) <= 80
        and one.get("kind") in KINDS
        and _is_text(one.get("label"))
        and isinstance(one.get("unit", ""), str)
        and _fits(one["kind"], one.get("value"))
    )


def _fits(kind: str, value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, dict) and isinstance(value.get("value"), int | float)
    if kind == "choices":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str) or _is_text(value)


def _is_text(given: Any) -> bool:
    return isinstance(given, dict) and all(key in ("fr", "en") and isinstance(text, str) for key, text in given.items())


def _is_length(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 < given < 10**7

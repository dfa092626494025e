"""The editor of a segment: a rule as fields that a person fills in, and back. Pure.

A field is named by the place of its condition: `0` is the outermost group, `0.1` its second part, `0.1.value` a field
of that; `other` is a name that is not in the list of `name`. Buttons say `do` = `add 0`, `group 0`, `remove 0.1`,
`where 0.1`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

GROUPS = ("all", "any")
LEAST: dict[str, Any] = {"event": "Order Placed", "test": "at_least", "times": 1, "days": 30}
PAIRED = frozenset({"between", "one_of"})
BARE = frozenset({"known", "unknown"})
COUNTS = frozenset({"at_least", "at_most"})


def shown(rule: Any) -> dict[str, Any]:
    """A rule as a tree of fields; what stands alone is put into a group, so that something can be added beside it."""
    tree = _shown(rule)
    return tree if tree["kind"] == "group" else {"kind": "group", "not": False, "of": "all", "parts": [tree]}


def _shown(rule: Mapping[str, Any]) -> dict[str, Any]:
    denied = False
    while "not" in rule:
        denied, rule = not denied, rule["not"]
    if group := next((name for name in GROUPS if name in rule), ""):
        return {"kind": "group", "not": denied, "of": group, "parts": [_shown(each) for each in rule[group]]}
    if "trait" in rule:
        return {"kind": "trait", "not": denied, "name": rule["trait"]} | _asked(rule)
    if "segment" in rule:
        denied ^= rule["test"] == "not_in"
        return {"kind": "segment", "not": denied, "name": rule["segment"]}
    return {
        "kind": "event", "not": denied, "name": rule["event"], "test": rule["test"],
        "times": str(rule.get("times", "")),
        "days": str(rule.get("days", "")),
        "where": [{"name": each["property"]} | _asked(each) for each in rule.get("where", ())],
    }  # fmt: skip


def _asked(rule: Mapping[str, Any]) -> dict[str, Any]:
    value = rule.get("value", "")
    listed = value if isinstance(value, list) else [value]
    return {"test": rule["test"], "value": ", ".join(map(_typed, listed))}


def _typed(value: Any) -> str:
    """As `_value` reads it: what looks like a number or a yes and is a text stands in quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    plain = _value(value) == value == value.strip() and not set(',"') & set(value)
    return value if plain else json.dumps(value, ensure_ascii=False)


def filled(given: Mapping[str, str], place: str = "0") -> dict[str, Any]:
    """The tree that a form was sent with, its parts in their order."""
    kind = given.get(f"{place}.kind", "event")
    tree: dict[str, Any] = {"kind": kind, "not": given.get(f"{place}.not") == "on"}
    if kind == "group" or place == "0":
        of = given.get(f"{place}.of", "all")
        parts = [filled(given, f"{place}.{number}") for number in _numbers(given, place)]
        return tree | {"kind": "group", "of": of if of in GROUPS else "all", "parts": parts}
    tree |= {name: given.get(f"{place}.{name}", "").strip() for name in ("name", "test", "value", "times", "days")}
    tree["name"] = tree["name"] or given.get(f"{place}.other", "").strip()
    if kind == "event":
        tree["where"] = [
            {name: given.get(f"{place}.{number}.{name}", "").strip() for name in ("name", "test", "value")}
            for number in _numbers(given, place)
        ]
    return tree


def _numbers(given: Mapping[str, str], place: str) -> list[int]:
    start = f"{place}."
    heads = {name[len(start) :].partition(".")[0] for name in given if name.startswith(start)}
    return sorted(int(head) for head in heads if head.isascii() and head.isdigit() and len(head) < 4)


def done(tree: dict[str, Any], asked: str) -> dict[str, Any]:
    """The tree after a button; a button that fits nothing changes nothing."""
    act, _space, place = asked.partition(" ")
    path = [int(each) for each in place.split(".") if each.isdigit()]
    target, above = _find(tree, path)
    if target is None:
        return tree
    if act == "add" and target["kind"] == "group":
        target["parts"].append(_shown(LEAST))
    elif act == "group" and target["kind"] == "group":
        other = "any" if target["of"] == "all" else "all"
        target["parts"].append({"kind": "group", "not": False, "of": other, "parts": [_shown(LEAST)]})
    elif act == "where" and target["kind"] == "event":
        target["where"].append({"name": "", "test": "is", "value": ""})
    elif act == "remove" and above is not None:
        above.remove(target)
    return tree


def _find(tree: dict[str, Any], path: list[int]) -> tuple[dict[str, Any] | None, list[Any] | None]:
    here: dict[str, Any] = tree
    above: list[Any] | None = None
    for number in path[1:]:
        above = here.get("parts") or here.get("where") or []
        if number >= len(above):
            return None, None
        here = above[number]
        here.setdefault("kind", "where")
    return (here, above) if path[:1] == [0] else (None, None)


def rule(tree: Mapping[str, Any]) -> dict[str, Any]:
    """What the language of segments makes of the fields; it says itself what is wrong with it."""
    said = _rule(tree)
    return {"not": said} if tree["not"] else said


def _rule(tree: Mapping[str, Any]) -> dict[str, Any]:
    if tree["kind"] == "group":
        return {tree["of"]: [rule(each) for each in tree["parts"]]}
    if tree["kind"] == "segment":
        return {"segment": tree["name"], "test": "in"}
    if tree["kind"] == "trait":
        return {"trait": tree["name"]} | _question(tree)
    said: dict[str, Any] = {"event": tree["name"], "test": tree["test"]}
    if tree["test"] in COUNTS:
        said["times"] = _value(tree["times"])
    if tree["days"]:
        said["days"] = _value(tree["days"])
    if tree["where"]:
        said["where"] = [{"property": each["name"]} | _question(each) for each in tree["where"]]
    return said


def _question(fields: Mapping[str, Any]) -> dict[str, Any]:
    test = fields["test"] or "is"
    if test in BARE:
        return {"test": test}
    if test in PAIRED:
        return {"test": test, "value": [_value(each) for each in _parted(fields["value"])]}
    return {"test": test, "value": _value(fields["value"])}


def _parted(text: str) -> list[str]:
    """At the commas that stand outside of quotation marks."""
    parts, quoted, escaped = [""], False, False
    for letter in text:
        quoted ^= letter == '"' and not escaped
        escaped = letter == "\\" and not escaped
        if letter == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return [each.strip() for each in parts if each.strip()]


def _value(text: str) -> Any:
    """A number, true, false or a text in quotation marks as JSON writes them; else the text as it stands."""
    if text.startswith('"') or text in ("true", "false") or text[:1].isdigit() or text[:1] == "-":
        try:
            found = json.loads(text)
        except ValueError:
            return text
        return found if isinstance(found, str | int | float) else text
    return text


def placed(tree: dict[str, Any], errors: Mapping[str, str], *, place: str = "0", said: str = "rule") -> dict[str, Any]:
    """The tree with the `place` of each part and the sentence of what is wrong with it; `errors` are by the places of
    the language (`rule.all.0.value`)."""
    here = f"{said}.not" if tree["not"] else said
    inner = f"{here}.{tree['of']}" if tree["kind"] == "group" else f"{here}.where"
    below = tree.get("parts", tree.get("where", ()))
    for number, each in enumerate(below):
        if tree["kind"] == "group":
            placed(each, errors, place=f"{place}.{number}", said=f"{inner}.{number}")
        else:
            each["place"] = f"{place}.{number}"
    own = [text for at, text in errors.items() if at.startswith(here) and not _belongs_below(at, tree, inner)]
    tree |= {"place": place, "wrong": list(dict.fromkeys(own)) if tree["kind"] != "group" else own}
    return tree


def _belongs_below(at: str, tree: Mapping[str, Any], inner: str) -> bool:
    return tree["kind"] == "group" and any(at.startswith(f"{inner}.{number}") for number in range(len(tree["parts"])))
